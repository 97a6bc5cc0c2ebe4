import { lowestId } from '@assay/schema/ids.ts';
import { LIMITS } from '@assay/schema/limits.ts';
import type { MonitorAnchorVerdicts, MonitorContent, Sample } from '@assay/schema/types.ts';
import type { Anchor } from '../../core/monitoring/anchor-turn.ts';
import { ApiProblem } from '../../core/problem.ts';
import type { ItemStore } from '../../store/items.ts';
import type { LoggedVerdict, LoggedVerdicts } from '../../store/logged-verdicts.ts';
import { NO_SAMPLE } from '../../store/no-sample.ts';
import { findBatch } from '../batches/find-batches.ts';
import { type DataTermsNeeds, dataTermsOf } from '../data-control/data-terms.ts';
import { redactPlan } from '../data-control/redact.ts';
import { findBatchVerdict } from '../scoring/batch-verdicts.ts';
import type { Plan } from '../scoring/plan.ts';
import { observationOf, type WatchedVerdict } from './observation-of.ts';
import { itemOf, labelsOf, type StoredValueNeeds, watchedOf } from './stored-values.ts';

export interface FrozenNeeds extends StoredValueNeeds, DataTermsNeeds {
  loggedVerdicts: LoggedVerdicts;
}

/** Which verdicts are to be frozen, and what judges them. */
export interface Freezing {
  content: MonitorContent;
  verdicts: MonitorAnchorVerdicts;
  plan: Plan;
  limit: number;
}

const PAGE = 500;

/**
 * Stored verdicts as anchors, with what the judge said of each. Only those are, of which the sample was
 * kept, and that were scored by what judges them now, with the same fingerprint.
 *
 * @throws ApiProblem `batch_not_found`, or `invalid_request` where results of batches are watched and no batch is named
 */
export async function frozenVerdicts(
  projectId: string,
  given: Freezing,
  needs: FrozenNeeds,
): Promise<Anchor[]> {
  const { verdicts } = given;
  // What models do not see is part of the fingerprint.
  const plan = redactPlan(given.plan, await dataTermsOf({}, projectId, needs));
  const asked = { ...given, plan };
  if ('ids' in verdicts) {
    const { where: _, ...content } = asked.content;
    return ofIds(projectId, verdicts.ids, { ...asked, content }, needs);
  }
  if ('batch' in verdicts) return ofBatch(projectId, verdicts.batch, asked, needs);
  if (asked.content.source !== 'batches') return newest(projectId, verdicts, asked, needs);
  const message = 'must name the `batch` whose results are frozen, since `source` is `batches`';
  throw new ApiProblem('invalid_request', { errors: [{ pointer: '/anchors/verdicts', message }] });
}

/** The samples of frozen verdicts by their ids, of those that are still there. */
export async function frozenSamples(
  projectId: string,
  ids: readonly string[],
  needs: FrozenNeeds,
): Promise<Map<string, Sample>> {
  const found = new Map<string, Sample>();
  const rest = new Set(ids);
  for await (const { id, isDeleted, sample } of logged(projectId, ids, needs)) {
    rest.delete(id);
    const read = isDeleted ? undefined : sampleIn(sample);
    if (read !== undefined) found.set(id, read);
  }
  for (const id of rest) {
    const sample = await sampleOfBatch(projectId, id, needs);
    if (sample !== undefined) found.set(id, sample);
  }
  return found;
}

async function sampleOfBatch(
  projectId: string,
  id: string,
  needs: FrozenNeeds,
): Promise<Sample | undefined> {
  try {
    const sample = (await findBatchVerdict(projectId, id, needs))?.sample;
    return sample && 'output' in sample ? sample : undefined;
  } catch (cause) {
    if (cause instanceof ApiProblem && cause.code === 'sample_unreadable') return undefined;
    throw cause;
  }
}

