import { proofOfDefinition } from '@assay/schema/records/definition-proof.ts';
import type {
  BatchLineage,
  JudgeExchange,
  ModelLineage,
  Score,
  ScoreLineage,
  ScorerDefinition,
  SelectedDataset,
  StoredVerdict,
  Verdict,
  VerdictLineage,
} from '@assay/schema/types.ts';
import { fingerprint } from '@assay/scorers/fingerprint.ts';
import { ApiProblem } from '../../core/problem.ts';
import type { ExchangeStore } from '../../store/judge-exchanges.ts';
import type { LoggedResultStore } from '../../store/logged-results.ts';
import { NO_SAMPLE } from '../../store/no-sample.ts';
import type { ScorerDefinitionStore } from '../../store/scorer-definitions.ts';
import { type BatchVerdictPlace, batchOfVerdict } from '../scoring/batch-verdicts.ts';
import { getBareVerdict, getVerdict, type VerdictNeeds } from '../scoring/find-verdicts.ts';

export interface LineageNeeds extends VerdictNeeds {
  definitions: ScorerDefinitionStore;
  exchanges: ExchangeStore;
  loggedResults: Pick<LoggedResultStore, 'leafOfPlace'>;
}

/**
 * Everything that led to a verdict; without the texts of a key that was dropped.
 *
 * @throws ApiProblem `verdict_not_found`
 */
export async function lineageOf(
  projectId: string,
  verdictId: string,
  needs: LineageNeeds,
): Promise<VerdictLineage> {
  const verdict =
    (await unlessUnreadable(getVerdict(projectId, verdictId, needs))) ??
    withoutSample(await getBareVerdict(projectId, verdictId, needs));
  const prints = verdict.scores.map((score) => score.fingerprint);
  const definitions = await needs.definitions.find(projectId, prints);
  // Ids of verdicts that were stored by themselves begin like those of no batch.
  const place = (await batchOfVerdict(projectId, verdictId, needs)) ?? null;
  const { lineage, sample, decision, latencyMs, costUsd, createdAt } = verdict;
  return {
    verdictId: verdict.id,
    createdAt,
    sample: { hash: lineage.sampleHash, isKept: isJudgedSample(verdict), value: sample },
    scores: await Promise.all(
      verdict.scores.map((score) => scoreLineage(score, definitions.get(score.fingerprint))),
    ),
    exchanges: await exchangesOf({ projectId, verdict, place }, needs),
    decision,
    suite: lineage.suite,
    batch: place && (await batchLineage(place, needs)),
    generator: lineage.generator,
    requestId: lineage.requestId,
    traceparent: lineage.traceparent ?? null,
    release: lineage.assayVersion,
    latencyMs,
    costUsd,
  };
}

function withoutSample(verdict: Verdict): StoredVerdict {
  return { ...verdict, sample: JSON.parse(NO_SAMPLE) };
}

/** What is read; undefined if the key that encrypted it was dropped. */
async function unlessUnreadable<Value>(reading: Promise<Value>): Promise<Value | undefined> {
  try {
    return await reading;
  } catch (cause) {
    if (cause instanceof ApiProblem && cause.code === 'sample_unreadable') return undefined;
    throw cause;
  }
}

async function batchLineage(
  { batch, index }: BatchVerdictPlace,
  { loggedResults }: LineageNeeds,
): Promise<BatchLineage> {
  const { dataset = null }: { dataset?: SelectedDataset | null } = JSON.parse(batch.plan);
  const results = (await loggedResults.leafOfPlace(batch.id, index)) ?? null;
  return { id: batch.id, index, dataset, results };
}

interface Exchanged {
  projectId: string;
  verdict: StoredVerdict;
  place: BatchVerdictPlace | null;
}

/** What judges were asked and answered; null where that is not kept, or cannot be read any more. */
async function exchangesOf(
  { projectId, verdict: { id, kept }, place }: Exchanged,
  { exchanges }: LineageNeeds,
): Promise<JudgeExchange[] | null> {
  if (kept !== 'exchange') return null;
  const texts = await unlessUnreadable(
    place === null
      ? exchanges.find(projectId, id)
      : exchanges.findOfSample(projectId, place.batch.id, place.index),
  );
  return texts?.map((one) => JSON.parse(one)) ?? null;
}

/** Whether the stored sample is the one that was judged: what a guard redacts is stored redacted. */
export function isJudgedSample({ sample, lineage }: StoredVerdict): boolean {
  return fingerprint(sample) === lineage.sampleHash;
}

async function scoreLineage(score: Score, stored: string | undefined): Promise<ScoreLineage> {
  const definition: ScorerDefinition | null = stored === undefined ? null : JSON.parse(stored);
  const { name, scorer, version, kind, weight, required, cached, latencyMs } = score;
  return {
    ...{ name, scorer, version, kind, fingerprint: score.fingerprint },
    definition,
    definitionProof: definition && (await proofOfDefinition(score.fingerprint, definition)),
    ...{ weight, required, models: modelsOf(score), cached, latencyMs },
    calibration: (score.status === 'scored' ? score.calibration : undefined) ?? null,
  };
}

/** The models of a score, and of the scores inside it. */
function modelsOf({ votes = [], children = [] }: Score): ModelLineage[] {
  const own = votes.map(({ model, modelVersion, counted, cached, usage, costUsd, latencyMs }) => ({
    ...{ model, modelVersion, counted, cached, usage, costUsd, latencyMs },
  }));
  return [...own, ...children.flatMap(modelsOf)];
}
