import { ApiProblem } from '../../core/problem.ts';
import type { DatasetItemStore, StoredDatasetItem } from '../../store/dataset-items.ts';
import type { DatasetUploadStore, NewItem } from '../../store/dataset-uploads.ts';
import type { ContentErasure } from '../../store/erase-contents.ts';
import type { ReviewSampleStore } from '../../store/review-samples.ts';
import { keyOf, openOrGone, type Vault, writeSealed } from './vault.ts';

/** The place of the content of an item of a data set, which is stored once under its hash. */
export function contentPlace(hash: string): string {
  return `item/${hash}`;
}

/** Uploads whose contents are encrypted. */
export function sealUploads(
  store: DatasetUploadStore,
  vault: Vault,
  seals: boolean,
): DatasetUploadStore {
  return {
    open: (upload, most) => store.open(upload, most),
    find: (projectId, id) => store.find(projectId, id),
    claim: (intake, nowMs, untilMs) => store.claim(intake, nowMs, untilMs),
    commit: (intake, nextLine, expiresAtMs) => store.commit(intake, nextLine, expiresAtMs),
    abandon: (intake) => store.abandon(intake),
    discard: (projectId, id) => store.discard(projectId, id),
    async add(intake, items, untilMs) {
      if (!seals) return store.add(intake, items, untilMs);
      const { projectId } = intake;
      return writeSealed(vault, [projectId], async () =>
        store.add(
          intake,
          await Promise.all(items.map((one) => sealItem(projectId, one, vault))),
          untilMs,
        ),
      );
    },
  };
}

async function sealItem(projectId: string, item: NewItem, vault: Vault): Promise<NewItem> {
  const { content } = item;
  if (content === null) return item;
  const sealed = await vault.seal(projectId, contentPlace(content.hash), content.json);
  const json = JSON.stringify(sealed);
  return { ...item, content: { ...content, json, sealedBy: keyOf(sealed) } };
}

/** Items of data sets that are decrypted where they are read. @throws ApiProblem `sample_unreadable` */
export function openDatasetItems(store: DatasetItemStore, vault: Vault): DatasetItemStore {
  const openItem = async (projectId: string, one: StoredDatasetItem) => ({
    ...one,
    item: await openContent(projectId, one.hash, one.item, vault),
  });
  return {
    history: (projectId, name, itemId) => store.history(projectId, name, itemId),
    differences: (version, base, after, limit) => store.differences(version, base, after, limit),
    common: (version, base) => store.common(version, base),
    async page(selection, after, limit) {
      const { items, isLast } = await store.page(selection, after, limit);
      const opened = items.map((one) => openItem(selection.projectId, one));
      return { items: await Promise.all(opened), isLast };
    },
    async find(selection, itemId) {
      const found = await store.find(selection, itemId);
      return found && openItem(selection.projectId, found);
    },
    async contents(projectId, name, hashes) {
      const found = await store.contents(projectId, name, hashes);
      const opened = [...found].map(
        async ([hash, item]) => [hash, await openContent(projectId, hash, item, vault)] as const,
      );
      return new Map(await Promise.all(opened));
    },
  };
}

async function openContent(projectId: string, hash: string, stored: string, vault: Vault) {
  try {
    return await vault.open(projectId, contentPlace(hash), stored);
  } catch (cause) {
    if (!(cause instanceof ApiProblem && cause.code === 'sample_unreadable')) throw cause;
    throw new ApiProblem('sample_unreadable', {
      detail: 'The key that encrypted items of the data set was dropped. Upload them again.',
    });
  }
}

/** Items that reviewers are shown; one that can never be read again is gone. */
export function openReviewSamples(store: ReviewSampleStore, vault: Vault): ReviewSampleStore {
  return {
    hasDataset: (projectId, name, version) => store.hasDataset(projectId, name, version),
    datasetItems: (query) => store.datasetItems(query),
    useDataset: (projectId, queue, name, version) =>
      store.useDataset(projectId, queue, name, version),
    releaseDataset: (projectId, queue) => store.releaseDataset(projectId, queue),
    async datasetItem(projectId, name, version, itemId) {
      const found = await store.datasetItem(projectId, name, version, itemId);
      if (found === undefined) return undefined;
      const item = await openOrGone(vault, projectId, contentPlace(found.hash), found.item);
      return item === undefined ? undefined : { ...found, item };
    },
  };
}

/** What a deletion sees of an item that can never be read again: nothing that it could look for. */
const NOTHING = '{"id":"","sample":{}}';

/** Items that a deletion looks through. */
export function openContents(store: ContentErasure, vault: Vault): ContentErasure {
  return {
    versionsOf: (projectId, erased) => store.versionsOf(projectId, erased),
    erase: (job, erased) => store.erase(job, erased),
    async contents(projectId, after) {
      const rows = await store.contents(projectId, after);
      const opened = rows.map(async (row) => ({
        ...row,
        item: (await openOrGone(vault, projectId, contentPlace(row.hash), row.item)) ?? NOTHING,
      }));
      return Promise.all(opened);
    },
  };
}
