import { expectTypeOf, test } from 'vitest';
import type { Assay, ParamsOf, ScorerReference, Suite, SuiteVersionInput } from './index.ts';

const accept = (..._references: ScorerReference[]) => {};

test('known scorers are completed and checked, by id, alias and negation', () => {
  accept('exact-match', 'f1', 'not-contains');
  accept({ scorer: 'length', params: { unit: 'words', max: 60 }, as: 'short', weight: 2 });
  accept({ scorer: 'bleu-score', params: {} }, { scorer: 'not-regex', params: { pattern: 'a' } });
  accept({ scorer: 'all', params: { scorers: ['exact-match', { scorer: 'levenshtein' }] } });
  expectTypeOf<ParamsOf<'regex'>['mode']>().toEqualTypeOf<'search' | 'full' | undefined>();
});

test('a parameter that the scorer does not take is a type error', () => {
  // @ts-expect-error: `maximum` is no parameter of length
  accept({ scorer: 'length', params: { maximum: 60 } });
  // @ts-expect-error: `lines` is no unit
  accept({ scorer: 'length', params: { unit: 'lines' } });
  // @ts-expect-error: a number is wanted
  accept({ scorer: 'word-count', params: { max: '60' } });
  // @ts-expect-error: `raise` is not what a missing field can do
  accept({ scorer: 'length', onMissing: 'raise' });
  // @ts-expect-error: the scorer inside is checked too
  accept({ scorer: 'all', params: { scorers: [{ scorer: 'length', params: { maximum: 1 } }] } });
});

test("a project's own scorers go by any name, with the parameters of what they are made of", () => {
  accept('tone', 'tone@3', { scorer: 'tone@3', params: { samples: 3 }, threshold: 0.7 });
  // @ts-expect-error: no scorer that one could be made of takes it
  accept({ scorer: 'tone', params: { maximum: 60 } });
});

test('what was read can be sent back', () => {
  expectTypeOf<Pick<Suite, 'scorers' | 'policy'>>().toExtend<SuiteVersionInput>();
  expectTypeOf<Awaited<ReturnType<Assay['batches']['get']>>['scorers']>().toEqualTypeOf<
    ScorerReference[]
  >();
});
