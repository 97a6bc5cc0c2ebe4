import { LIMITS } from '@assay/schema/limits.ts';
import type { JsonObject, JsonValue, Sample } from '@assay/schema/types.ts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { describeScorers } from './catalogue.ts';
import type { Scorer } from './define.ts';
import { findScorer } from './find.ts';
import { SCORERS } from './registry.ts';
import { scriptedJudge, scriptedModels } from './testing/judge.ts';
import { score } from './testing/score.ts';

// What every scorer obeys. The same laws run in Node and in workerd.

const scorers = SCORERS as readonly Scorer[];
// A test of invariants, not of speed: a few runs a scorer find what breaks.
const RUNS = 40;

test('no two scorers share an id or an alias, in any spelling', () => {
  const names = scorers.flatMap(({ id, aliases }) => [id, ...Object.keys(aliases)]);
  const spellings = names.map((name) => name.toLowerCase().replace(/[\s_:-]/g, ''));
  expect(spellings.filter((name, i) => spellings.indexOf(name) !== i)).toEqual([]);
});

test('every id and alias finds its scorer', () => {
  for (const { id, aliases } of scorers) {
    for (const name of [id, ...Object.keys(aliases)]) {
      expect(findScorer(name), name).toMatchObject({ scorer: { id }, negated: false });
    }
  }
});

test('every parameter is described', () => {
  for (const { id, params } of describeScorers()) {
    expect(params.type, id).toBe('object');
    for (const [name, schema] of Object.entries((params.properties ?? {}) as JsonObject)) {
      expect(schema, `${id}.${name}`).toHaveProperty('description');
    }
  }
});

test('another name of a parameter stands for one, is the name of none, and is in the JSON Schema', () => {
  for (const { id, paramAliases } of scorers) {
    const properties = describeScorers().find((each) => each.id === id)?.params.properties;
    for (const [alias, name] of Object.entries(paramAliases)) {
      expect(Object.keys(properties as JsonObject), id).toEqual(
        expect.arrayContaining([alias, name]),
      );
      expect(Object.keys(paramAliases), id).not.toContain(name);
    }
  }
});

const text = fc.oneof(
  { weight: 4, arbitrary: fc.string({ maxLength: 200, unit: 'grapheme' }) },
  fc.string({ maxLength: 200, unit: 'binary' }),
  fc.lorem({ maxCount: 30 }),
  fc.constantFrom(
    '',
    ' ',
    '\n',
    '0',
    '-0',
    '1e999',
    'NaN',
    '{}',
    '[',
    '"',
    '<',
    '你好。世界',
    'สวัสดีชาวโลก',
    '\ud800',
  ),
  fc.json({ maxDepth: 3 }),
);
const json = fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<JsonValue>;
const context = fc.oneof(
  text,
  fc.record(
    { id: fc.string({ minLength: 1, maxLength: 5 }), text, score: fc.double({ noNaN: true }) },
    { requiredKeys: ['text'] },
  ),
);
const toolName = fc.constantFrom('search', 'book', 'cancel', 'x');
const toolCall = fc.record({
  name: toolName,
  arguments: fc.oneof(text, fc.dictionary(fc.string({ maxLength: 4 }), json)),
});
const message = fc.record({
  role: fc.constantFrom('system', 'user', 'assistant', 'tool'),
  content: fc.oneof(text, fc.constant(null)),
  toolCalls: fc.array(toolCall, { maxLength: 3 }),
});
const tool = fc.record({ name: toolName, parameters: fc.constant({ type: 'object' }) });
const fields = {
  input: text,
  output: text,
  expected: fc.oneof(text, fc.array(text, { maxLength: 3 }), json),
  contexts: fc.array(context, { maxLength: 5 }),
  referenceContexts: fc.array(fc.string({ maxLength: 5 }), { maxLength: 5 }),
  messages: fc.array(message, { maxLength: 5 }),
  tools: fc.array(tool, { maxLength: 4 }),
  toolCalls: fc.array(toolCall, { maxLength: 4 }),
  expectedToolCalls: fc.array(toolCall, { maxLength: 4 }),
  generation: fc.record({
    finishReason: fc.string({ minLength: 1, maxLength: 8 }),
    latencyMs: fc.double({ min: 0, noNaN: true, noDefaultInfinity: true }),
    costUsd: fc.double({ min: 0, noNaN: true, noDefaultInfinity: true }),
    logprobs: fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { maxLength: 5 }),
    usage: fc.record({ inputTokens: fc.nat(), outputTokens: fc.nat() }),
  }),
};
/** Models that answer as an example says: for each score a judge that begins anew. */
const answering = (answers: JsonValue[] | undefined) =>
  scriptedModels(scriptedJudge((answers ?? ['']).map((answer) => JSON.stringify(answer))));

