import { canonicalJson } from '@assay/schema/canonical-json.ts';
import { sha256Hex } from '@assay/schema/sha256.ts';
import type { Sample } from '@assay/schema/types.ts';
import { ApiProblem } from '../../core/problem.ts';
import type { BatchErasure } from '../../store/erase-batch-samples.ts';
import type { NewSample } from '../../store/intake.ts';
import type { ItemStore } from '../../store/items.ts';
import type { LoggedResultStore } from '../../store/logged-results.ts';
import { NO_SAMPLE } from '../../store/no-sample.ts';
import type { OlderResultStore } from '../../store/older-results.ts';
import { keyOf, openOrGone, type Vault } from './vault.ts';

/** Where a sample of a batch is. */
export interface SamplePlace {
  batchId: string;
  at: number;
}

/** The place of a sample of a batch: it opens nowhere else. */
export function samplePlace({ batchId, at }: SamplePlace): string {
  return `${batchId}/${at}/sample`;
}

/** Samples as they are written: encrypted, each with a hash of what was asked. */
export function sealSamples(
  { projectId, batchId }: { projectId: string; batchId: string },
  samples: readonly NewSample[],
  vault: Vault,
): Promise<NewSample[]> {
  return Promise.all(
    samples.map(async (one) => {
      if (one.json === NO_SAMPLE) return one;
      const sealed = await vault.seal(projectId, samplePlace({ batchId, at: one.at }), one.json);
      const question = questionHash(projectId, one.json);
      return { ...one, json: JSON.stringify(sealed), question, sealedBy: keyOf(sealed) };
    }),
  );
}

/** Tells whether two batches ask the same, without what they ask; of no use beyond the project. */
export function questionHash(projectId: string, json: string): string {
  const { input, expected, messages = [] }: Sample = JSON.parse(json);
  const asked = [projectId, input ?? null, expected ?? null, messages.at(-2) ?? null];
  return sha256Hex(canonicalJson(asked)).slice(0, 32);
}

/** A sample as it was sent; undefined if it can never be read again. @throws ApiProblem `sample_altered` */
export function openSample(
  projectId: string,
  place: SamplePlace,
  stored: string,
  vault: Vault,
): Promise<string | undefined> {
  return openOrGone(vault, projectId, samplePlace(place), stored);
}

/** Items whose samples are decrypted where they are read; what cannot be read any more is not kept. */
export function openItems(store: ItemStore, vault: Vault): ItemStore {
  return {
    pairs: (batchId, baseId, after, limit) => store.pairs(batchId, baseId, after, limit),
    countResults: (batchId) => store.countResults(batchId),
    async page(asked) {
      const { items, ...page } = await store.page(asked);
      const { batchId } = asked;
      const opened = items.map(async (item) => {
        const { projectId, at, sample } = item;
        if (sample === null) return item;
        const text = await openSample(projectId, { batchId, at }, sample, vault);
        return text === undefined
          ? { ...item, sample: NO_SAMPLE, isUnreadable: true }
          : { ...item, sample: text };
      });
      return { ...page, items: await Promise.all(opened) };
    },
  };
}

/** Samples that a deletion looks through; one that can never be read again matches nothing. */
export function openErasure(store: BatchErasure, vault: Vault): BatchErasure {
  return {
    batches: (projectId, ids, limit) => store.batches(projectId, ids, limit),
    batch: (projectId, id) => store.batch(projectId, id),
    deletedBatch: (projectId) => store.deletedBatch(projectId),
    erase: (job, erased) => store.erase(job, erased),
    async samples(projectId, batchId, after) {
      const rows = await store.samples(projectId, batchId, after);
      const opened = rows.map(async ({ at, sample }) => {
        const text = await openSample(projectId, { batchId, at }, sample, vault);
        return { at, sample: text ?? NO_SAMPLE };
      });
      return Promise.all(opened);
    },
  };
}

/** Results for the log, their samples decrypted; null for one whose key was dropped. */
export function openLoggedResults(store: LoggedResultStore, vault: Vault): LoggedResultStore {
  return {
    leafOfPlace: (batchId, at) => store.leafOfPlace(batchId, at),
    batchesAfter: (projectId, id, limit) => store.batchesAfter(projectId, id, limit),
    olderAfter: (projectId, id, limit) => store.olderAfter(projectId, id, limit),
    covered: (batchId, after, limit) => store.covered(batchId, after, limit),
    async leaf(projectId, id) {
      const found = await store.leaf(projectId, id);
      if (found === undefined) return undefined;
      const { batchId } = found.leaf;
      const results = await Promise.all(
        [...found.results.values()].map(async (result) => {
          const sample = await openOrLeave(projectId, { ...result, batchId }, vault);
          return [result.at, { ...result, sample }] as const;
        }),
      );
      return { ...found, results: new Map(results) };
    },
  };
}

/** Results that get their entries later, their samples decrypted. */
export function openOlderResults(store: OlderResultStore, vault: Vault): OlderResultStore {
  return {
    batches: (limit) => store.batches(limit),
    write: (batch, leaf, next) => store.write(batch, leaf, next),
    define: (batch, definitions, nowMs) => store.define(batch, definitions, nowMs),
    async some(batch) {
      const { results, next } = await store.some(batch);
      const { projectId, id: batchId } = batch;
      const opened = results.map(async (result) => ({
        ...result,
        sample: await openOrLeave(projectId, { ...result, batchId }, vault),
      }));
      return { results: await Promise.all(opened), next };
    },
  };
}

async function openOrLeave(
  projectId: string,
  { sample, ...place }: SamplePlace & { sample: string | null },
  vault: Vault,
): Promise<string | null> {
  if (sample === null) return null;
  try {
    return (await openSample(projectId, place, sample, vault)) ?? null;
  } catch (cause) {
    // What was changed stays as it is, and is no sample.
    if (cause instanceof ApiProblem && cause.code === 'sample_altered') return sample;
    throw cause;
  }
}
