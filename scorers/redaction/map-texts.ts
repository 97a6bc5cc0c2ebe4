import type { Evidence, Score, ScoreError, Verdict, Vote } from '@assay/schema/types.ts';
import { mapItems, withChanges } from './with-changes.ts';

/** What becomes of the texts of a verdict that may quote the sample. */
export interface TextMapping {
  text(quoted: string): string;
  evidence(evidence: Evidence): Evidence;
  /** Of an error; by default the texts that it has. */
  error?(error: ScoreError): ScoreError;
}

/**
 * A verdict with other reasons, evidence, and answers of judges. Values and decisions stay. What has the
 * same texts afterwards is the same object.
 */
export function mapTexts(verdict: Verdict, mapping: TextMapping): Verdict {
  const error = mapping.error ?? ((given) => errorOf(given, mapping));

  function scoreOf(score: Score): Score {
    const { children, votes } = score;
    const mapped = withChanges<Score>(score, {
      reason: mapping.text(score.reason),
      evidence: mapItems(score.evidence, mapping.evidence),
      ...(children && { children: mapItems(children, scoreOf) }),
      ...(votes && { votes: mapItems(votes, voteOf) }),
    });
    return mapped.status === 'error'
      ? withChanges<Score>(mapped, { error: error(mapped.error) })
      : mapped;
  }

  function voteOf(vote: Vote): Vote {
    return withChanges(vote, {
      reason: mapping.text(vote.reason),
      ...(vote.error && { error: error(vote.error) }),
    });
  }

  return withChanges(verdict, { scores: mapItems(verdict.scores, scoreOf) });
}

function errorOf(error: ScoreError, { text }: TextMapping): ScoreError {
  const { answer, message } = error;
  return withChanges(error, {
    message: text(message),
    ...(answer === undefined ? {} : { answer: text(answer) }),
  });
}
