import { Buffer } from 'node:buffer';
import { canonicalJson } from '@assay/schema/canonical-json.ts';
import { sha256Hex } from '@assay/schema/sha256.ts';
import type { DatasetItem } from '@assay/schema/types.ts';
import type { NewContent } from '../../store/dataset-uploads.ts';

/** An item as it is stored: its canonical JSON under the hash of that, and what it is found by. */
export function contentOf(item: DatasetItem): NewContent {
  const json = canonicalJson(item);
  return {
    hash: sha256Hex(json),
    bytes: Buffer.byteLength(json),
    split: item.split ?? null,
    tags: item.tags ?? [],
    isLabelled: (item.labels?.length ?? 0) > 0,
    json,
  };
}
