import { jsonPointer } from '@assay/schema/json-pointer.ts';
import { proofOfDefinition } from '@assay/schema/records/definition-proof.ts';
import type {
  JsonValue,
  Policy,
  Replay,
  ReplayChange,
  ReplayDifference,
  Score,
  ScorerDefinition,
  StoredVerdict,
  Verdict,
} from '@assay/schema/types.ts';
import { NotLoaded, whenLoaded } from '@assay/scorers/load.ts';
import { type ResolvedScorer, resolveScorers } from '@assay/scorers/resolve.ts';
import { ApiProblem } from '../../core/problem.ts';
import { ASSAY_VERSION } from '../../core/version.ts';
import { getVerdict } from '../scoring/find-verdicts.ts';
import type { RequestContext } from '../scoring/request-context.ts';
import { type ScoringNeeds, scoreSamples } from '../scoring/score-samples.ts';
import { isJudgedSample, type LineageNeeds } from './lineage.ts';

export type ReplayNeeds = ScoringNeeds & LineageNeeds;

/**
 * Scores the sample of a stored verdict again, by the definitions that it was scored by, and lists every
 * difference. Nothing is stored.
 *
 * @throws ApiProblem `verdict_not_found`, `sample_not_kept` or `replay_impossible`
 */
export async function replayVerdict(
  verdictId: string,
  context: RequestContext,
  needs: ReplayNeeds,
): Promise<Replay> {
  const { projectId } = context.principal;
  const stored = await getVerdict(projectId, verdictId, needs);
  if (!isJudgedSample(stored)) throw new ApiProblem('sample_not_kept');
  const prints = stored.scores.map(({ fingerprint }) => fingerprint);
  const definitions = await needs.definitions.find(projectId, prints);
  const attempts = await Promise.all(
    stored.scores.map((score) => resolveAgain(score, definitions.get(score.fingerprint), needs)),
  );
  const changes = attempts.flatMap(({ change }) => change ?? []);
  const scorers = attempts.flatMap(({ resolved }) => resolved ?? []);
  if (scorers.length === 0) {
    throw new ApiProblem('replay_impossible', { detail: changes.map(sentenceOf).join(' ') });
  }
  const plan = { scorers, policy: policyOf(stored), suite: stored.lineage.suite };
  const request = { sample: stored.sample, store: 'none' as const };
  const [verdict] = await scoreSamples(request, plan, context, needs);
  if (verdict === undefined) throw new ApiProblem('replay_impossible');
  const differences = differencesOf(stored, verdict);
  return {
    isEqual: changes.length === 0 && differences.length === 0,
    differences,
    changes,
    releases: { before: stored.lineage.assayVersion, after: ASSAY_VERSION },
    verdict,
  };
}

interface Attempt {
  resolved?: ResolvedScorer;
  change?: ReplayChange;
}

/** A scorer as it was, by its definition, under the name and weight that it had. */
async function resolveAgain(
  score: Score,
  stored: string | undefined,
  { judging }: ReplayNeeds,
): Promise<Attempt> {
  const { name, scorer } = score;
  const changed = (reason: ReplayChange['reason'], message: string): ReplayChange => ({
    ...{ name, reason, message },
  });
  if (stored === undefined) {
    return {
      change: changed(
        'definition_not_kept',
        `The definition of ${name} was not kept: the verdict is older than definitions, or its code came from a batch.`,
      ),
    };
  }
  const definition: ScorerDefinition = JSON.parse(stored);
  if ((await proofOfDefinition(score.fingerprint, definition)) === 'altered') {
    return {
      change: changed(
        'definition_altered',
        `The stored definition of ${name} is not what its fingerprint was made from: the record was altered.`,
      ),
    };
  }
  const { version, settings } = definition;
  const resolved = await whenLoaded(() => {
    try {
      const { weight, required } = score;
      const named = { ...settings, as: name, weight, required };
      return resolveScorers([named], '/scorers', judging.models.defaults)[0];
    } catch (cause) {
      if (cause instanceof NotLoaded) throw cause;
      return undefined;
    }
  });
  if (resolved === undefined) {
    return {
      change: changed('scorer_removed', `${ASSAY_VERSION} no longer has ${scorer} as it was.`),
    };
  }
  if (resolved.fingerprint === score.fingerprint) return { resolved };
  const now = resolved.scorer.version;
  return {
    resolved,
    change:
      now === version
        ? changed('model_changed', `${scorer} is the same, but the model that it asks has changed.`)
        : changed('scorer_changed', `${scorer} had version ${version} and now has version ${now}.`),
  };
}

function policyOf({ decision }: StoredVerdict): Policy {
  const { rule, threshold } = decision;
  return rule === 'required' ? { rule } : { rule, threshold: threshold ?? 0 };
}

function sentenceOf({ message }: ReplayChange): string {
  return message;
}

const WHOLE = ['passed', 'value'] as const;
const OF_A_SCORE = [
  ...(['status', 'value', 'raw', 'passed', 'reason', 'evidence', 'fingerprint'] as const),
  'version',
] as const;

/** What differs between two verdicts of one sample, beside ids, times, costs and latencies. */
export function differencesOf(before: Verdict, after: Verdict): ReplayDifference[] {
  const whole = WHOLE.flatMap((field) => differ([field], before[field], after[field]));
  const scores = before.scores.flatMap((score, i) => {
    const again = after.scores.find(({ name }) => name === score.name);
    if (again === undefined) return differ(['scores', i], score.status, null);
    return OF_A_SCORE.flatMap((field) => differ(['scores', i, field], score[field], again[field]));
  });
  return [...whole, ...scores];
}

function differ(path: readonly PropertyKey[], before: unknown, after: unknown): ReplayDifference[] {
  const [was, is] = [JSON.stringify(before ?? null), JSON.stringify(after ?? null)];
  const jsonOf = (text: string): JsonValue => JSON.parse(text);
  return was === is ? [] : [{ pointer: jsonPointer(path), before: jsonOf(was), after: jsonOf(is) }];
}
