import type { JsonObject } from '@assay/schema/types.ts';

// Inner scorers whose outcome is known, for the tests of composites.

/** A scorer that gives any sample this value, and passes from 0.5. */
export function constant(value: number, settings: JsonObject = {}): JsonObject {
  const params = { expression: String(value), scorers: ['levenshtein'] };
  return { scorer: 'expression', params, as: `constant-${value}`, ...settings };
}

/** A scorer that fails on any sample, through no lack of the sample. */
export const broken: JsonObject = {
  scorer: 'expression',
  params: { expression: '1 / 0', scorers: ['levenshtein'] },
  as: 'broken',
};

/** A scorer that misses `contexts` and `referenceContexts`. */
export const lacking: JsonObject = { scorer: 'mrr', as: 'lacking' };

/** A scorer that is skipped for the same reason. */
export const skipped: JsonObject = { ...lacking, onMissing: 'skip', as: 'skipped' };
