import type { DatasetItem } from '@assay/schema/types.ts';
import { fingerprint } from '@assay/scorers/fingerprint.ts';
import {
  type DeletionNeeds,
  DONE,
  type MetadataTarget,
  type Phase,
  type RunningDeletion,
} from './deletion-needs.ts';
import { hasMetadata } from './has-metadata.ts';

interface Match {
  name: string;
  hash: string;
  item: DatasetItem;
}

/** Items of data sets whose sample has the value in its metadata, in every version. */
export const DATASETS: Phase<MetadataTarget> = {
  name: 'data sets',
  async step(deletion, target, cursor, needs) {
    const place = cursor === null ? { name: '', hash: '' } : JSON.parse(cursor);
    const rows = await needs.erasure.contents.contents(deletion.projectId, place);
    const matches = rows
      .map(({ name, hash, item }): Match => ({ name, hash, item: JSON.parse(item) }))
      .filter(({ item }) => hasMetadata(item.sample, target));
    for (const name of new Set(matches.map((match) => match.name))) {
      const items = matches.filter((match) => match.name === name);
      if (!(await eraseItems(deletion, name, items, needs))) return { status: 'waits', cursor };
    }
    const last = rows.at(-1);
    if (last === undefined) return DONE;
    return { status: 'more', cursor: JSON.stringify({ name: last.name, hash: last.hash }) };
  },
};

async function eraseItems(
  deletion: RunningDeletion,
  name: string,
  matches: readonly Match[],
  { erasure }: DeletionNeeds,
): Promise<boolean> {
  const items = matches.map(({ hash, item }) => ({ hash, itemId: item.id }));
  const ids = new Map(matches.map(({ hash, item }) => [hash, item.id]));
  const versions = await erasure.contents.versionsOf(deletion.projectId, { name, items });
  await erasure.labels.eraseAbout(deletion, [
    ...versions.map(([hash, version]) => `item:${name}@${version}:${ids.get(hash)}`),
    ...matches.map(({ item }) => `sample:${fingerprint(item.sample)}`),
  ]);
  return erasure.contents.erase(deletion, { name, items });
}
