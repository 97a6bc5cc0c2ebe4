import { abstained, failed, type Judgement, type Outcome } from '../outcome.ts';
import { addUsage, estimatedIn } from './ask.ts';
import { type Dials, modelsOf } from './dials.ts';
import type { Judge, JudgeWarning } from './judge.ts';
import { type Ballot, count, type Tally } from './votes.ts';

// G-Eval asks twenty times where there are no probabilities; five keep most of it.
const VOTES_IN_PLACE_OF_LOGPROBS = 5;

/** Asks one model for one vote: the i-th of its votes. */
export type CastVote = (model: string, i: number) => Promise<Ballot>;

/**
 * Gathers votes as the dials say: a judge or a jury, each asked once or several times, then the
 * judges of the cascade, one at a time, while the confidence is too low.
 */
export async function poll(set: Dials, judge: Judge, cast: CastVote): Promise<Outcome> {
  const models = modelsOf(set);
  if (models.length === 0) return failed('judge_unconfigured', UNCONFIGURED);
  const admissions = models.map((model) => judge.admit(model));
  const refused = admissions.find((admission) => admission.refused)?.refused;
  if (refused) return failed(refused.code, refused.reason);

  const warnings = new Set(admissions.flatMap((admission) => admission.warnings));
  const stages = [set.jury ?? models.slice(0, 1), ...(set.cascade?.models ?? []).map((m) => [m])];
  const ballots: Ballot[] = [];
  let tally: Tally | undefined;
  for (const stage of stages) {
    for (const { vote } of ballots) vote.counted = false;
    const own = await pollStage(stage, set, cast, warnings);
    ballots.push(...own);
    tally = count(own, set.combine);
    if (tally.outcome.status === 'scored' && isSure(tally, set)) break;
  }
  if (tally === undefined) return failed('judge_unconfigured', UNCONFIGURED);
  if (tally.isPartial && tally.outcome.status !== 'error') warnings.add('votes_missing');
  for (const ballot of ballots) for (const warning of ballot.warnings) warnings.add(warning);
  return withJudgement(abstainIfTorn(tally, set), tally, ballots, [...warnings]);
}

const UNCONFIGURED =
  'No judge model is configured. Set ASSAY_JUDGE_BASE_URL and ASSAY_JUDGE_MODEL (or ASSAY_PROVIDERS), or name one in `params.model`.';

async function pollStage(
  models: readonly string[],
  { samples, logprobs }: Dials,
  cast: CastVote,
  warnings: Set<JudgeWarning>,
): Promise<Ballot[]> {
  const perModel = await Promise.all(
    models.map(async (model) => {
      const first = await Promise.all(range(0, samples).map((i) => cast(model, i)));
      const [sight] = first;
      const isBlind = logprobs && sight?.outcome.status === 'scored' && sight.sureness === null;
      if (!isBlind) return first;
      warnings.add('logprobs_unavailable');
      const more = range(samples, Math.max(samples, VOTES_IN_PLACE_OF_LOGPROBS));
      return [...first, ...(await Promise.all(more.map((i) => cast(model, i))))];
    }),
  );
  return perModel.flat();
}

function isSure({ confidence }: Tally, { cascade }: Dials): boolean {
  return cascade === undefined || (confidence ?? 0) >= cascade.confidence;
}

function abstainIfTorn({ outcome, agreement, confidence }: Tally, set: Dials): Outcome {
  const certainty = agreement ?? confidence;
  if (outcome.status !== 'scored' || typeof set.abstainBelow !== 'number' || certainty === null) {
    return outcome;
  }
  if (certainty >= set.abstainBelow) return outcome;
  const agreed = Math.round(certainty * 100) / 100;
  return abstained(`The agreement of the votes is ${agreed}, below ${set.abstainBelow}.`);
}

function withJudgement(
  outcome: Outcome,
  { agreement, confidence }: Tally,
  ballots: readonly Ballot[],
  warnings: JudgeWarning[],
): Outcome {
  const votes = ballots.map(({ vote }) => vote);
  const judgement: Judgement = { agreement, confidence, votes, warnings };
  return {
    ...outcome,
    judgement,
    spent: {
      usage: votes.map(({ usage }) => usage).reduce(addUsage, { inputTokens: 0, outputTokens: 0 }),
      ...estimatedIn(votes),
      costUsd: votes.reduce((sum, { costUsd }) => sum + costUsd, 0),
      cached: votes.every(({ cached }) => cached),
    },
  };
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, i) => from + i);
}
