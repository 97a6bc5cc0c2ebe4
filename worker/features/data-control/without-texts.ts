import { SCORE_ERRORS } from '@assay/schema/errors.ts';
import type { Evidence, Score, ScoreError, Verdict, Vote } from '@assay/schema/types.ts';

/** What stands in place of a text that was not kept. */
export const NOT_KEPT = 'Not kept.';

/**
 * A verdict without what may quote the sample: reasons, the texts of evidence, and what judges
 * answered. Values, decisions and places stay.
 */
export function withoutTexts(verdict: Verdict): Verdict {
  return { ...verdict, scores: verdict.scores.map(scoreWithoutTexts) };
}

function scoreWithoutTexts(score: Score): Score {
  const { children, votes } = score;
  const bare = {
    ...score,
    reason: NOT_KEPT,
    evidence: score.evidence.map(evidenceWithoutTexts),
    ...(children && { children: children.map(scoreWithoutTexts) }),
    ...(votes && { votes: votes.map(voteWithoutTexts) }),
  };
  return bare.status === 'error' ? { ...bare, error: errorWithoutTexts(bare.error) } : bare;
}

function evidenceWithoutTexts({ text: _text, note: _note, ...place }: Evidence): Evidence {
  return place;
}

function voteWithoutTexts({ error, ...vote }: Vote): Vote {
  return { ...vote, reason: NOT_KEPT, ...(error && { error: errorWithoutTexts(error) }) };
}

const DETAILS: Record<string, { detail: string }> = SCORE_ERRORS;

function errorWithoutTexts({ code, retryable }: ScoreError): ScoreError {
  return { code, retryable, message: DETAILS[code]?.detail ?? NOT_KEPT };
}
