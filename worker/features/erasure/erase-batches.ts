import { lowestId } from '@assay/schema/ids.ts';
import type { Sample, Verdict } from '@assay/schema/types.ts';
import { fingerprint } from '@assay/scorers/fingerprint.ts';
import type { SearchedBatch } from '../../store/erase-batch-samples.ts';
import { withoutTexts } from '../data-control/without-texts.ts';
import { batchOfVerdict, findBatchVerdict } from '../scoring/batch-verdicts.ts';
import {
  type DeletionNeeds,
  DONE,
  type MetadataTarget,
  type Phase,
  type RunningDeletion,
  type StepOutcome,
} from './deletion-needs.ts';
import { hasMetadata, holds } from './has-metadata.ts';

/** Where the search is: after a batch, or within one; and the batches that were running. */
interface Place {
  after: string;
  within: { id: string; at: number } | null;
  running: string[];
}

const START: Place = { after: '', within: null, running: [] };

/**
 * Samples of batches whose metadata has the value, and whole batches whose own metadata has it. One
 * that runs is left until it has ended, because what it is about to write has no place yet.
 */
export const BATCHES: Phase<MetadataTarget> = {
  name: 'batches',
  async step(deletion, target, cursor, needs) {
    const place: Place = cursor === null ? START : JSON.parse(cursor);
    const batch = await nextBatch(deletion, place, needs);
    if (batch === undefined) {
      // The ones that were running are looked at again, until none of them is.
      if (place.running.length === 0) return DONE;
      return revisit(deletion, place, needs);
    }
    const seen = { ...place, after: batch.id, within: null };
    const isWhole = holds(JSON.parse(batch.metadata), target);
    if (!isWhole && !hasEnded(batch)) return more(withRunning(seen, batch));
    const after = place.within?.id === batch.id ? place.within.at : -1;
    const page = { batch, after, matches: isWhole ? () => true : matcherOf(target) };
    const last = await eraseSamples(deletion, page, needs);
    if (last === 'running') return more(withRunning(seen, batch));
    if (last !== null) return more({ ...place, within: { id: batch.id, at: last } });
    if (isWhole) {
      await needs.batches.markDeleted(deletion.projectId, batch.id, needs.nowMs(), deletion);
    }
    return more(seen);
  },
};

const RESULTS_A_STEP = 50;

/** Samples of batches whose verdicts are named. One that runs is waited for. */
export const NAMED_RESULTS: Phase<{ verdictIds: string[] }> = {
  name: 'verdicts of batches',
  async step(deletion, { verdictIds }, cursor, needs) {
    const { projectId } = deletion;
    const start = Number(cursor ?? 0);
    const end = start + RESULTS_A_STEP;
    const found = await Promise.all(
      verdictIds.slice(start, end).map(async (id) => {
        const verdict = await findBatchVerdict(projectId, id, needs, { isBare: true });
        const place = verdict && (await batchOfVerdict(projectId, id, needs));
        return place === undefined ? [] : [{ ...place, hash: verdict?.lineage.sampleHash ?? '' }];
      }),
    );
    const byBatch = Map.groupBy(found.flat(), ({ batch }) => batch.id);
    for (const [id, results] of byBatch) {
      const batch = await needs.erasure.batches.batch(projectId, id);
      if (batch === undefined) continue;
      if (!hasEnded(batch)) return { status: 'waits', cursor: String(start) };
      await needs.erasure.labels.eraseAbout(
        deletion,
        results.flatMap(({ index, hash }) => [`batch:${id}:${index}`, `sample:${hash}`]),
      );
      const ats = results.map(({ index }) => index);
      const erased = { batch, ats, strip, nowMs: needs.nowMs() };
      const isErased = await needs.erasure.batches.erase(deletion, erased);
      if (!isErased) return { status: 'waits', cursor: String(start) };
    }
    return end >= verdictIds.length ? DONE : { status: 'more', cursor: String(end) };
  },
};

/** The rows of batches that are deleted, which the report must not say are gone before they are. */
export const DELETED_BATCHES: Phase<unknown> = {
  name: 'rows of deleted batches',
  async step({ projectId }, _, __, { batches, erasure }) {
    const id = await erasure.batches.deletedBatch(projectId);
    if (id === undefined) return DONE;
    await batches.purge(id);
    return { status: 'more', cursor: id };
  },
};

function withRunning(place: Place, { id }: SearchedBatch): Place {
  return { ...place, running: [...place.running, id] };
}

function matcherOf(target: MetadataTarget): (sample: Sample) => boolean {
  return (sample) => hasMetadata(sample, target);
}

interface Page {
  batch: SearchedBatch;
  after: number;
  matches(sample: Sample): boolean;
}

async function nextBatch(
  { projectId, createdAtMs }: RunningDeletion,
  { after, within }: Place,
  { erasure }: DeletionNeeds,
): Promise<SearchedBatch | undefined> {
  if (within !== null) {
    const batch = await erasure.batches.batch(projectId, within.id);
    if (batch !== undefined) return batch;
  }
  const ids = { after: within?.id ?? after, before: lowestId('batch', createdAtMs + 1) };
  return (await erasure.batches.batches(projectId, ids, 1))[0];
}

/** Begins again with the first of those that were running, once it has ended. */
async function revisit(
  { projectId }: RunningDeletion,
  place: Place,
  { erasure }: DeletionNeeds,
): Promise<StepOutcome> {
  const states = await Promise.all(
    place.running.map(async (id) => ({ id, batch: await erasure.batches.batch(projectId, id) })),
  );
  const ended = states.find(({ batch }) => batch === undefined || hasEnded(batch));
  if (ended === undefined) return { status: 'waits', cursor: JSON.stringify(place) };
  const running = place.running.filter((id) => id !== ended.id);
  if (ended.batch === undefined) return more({ ...place, running });
  return more({ ...place, within: { id: ended.id, at: -1 }, running });
}

/** Erases matches among the next samples of a batch; the place of the last one that was looked at. */
async function eraseSamples(
  deletion: RunningDeletion,
  { batch, after, matches }: Page,
  { erasure, nowMs }: DeletionNeeds,
): Promise<number | null | 'running'> {
  const rows = await erasure.batches.samples(deletion.projectId, batch.id, after);
  const found = rows
    .map(({ at, sample }) => ({ at, sample: JSON.parse(sample) }))
    .filter(({ sample }) => matches(sample));
  if (found.length > 0) {
    await erasure.labels.eraseAbout(
      deletion,
      found.flatMap(({ at, sample }) => [
        `batch:${batch.id}:${at}`,
        `sample:${fingerprint(sample)}`,
      ]),
    );
    // Those of a batch that is deleted go with it.
    if (hasEnded(batch)) {
      const ats = found.map(({ at }) => at);
      const isErased = await erasure.batches.erase(deletion, {
        ...{ batch, ats, strip },
        nowMs: nowMs(),
      });
      if (!isErased) return 'running';
    }
  }
  return rows.at(-1)?.at ?? null;
}

export function hasEnded({ status }: SearchedBatch): boolean {
  return status === 'completed' || status === 'cancelled';
}

/** What stays of the verdict of a sample that is erased: what statistics are made of. */
export function strip(json: string): string {
  const verdict: Verdict = JSON.parse(json);
  const { sampleHash: _, ...lineage } = verdict.lineage;
  const bare = { ...withoutTexts(verdict), sampleId: null, metadata: {} };
  return JSON.stringify({ ...bare, lineage: { ...lineage, sampleHash: '' } });
}

function more(place: Place): StepOutcome {
  return { status: 'more', cursor: JSON.stringify(place) };
}
