import type { Evidence, GuardReplacement, Score } from '@assay/schema/types.ts';
import { scrubber } from '@assay/scorers/redaction/scrubber.ts';

/** A text that was redacted. */
export interface RedactedSpan extends GuardReplacement {
  original: string;
}

/**
 * Scores that quote nothing of what was redacted: neither as evidence at its place, nor word for word in
 * a reason, a note or the answer of a judge.
 *
 * @param pointerInRequest gives the place in the request of a text of the sample
 */
export function scrubScores(
  scores: readonly Score[],
  spans: readonly RedactedSpan[],
  pointerInRequest: (pointer: string) => string,
): Score[] {
  if (spans.length === 0) return [...scores];
  const byPointer = Map.groupBy(spans, ({ pointer }) => pointer);
  const scrub = scrubber(spans);

  function isQuoting({ pointer, start, end }: Evidence): boolean {
    const there = pointer === undefined ? [] : byPointer.get(pointerInRequest(pointer));
    if (there === undefined || start === undefined || end === undefined) return false;
    return there.some((span) => span.start < end && start < span.end);
  }

  function scrubEvidence({ text, note, ...evidence }: Evidence): Evidence {
    return {
      ...evidence,
      ...(text === undefined || isQuoting(evidence) ? {} : { text: scrub(text) }),
      ...(note === undefined ? {} : { note: scrub(note) }),
    };
  }

  function scrubScore(score: Score): Score {
    const { children, votes } = score;
    const scrubbed = {
      ...score,
      reason: scrub(score.reason),
      evidence: score.evidence.map(scrubEvidence),
      ...(children && { children: children.map(scrubScore) }),
      ...(votes && { votes: votes.map((vote) => ({ ...vote, reason: scrub(vote.reason) })) }),
    };
    if (scrubbed.status !== 'error') return scrubbed;
    const { answer, message } = scrubbed.error;
    const said = answer === undefined ? {} : { answer: scrub(answer) };
    return { ...scrubbed, error: { ...scrubbed.error, message: scrub(message), ...said } };
  }

  return scores.map(scrubScore);
}
