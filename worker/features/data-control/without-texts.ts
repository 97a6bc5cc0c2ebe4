import { SCORE_ERRORS } from '@assay/schema/errors.ts';
import type { Verdict } from '@assay/schema/types.ts';
import { mapTexts } from '@assay/scorers/redaction/map-texts.ts';

/** What stands in place of a text that was not kept. */
export const NOT_KEPT = 'Not kept.';

const DETAILS: Record<string, { detail: string }> = SCORE_ERRORS;

/**
 * A verdict without what may quote the sample: reasons, the texts of evidence, and what judges
 * answered. Values, decisions and places stay.
 */
export function withoutTexts(verdict: Verdict): Verdict {
  return mapTexts(verdict, {
    text: () => NOT_KEPT,
    evidence: ({ text: _text, note: _note, ...place }) => place,
    error: ({ code, retryable }) => ({
      ...{ code, retryable, message: DETAILS[code]?.detail ?? NOT_KEPT },
    }),
  });
}
