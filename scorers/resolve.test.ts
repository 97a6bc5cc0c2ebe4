import { LIMITS } from '@assay/schema/limits.ts';
import type { JsonObject, ScorerReference } from '@assay/schema/types.ts';
import { describe, expect, test } from 'vitest';
import { findScorer } from './find.ts';
import { InvalidScorers, type ResolvedScorer, resolveScorers } from './resolve.ts';

function resolveOne(reference: ScorerReference): ResolvedScorer {
  const [resolved] = resolveScorers([reference]);
  if (resolved === undefined) throw new Error('one reference gives one scorer');
  return resolved;
}

function refusal(references: ScorerReference[], pointer?: string): Partial<InvalidScorers> {
  try {
    resolveScorers(references, pointer);
  } catch (cause) {
    if (cause instanceof InvalidScorers) return { code: cause.code, errors: cause.errors };
    throw cause;
  }
  return {};
}

function nest(levels: number): JsonObject {
  const scorers = levels > 2 ? [nest(levels - 1)] : ['levenshtein'];
  return { scorer: 'all', params: { scorers } };
}

describe('a reference', () => {
  test('by name alone has the defaults', () => {
    expect(resolveOne('levenshtein')).toMatchObject({
      name: 'levenshtein',
      params: { caseSensitive: true },
      threshold: 0.8,
      weight: 1,
      required: undefined,
      negated: false,
      onMissing: 'error',
      children: [],
    });
  });

  test('by an alias has its parameters, which its own go before', () => {
    expect(resolveOne('tool-correctness').params).toMatchObject({ measure: 'recall' });
    const reference = { scorer: 'tool-correctness', params: { measure: 'f1' } };
    expect(resolveOne(reference).params).toMatchObject({ measure: 'f1', count: 'every' });
    expect(resolveOne('tool-correctness').name).toBe('tool-call-f1');
  });

  test('with `not-`, with `negate` or with both is negated once or not at all', () => {
    const negated = (reference: ScorerReference) => resolveOne(reference).negated;
    expect(negated('not-levenshtein')).toBe(true);
    expect(negated({ scorer: 'levenshtein', negate: true })).toBe(true);
    expect(negated({ scorer: 'not-levenshtein', negate: true })).toBe(false);
    expect(negated({ scorer: 'not-levenshtein', negate: false })).toBe(true);
    expect(resolveOne('not-levenshtein').name).toBe('not-levenshtein');
  });

  test('with the threshold null only measures', () => {
    expect(resolveOne({ scorer: 'levenshtein', threshold: null }).threshold).toBeNull();
  });
});

describe('what cannot be resolved is refused with its place', () => {
  test('an unknown scorer, with what may have been meant', () => {
    expect(refusal(['levenshtein', 'levenstein'])).toEqual({
      code: 'unknown_scorer',
      errors: [
        {
          pointer: '/scorers/1',
          message: 'no scorer is named "levenstein"; did you mean "levenshtein"?',
        },
      ],
    });
    expect(refusal([{ scorer: 'nonsense' }])).toMatchObject({
      errors: [{ pointer: '/scorers/0/scorer' }],
    });
  });

  test('each parameter at fault', () => {
    const params = { caseSensitive: 'no', other: 1 };
    expect(refusal([{ scorer: 'levenshtein', params }])).toMatchObject({
      code: 'invalid_request',
      errors: [
        { pointer: '/scorers/0/params/caseSensitive' },
        { pointer: '/scorers/0/params/other' },
      ],
    });
  });

  test('a name given twice', () => {
    expect(refusal(['levenshtein', 'Levenshtein'])).toMatchObject({
      errors: [{ pointer: '/scorers/1', message: expect.stringContaining('`as`') }],
    });
    expect(
      refusal([
        { scorer: 'map', as: 'x' },
        { scorer: 'mrr', as: 'x' },
      ]),
    ).toMatchObject({
      errors: [{ pointer: '/scorers/1' }],
    });
    expect(refusal(['levenshtein', 'not-levenshtein'])).toEqual({});
  });

  test('inside composites, with the whole way there', () => {
    const scorers = ['mrr', { scorer: 'all', params: { scorers: ['map', 'nonsense'] } }];
    expect(refusal([{ scorer: 'any', params: { scorers } }])).toMatchObject({
      code: 'unknown_scorer',
      errors: [{ pointer: '/scorers/0/params/scorers/1/params/scorers/1' }],
    });
    const twice = { scorer: 'any', params: { scorers: ['mrr', 'mrr'] } };
    expect(refusal([twice], '/suite/scorers')).toMatchObject({
      errors: [{ pointer: '/suite/scorers/0/params/scorers/1' }],
    });
    const wrong = { scorer: 'any', params: { scorers: [{ scorer: 'mrr', params: { k: 0 } }] } };
    expect(refusal([wrong])).toMatchObject({
      errors: [{ pointer: '/scorers/0/params/scorers/0/params/k' }],
    });
  });

  test('more than four levels of composites', () => {
    expect(refusal([{ scorer: 'all', params: { scorers: [nest(3)] } }])).toEqual({});
    expect(refusal([{ scorer: 'all', params: { scorers: [nest(4)] } }])).toMatchObject({
      errors: [{ message: expect.stringContaining('at most 4 levels') }],
    });
  });

  test('more than 64 scorers, those inside composites included', () => {
    const many = (length: number) =>
      Array.from({ length }, (_, i) => ({ scorer: 'mrr', as: `s${i}` }));
    const composite = (length: number) => ({ scorer: 'all', params: { scorers: many(length) } });
    expect(refusal(many(64))).toEqual({});
    expect(refusal([composite(63)])).toEqual({});
    for (const references of [many(65), [composite(64)], [composite(40), ...many(30)]]) {
      expect(refusal(references)).toMatchObject({
        errors: [{ pointer: '/scorers', message: expect.stringContaining('more than 64') }],
      });
    }
  });
});