const sample = fc.record(fields) as unknown as fc.Arbitrary<Sample>;

for (const scorer of scorers) {
  // Parameters that a scorer cannot do without stand in its examples.
  const params = scorer.examples[0]?.params ?? {};
  const scoreAny = (complete: Sample) =>
    score(scorer, complete, params, {}, answering(scorer.examples[0]?.answers));

  describe(scorer.id, () => {
    test('has an example', () => {
      expect(scorer.examples.length).toBeGreaterThan(0);
    });

    for (const example of scorer.examples) {
      test(`example: ${example.title}`, async () => {
        const models = answering(example.answers);
        const result = await score(scorer, example.sample, example.params, {}, models);
        expect(result).toMatchObject({ status: 'scored', value: expect.closeTo(example.value, 4) });
      });
    }

    test('gives any complete sample a value in [0,1], or abstains, or says why not', async () => {
      await fc.assert(
        fc.asyncProperty(sample, async (complete) => {
          const result = await scoreAny(complete);
          if (result.status === 'scored') {
            expect(result.value).toBeGreaterThanOrEqual(0);
            expect(result.value).toBeLessThanOrEqual(1);
          } else if (result.status === 'error') {
            expect(result.error.code, result.reason).not.toBe('scorer_failed');
          }
          expect(result.reason).not.toBe('');
        }),
        { numRuns: RUNS },
      );
    });

    test('gives the same sample the same score', async () => {
      await fc.assert(
        fc.asyncProperty(sample, async (complete) => {
          expect(await scoreAny(complete)).toEqual(await scoreAny(complete));
        }),
        { numRuns: RUNS / 4 },
      );
    });

    test('names what is missing from an empty sample', async () => {
      const result = await score(scorer, {}, params);
      expect(result).toMatchObject({ status: 'error', error: { code: 'sample_field_missing' } });
    });

    if (scorer.kind === 'judge') {
      test('is an error, never a value, when the judge talks rubbish or is not there', async () => {
        await fc.assert(
          fc.asyncProperty(sample, fc.string(), fc.boolean(), async (complete, rubbish, negate) => {
            const models = scriptedModels(scriptedJudge([rubbish]));
            for (const judge of [models, undefined]) {
              const result = await score(scorer, complete, params, { negate }, judge);
              const isDecidedEarly = result.votes === undefined && result.status !== 'error';
              if (!isDecidedEarly) expect(result).toMatchObject({ status: 'error', passed: null });
            }
          }),
          { numRuns: RUNS / 4 },
        );
      });
    }

    test('finishes on the largest texts', async () => {
      for (const unit of ['a', 'ab c. ', '"', '<a>', '[', '你好', '{"a":']) {
        const large = unit.repeat(LIMITS.textBytes).slice(0, LIMITS.textBytes / 3);
        const result = await scoreAny(largest(large));
        if (result.status === 'error') expect(result.error.code).not.toBe('scorer_failed');
      }
    }, 60_000);
  });
}

/** Every field of a sample, filled with one large text. */
function largest(large: string): Sample {
  const call = { name: 'search', arguments: { query: large } };
  return {
    input: large,
    output: large,
    expected: `${large.slice(1)}b`,
    contexts: [large],
    referenceContexts: [large],
    messages: [
      { role: 'user', content: large },
      { role: 'assistant', content: large, toolCalls: [call] },
    ],
    tools: [{ name: 'search', parameters: { type: 'object' } }],
    toolCalls: [call],
    expectedToolCalls: [call],
    generation: { finishReason: 'stop', latencyMs: 1, costUsd: 0, logprobs: [-1] },
  };
}
