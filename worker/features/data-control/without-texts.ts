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
    error: ({ code, retryable }) => ({ ...{ code, retryable, message: plainMessage(code) } }),
  });
}

/** What an error of a code says without quoting anything. */
export function plainMessage(code: string): string {
  return DETAILS[code]?.detail ?? NOT_KEPT;
}

/** What stays of a verdict, as JSON, whose sample is dropped: the same as where only scores are kept. */
export function withoutDropped(json: string): string {
  const verdict: Verdict = JSON.parse(json);
  return JSON.stringify({ ...withoutTexts(verdict), kept: 'scores' } satisfies Verdict);
}
