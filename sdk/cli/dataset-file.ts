import { createHash } from 'node:crypto';
import { canonicalJson } from '@assay/schema/canonical-json.ts';
import type { DatasetItem, DatasetLabel, Sample } from '@assay/schema/types.ts';
import { linesOf } from '../samples.ts';
import { CliError } from './cli-error.ts';
import { type SampleFileOptions, samplesOf } from './sample-file.ts';
import type { System } from './system.ts';

/**
 * The items of a file: JSONL with an item, or a sample with an id, in each line; or CSV, whose columns
 * `split`, `weight`, `tags` and `label.<question>` belong to the item, and the others to its sample.
 *
 * @throws CliError for a line that is no item
 */
export async function* itemsOf(
  path: string,
  options: SampleFileOptions,
  system: System,
): AsyncGenerator<DatasetItem> {
  const source = samplesOf(path, { ...options, isInputEnough: true }, system);
  let number = 0;
  for await (const { line, sample } of linesOf(source)) {
    number += 1;
    if (sample !== undefined) yield itemOfRow(sample, `${path}, sample ${number}`);
    else if (line.trim() !== '') yield itemOfLine(line, `${path}, line ${number}`);
  }
}

function itemOfLine(line: string, place: string): DatasetItem {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (cause) {
    throw new CliError(`${place} is not JSON: ${(cause as Error).message}.`, { cause });
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new CliError(`${place} must be an object, such as {"id":"a-1","sample":{…}}.`);
  }
  // What is wrong within an item the API says, field by field.
  if ('sample' in value || 'remove' in value) return value as DatasetItem;
  return itemOf(value, place);
}

function itemOf({ id, ...sample }: Sample, place: string): DatasetItem {
  if (id !== undefined) return { id, sample };
  throw new CliError(`${place} has no id. Items need one, which stays the same in every version.`);
}

const LABEL = /^label\./i;

/** An item of a CSV row, of which what is no field of a sample was taken for metadata. */
function itemOfRow({ metadata = {}, ...sample }: Sample, place: string): DatasetItem {
  const { split, weight, tags, ...rest } = metadata;
  const labels: DatasetLabel[] = [];
  const kept: Record<string, (typeof rest)[string]> = {};
  for (const [name, cell] of Object.entries(rest)) {
    if (LABEL.test(name)) labels.push({ question: name.replace(LABEL, ''), value: labelOf(cell) });
    else kept[name] = cell;
  }
  const item = itemOf(Object.keys(kept).length > 0 ? { ...sample, metadata: kept } : sample, place);
  return {
    ...item,
    ...(labels.length > 0 && { labels }),
    ...(split !== undefined && { split: String(split) }),
    ...(weight !== undefined && { weight: weightOf(weight, place) }),
    ...(tags !== undefined && { tags: tagsOf(tags) }),
  };
}

function labelOf(cell: unknown): DatasetLabel['value'] {
  const text = String(cell).trim();
  if (/^(true|false)$/i.test(text)) return text.toLowerCase() === 'true';
  return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text;
}

function weightOf(cell: unknown, place: string): number {
  const weight = Number(cell);
  if (weight >= 0 && Number.isFinite(weight)) return weight;
  throw new CliError(`${place}: “weight” must be a number from 0, not “${cell}”.`);
}

function tagsOf(cell: unknown): string[] {
  const tags = String(cell).split(',');
  return tags.map((tag) => tag.trim()).filter((tag) => tag !== '');
}

/** The hash of each item, by id. @throws CliError when an id is given twice */
export async function hashesOf(items: AsyncIterable<DatasetItem>): Promise<Map<string, string>> {
  const hashes = new Map<string, string>();
  for await (const item of items) {
    if (hashes.has(item.id)) throw new CliError(`The id “${item.id}” is given twice.`);
    hashes.set(item.id, sha256(canonicalJson(item)));
  }
  return hashes;
}

/** The hash that a version with these items has; see docs/datasets.md. */
export function versionHash(hashes: ReadonlyMap<string, string>): string {
  const sorted = [...hashes].sort(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  const hash = createHash('sha256');
  for (const [, itemHash] of sorted) hash.update(`${itemHash}\n`);
  return hash.digest('hex');
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