describe('the fingerprint', () => {
  const reference = { scorer: 'mrr', params: { k: 5, rankBy: 'score' } };
  const print = (more: JsonObject) => resolveOne({ ...reference, ...more }).fingerprint;
  const { fingerprint } = resolveOne(reference);

  test('is SHA-256 as hex', () => {
    expect(fingerprint).toMatch(/^sha256:[0-9a-f]{64}$/);
  });

  test.each<[string, JsonObject]>([
    ['the scorer', { scorer: 'map' }],
    ['a parameter', { params: { k: 6, rankBy: 'score' } }],
    ['the threshold', { threshold: 0.9 }],
    ['no threshold', { threshold: null }],
    ['negate', { negate: true }],
    ['what happens to a lack', { onMissing: 'skip' }],
  ])('changes with %s', (_, more) => {
    expect(print(more)).not.toBe(fingerprint);
  });

  test.each<[string, JsonObject]>([
    ['the weight', { weight: 3 }],
    ['the name', { as: 'other' }],
    ['required', { required: false }],
    ['the order of keys', { params: { rankBy: 'score', k: 5 } }],
    ['a default that is written out', { threshold: 0.5, negate: false, onMissing: 'error' }],
    ['another name of the scorer', { scorer: 'Mean Reciprocal Rank' }],
  ])('does not change with %s', (_, more) => {
    expect(print(more)).toBe(fingerprint);
  });

  test('changes with the version of the scorer', () => {
    const scorer = findScorer('mrr')?.scorer;
    if (scorer === undefined) throw new Error('mrr is registered');
    const { version } = scorer;
    try {
      Object.assign(scorer, { version: version + 1 });
      expect(resolveOne(reference).fingerprint).not.toBe(fingerprint);
    } finally {
      Object.assign(scorer, { version });
    }
  });

  test('changes with whatever changes a scorer inside, its name and weight included', () => {
    const composite = (inner: JsonObject) =>
      resolveOne({ scorer: 'all', params: { scorers: [inner] } }).fingerprint;
    const inner = { scorer: 'mrr', params: { k: 5 } };
    const prints = [
      inner,
      { ...inner, params: { k: 6 } },
      { ...inner, threshold: 0.1 },
      { ...inner, negate: true },
      { ...inner, weight: 2 },
      { ...inner, as: 'other' },
      { ...inner, onMissing: 'skip' },
    ].map(composite);
    expect(new Set(prints).size).toBe(prints.length);
  });

  test('is there for whatever JSON a parameter holds', () => {
    const params = { tools: ['\ud800'] };
    expect(resolveOne({ scorer: 'called-tool', params }).fingerprint).toMatch(/^sha256:/);
  });
});

describe('a parameter of two names', () => {
  const both = [
    ['rubric', 'criterion', 'criteria'],
    ['closed-qa', 'criteria', 'criterion'],
    ['pairwise', 'criterion', 'criteria'],
    ['select-best', 'criterion', 'criteria'],
  ] as const;

  test.each(both)('of %s is the same by either name', (scorer, name, alias) => {
    const own = resolveOne({ scorer, params: { [name]: 'It is polite.' } });
    const other = resolveOne({ scorer, params: { [alias]: 'It is polite.' } });
    expect(other.params).toEqual(own.params);
    expect(other.fingerprint).toBe(own.fingerprint);
  });

  test('is given by one of them', () => {
    const params = { criterion: 'It is polite.', criteria: 'It is short.' };
    expect(refusal([{ scorer: 'rubric', params }])).toMatchObject({
      code: 'invalid_request',
      errors: [
        {
          pointer: '/scorers/0/params/criteria',
          message: 'is an alias of `criterion`: give one of the two',
        },
      ],
    });
  });

  test('is pointed at by the name that was given', () => {
    const errors = [{ pointer: '/scorers/0/params/criteria' }];
    expect(refusal([{ scorer: 'rubric', params: { criteria: 1 } }])).toMatchObject({ errors });
    const missing = [{ pointer: '/scorers/0/params/criterion' }];
    expect(refusal(['rubric'])).toMatchObject({ errors: missing });
  });
});

test('what a suite and a request may each compile, a batch may compile together', () => {
  const patterns = (count: number) =>
    Array.from({ length: count }, (_, i) => ({
      scorer: 'regex',
      as: `r${i}`,
      params: { pattern: `(?:a{999}b{999})${i}` },
    }));
  expect(() => resolveScorers(patterns(24))).toThrow('steps of work');
  expect(resolveScorers(patterns(12))).toHaveLength(12);
  const together = resolveScorers(patterns(24), '/scorers', {}, 2 * LIMITS.planSteps);
  expect(together).toHaveLength(24);
});
