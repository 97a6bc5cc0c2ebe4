import type { Evidence, Score, ScoreError, Verdict, Vote } from '@assay/schema/types.ts';

/** What becomes of the texts of a verdict that may quote the sample. */
export interface TextMapping {
  text(quoted: string): string;
  evidence(evidence: Evidence): Evidence;
  /** Of an error; by default the texts that it has. */
  error?(error: ScoreError): ScoreError;
}

/** A verdict with other reasons, evidence, and answers of judges. Values and decisions stay. */
export function mapTexts(verdict: Verdict, mapping: TextMapping): Verdict {
  const error = mapping.error ?? ((given) => errorOf(given, mapping));

  function scoreOf(score: Score): Score {
    const { children, votes } = score;
    const mapped = {
      ...score,
      reason: mapping.text(score.reason),
      evidence: score.evidence.map(mapping.evidence),
      ...(children && { children: children.map(scoreOf) }),
      ...(votes && { votes: votes.map(voteOf) }),
    };
    return mapped.status === 'error' ? { ...mapped, error: error(mapped.error) } : mapped;
  }

  function voteOf({ error: failure, ...vote }: Vote): Vote {
    return {
      ...vote,
      reason: mapping.text(vote.reason),
      ...(failure && { error: error(failure) }),
    };
  }

  return { ...verdict, scores: verdict.scores.map(scoreOf) };
}

function errorOf({ answer, message, ...error }: ScoreError, { text }: TextMapping): ScoreError {
  return {
    ...error,
    message: text(message),
    ...(answer === undefined ? {} : { answer: text(answer) }),
  };
}
