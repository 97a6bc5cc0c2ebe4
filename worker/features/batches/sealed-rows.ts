import type { Sample } from '@assay/schema/types.ts';
import type { RowCriteria } from '../../store/row-conditions.ts';
import {
  type FoundRows,
  PREVIEW_CHARACTERS,
  type RowStore,
  type StoredRow,
} from '../../store/rows.ts';
import { openSample } from '../data-control/sealed-samples.ts';
import type { Vault } from '../data-control/vault.ts';

export interface SealedRowNeeds {
  rows: RowStore;
  vault: Vault;
}

/** A batch whose samples are encrypted. */
interface SealedBatch {
  projectId: string;
  id: string;
}

/** Samples that one page decrypts. */
const MOST_OPENED = 2_000;
const STEP_ROWS = 200;

/** Samples of places, decrypted; those that can never be read again are left out. */
async function* openedAt(
  { projectId, id: batchId }: SealedBatch,
  places: readonly number[],
  { rows, vault }: SealedRowNeeds,
): AsyncGenerator<{ at: number; sample: Sample }> {
  let left = places.toSorted((a, b) => a - b);
  while (left.length > 0) {
    const stored = await rows.samples(batchId, left);
    const last = stored.at(-1)?.at;
    if (last === undefined) return;
    const texts = await Promise.all(
      stored.map(({ at, sample }) => openSample(projectId, { batchId, at }, sample, vault)),
    );
    for (const [i, { at }] of stored.entries()) {
      const text = texts[i];
      if (text !== undefined) yield { at, sample: JSON.parse(text) };
    }
    left = left.filter((at) => at > last);
  }
}

/**
 * Samples in input order whose texts or metadata match, which are decrypted to tell: up to the limit, or
 * those among two thousand after the place `after`.
 */
export async function searchSealed(
  batch: SealedBatch,
  criteria: RowCriteria,
  { after, limit }: { after: number; limit: number },
  needs: SealedRowNeeds,
): Promise<FoundRows & { scanned: number }> {
  const plain = { ...criteria, metadata: [], text: undefined };
  const found: FoundRows['places'] = [];
  let scanned = 0;
  let opened = 0;
  for (let from = after; ; ) {
    const step = await needs.rows.find(plain, from, STEP_ROWS);
    const ats = step.places.map(({ at }) => at);
    for await (const { at, sample } of openedAt(batch, ats, needs)) {
      if (!holds(sample, criteria)) continue;
      found.push({ at, value: null });
      if (found.length === limit) {
        return { places: found, next: { at, value: null }, scanned: scanned + ats.indexOf(at) + 1 };
      }
    }
    scanned += step.scanned;
    opened += ats.length;
    if (step.next === null || opened >= MOST_OPENED) {
      return { places: found, next: step.next, scanned };
    }
    from = step.next.at;
  }
}

/** Rows with the beginnings of their texts, which the database cannot read. */
export async function withPreviews(
  batch: SealedBatch,
  base: SealedBatch | undefined,
  rows: readonly StoredRow[],
  needs: SealedRowNeeds,
): Promise<StoredRow[]> {
  const own = await samplesAt(
    batch,
    rows.map(({ at }) => at),
    needs,
  );
  const baseAts = rows.flatMap(({ baseAt }) => baseAt ?? []);
  const theirs = base && (await samplesAt(base, baseAts, needs));
  return rows.map((row) => {
    const sample = own.get(row.at);
    const other = row.baseAt === null ? undefined : theirs?.get(row.baseAt);
    return {
      ...row,
      ...(sample && { input: inputOf(sample), output: outputOf(sample) }),
      ...(other && { baseOutput: outputOf(other) }),
    };
  });
}

async function samplesAt(
  batch: SealedBatch,
  ats: readonly number[],
  needs: SealedRowNeeds,
): Promise<Map<number, Sample>> {
  const samples = new Map<number, Sample>();
  for await (const { at, sample } of openedAt(batch, ats, needs)) samples.set(at, sample);
  return samples;
}

function inputOf({ input, messages = [] }: Sample): string | null {
  return preview(input ?? contentOf(messages.at(-2)));
}

function outputOf({ output, messages = [] }: Sample): string | null {
  return preview(output ?? contentOf(messages.at(-1)));
}

function contentOf(message: object | undefined): unknown {
  return message !== undefined && 'content' in message ? message.content : undefined;
}

function preview(value: unknown): string | null {
  if (value === undefined || value === null) return null;
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return [...text.slice(0, 2 * PREVIEW_CHARACTERS)].slice(0, PREVIEW_CHARACTERS).join('');
}

/** As the conditions on texts and metadata that SQL has for samples that are not encrypted. */
function holds(
  sample: Sample,
  { metadata, text }: Pick<RowCriteria, 'metadata' | 'text'>,
): boolean {
  const entries = new Map(Object.entries(sample.metadata ?? {}));
  const hasMetadata = metadata.every(({ key, value }) => {
    if (!entries.has(key)) return false;
    return value === undefined || textOf(entries.get(key)) === value;
  });
  return hasMetadata && (text === undefined || hasText(sample, lowerAscii(text)));
}

function hasText(value: unknown, wanted: string): boolean {
  if (typeof value === 'object' && value !== null) {
    return Object.values(value).some((inner) => hasText(inner, wanted));
  }
  return value !== null && value !== undefined && lowerAscii(textOf(value)).includes(wanted);
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function lowerAscii(text: string): string {
  return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}