async function newest(
  projectId: string,
  { from, to }: { from?: string; to?: string },
  asked: Freezing,
  needs: FrozenNeeds,
): Promise<Anchor[]> {
  const idOf = (time: string) => lowestId('verdict', Date.parse(time));
  let before = to === undefined ? undefined : idOf(to);
  let looked = 0;
  const anchors: Anchor[] = [];
  while (looked < LIMITS.monitorHistory && anchors.length < asked.limit) {
    const rows = await needs.verdicts.list({
      ...{ projectId, labels: labelsOf(asked.content), limit: PAGE, before },
      from: from === undefined ? undefined : idOf(from),
    });
    looked += rows.length;
    const fitting = rows.filter(
      ({ verdict }) => saidOf(watchedOf(JSON.parse(verdict)), asked) !== null,
    );
    const ids = fitting.slice(0, asked.limit - anchors.length).map(({ id }) => id);
    anchors.push(...(await ofIds(projectId, ids, asked, needs)));
    before = rows.at(-1)?.id;
    if (rows.length < PAGE) break;
  }
  return anchors;
}

async function ofIds(
  projectId: string,
  ids: readonly string[],
  asked: Freezing,
  needs: FrozenNeeds,
): Promise<Anchor[]> {
  const anchors: Anchor[] = [];
  for await (const { id, isDeleted, verdict, sample } of logged(projectId, ids, needs)) {
    if (isDeleted || verdict === null || sampleIn(sample) === undefined) continue;
    const value = saidOf(watchedOf(JSON.parse(verdict)), asked);
    if (value !== null) anchors.push({ id, label: value });
  }
  return anchors.slice(0, asked.limit);
}

async function ofBatch(
  projectId: string,
  batchId: string,
  asked: Freezing,
  needs: FrozenNeeds & { items: ItemStore },
): Promise<Anchor[]> {
  const batch = await findBatch(projectId, batchId, needs);
  const anchors: Anchor[] = [];
  for (let after = -1, looked = 0; looked < LIMITS.monitorHistory; ) {
    const page = { batchId, after, limit: PAGE, withSamples: true };
    const { items, isLast } = await needs.items.page(page);
    looked += items.length;
    for (const item of items) {
      const watched = itemOf(batch, item);
      const isKept = !item.isUnreadable && sampleIn(item.sample) !== undefined;
      const value = isKept ? saidOf(watched, asked) : null;
      if (value !== null) anchors.push({ id: watched.id, label: value });
    }
    if (isLast || anchors.length >= asked.limit) break;
    after = items.at(-1)?.at ?? after;
  }
  return anchors.slice(0, asked.limit);
}

/** Verdicts that were stored by themselves, in order of their ids. */
async function* logged(
  projectId: string,
  ids: readonly string[],
  { loggedVerdicts }: FrozenNeeds,
): AsyncGenerator<LoggedVerdict> {
  let left = [...new Set(ids)].sort();
  while (left.length > 0) {
    const rows = await loggedVerdicts.some(projectId, left);
    yield* rows;
    const last = rows.at(-1)?.id;
    if (last === undefined) return;
    left = left.filter((id) => id > last);
  }
}

/** What the judge said, if the monitor watches it and it was judged as anchors are; null otherwise. */
function saidOf(watched: WatchedVerdict, { content, plan }: Freezing): number | null {
  const judged = plan.scorers.filter(({ name }) => (content.scorer ?? name) === name);
  const isSame = judged.every(({ name, fingerprint }) =>
    watched.verdict?.scores.some(
      (score) => score.name === name && score.fingerprint === fingerprint,
    ),
  );
  if (!isSame) return null;
  return observationOf(content, watched)?.value ?? null;
}

/** Undefined where only the scores were kept, or it cannot be read any more. */
function sampleIn(text: string | null | undefined): Sample | undefined {
  if (text == null || text === NO_SAMPLE) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    // What was changed in the database is no sample.
    return undefined;
  }
}
