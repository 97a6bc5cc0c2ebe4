import type { GroupQuery, RowFilter } from '@assay/schema/batch-rows.ts';
import type {
  BaseRow,
  BatchGroups,
  BatchRow,
  BatchRowPage,
  RowScore,
} from '@assay/schema/types.ts';
import { ApiProblem } from '../../core/problem.ts';
import type { StoredBatch } from '../../store/batches.ts';
import type { RowCriteria } from '../../store/row-conditions.ts';
import type { Grouping, RowPlace, StoredRow } from '../../store/rows.ts';
import { plainMessage } from '../data-control/without-texts.ts';
import { changeOf } from './changes.ts';
import { type Digest, readDigest } from './digest.ts';
import { findBase, noBase } from './find-base.ts';
import { type FindBatchNeeds, findBatch, scoreNames } from './find-batches.ts';
import type { FrozenPlan } from './frozen-plan.ts';
import type { Side } from './score-tally.ts';
import { type SealedRowNeeds, searchSealed, withPreviews } from './sealed-rows.ts';

export interface RowNeeds extends FindBatchNeeds, SealedRowNeeds {}

const ROWS_A_PAGE = 50;
/** Samples that are put into another order, or grouped. */
const MOST_ORDERED = 250_000;
const MOST_TEXT_BYTES = 500_000_000;
/** Begins what samples are grouped by, before a key. */
const METADATA = 'metadata:';
/** The name of the verdict as a whole among the scores. */
const VERDICT = 'verdict';

/** Samples of a batch in brief. @throws ApiProblem `batch_not_found`, `invalid_request` or `batch_too_large` */
export async function findRows(
  projectId: string,
  id: string,
  query: RowFilter,
  services: RowNeeds,
): Promise<BatchRowPage> {
  const { cursor, limit = ROWS_A_PAGE, sort = 'index' } = query;
  const asked = await askedOf(projectId, id, query, services);
  if (sort.endsWith('difference') && query.base === undefined) throw withoutBase('sort');
  const place = placeIn(cursor, sort !== 'index');
  const { batch, base, criteria } = asked;
  const isSearch = isSealed(batch) && readsTexts(criteria);
  if (isSearch && sort !== 'index') throw new ApiProblem('search_encrypted');
  const after = place?.at ?? -1;
  const found = isSearch
    ? await searchSealed(batch, criteria, { after, limit }, services)
    : sort === 'index'
      ? await services.rows.find(criteria, after, limit)
      : await sorted(asked, sort, place, limit, services);
  const places = found.places.map(({ at }) => at);
  const stored = await services.rows.read(id, criteria.base?.batchId, places);
  const isOpen = !isSealed(batch) && (base === undefined || !isSealed(base));
  const rows = isOpen ? stored : await withPreviews(batch, base, stored, services);
  const { scanned, next } = found;
  return {
    items: rows.map((row) => rowOf(row, asked)),
    nextCursor: next === null ? null : cursorOf(next, sort !== 'index'),
    scanned,
  };
}

/** What the samples of a batch have in common. @throws ApiProblem as `findRows` does */
export async function groupRows(
  projectId: string,
  id: string,
  query: GroupQuery,
  services: RowNeeds,
): Promise<BatchGroups> {
  const asked = await askedOf(projectId, id, query, services);
  if (query.by === 'change' && query.base === undefined) throw withoutBase('by');
  const isByText = query.by.startsWith(METADATA) || readsTexts(asked.criteria);
  if (isByText && isSealed(asked.batch)) throw new ApiProblem('search_encrypted');
  await refuseTooMany(asked, services);
  const { by } = query;
  const grouping = groupingOf(by, asked);
  const { matching, groups } = await services.rows.groups(asked.criteria, grouping);
  return { by, matching, items: groups };
}

function isSealed({ plan }: StoredBatch): boolean {
  const { isSealed: sealed }: FrozenPlan = JSON.parse(plan);
  return sealed === true;
}

function readsTexts({ text, metadata }: RowCriteria): boolean {
  return text !== undefined || metadata.length > 0;
}

interface Asked {
  batch: StoredBatch;
  /** What it is compared with. */
  base: StoredBatch | undefined;
  criteria: RowCriteria;
  /** Name of the score that the criteria are about. */
  scorer: string;
}

async function askedOf(
  projectId: string,
  id: string,
  query: Omit<GroupQuery, 'by'>,
  services: RowNeeds,
): Promise<Asked> {
  const batch = await findBatch(projectId, id, services);
  const { scorer = VERDICT, base, change, minDifference, metadata = [], status, ...rest } = query;
  for (const [name, given] of Object.entries({ change, minDifference })) {
    if (given !== undefined && base === undefined) throw withoutBase(name);
  }
  const names = namesOf(batch);
  const place = names.indexOf(scorer);
  if (place === -1 && scorer !== VERDICT) {
    throw refusal('scorer', `is not a score of the batch, which has ${names.join(', ')}`);
  }
  const found = base === undefined ? undefined : await findBase(batch, base, {}, services);
  if (base !== undefined && base !== 'previous' && found === undefined) {
    throw noBase(base);
  }
  return {
    batch,
    base: found,
    scorer,
    criteria: {
      batchId: id,
      scores: names.length,
      place: place === -1 ? null : place,
      statuses: status,
      outcome: rest.outcome,
      min: rest.min,
      max: rest.max,
      errorCode: rest.errorCode,
      metadata: metadata.map(metadataOf),
      text: rest.text,
      changes: change,
      minDifference,
      ...(base !== undefined && { base: baseOf(scorer, found) }),
    },
  };
}

/** Without a batch to compare with, every sample is unpaired. */
function baseOf(scorer: string, base: StoredBatch | undefined): RowCriteria['base'] {
  if (base === undefined) return { batchId: '', place: undefined };
  const place = namesOf(base).indexOf(scorer);
  if (place !== -1) return { batchId: base.id, place };
  return { batchId: base.id, place: scorer === VERDICT ? null : undefined };
}

function namesOf({ plan }: StoredBatch): string[] {
  return scoreNames(JSON.parse(plan) as FrozenPlan);
}

/** `key`, or `key:value`: keys have no colon, so the first one ends the key. */
function metadataOf(given: string): RowCriteria['metadata'][number] {
  const colon = given.indexOf(':');
  if (colon === -1) return { key: given, value: undefined };
  return { key: given.slice(0, colon), value: given.slice(colon + 1) };
}

async function sorted(
  asked: Asked,
  sort: Exclude<NonNullable<RowFilter['sort']>, 'index'>,
  place: RowPlace | null,
  limit: number,
  services: RowNeeds,
) {
  await refuseTooMany(asked, services);
  const found = await services.rows.sort(asked.criteria, sort, place, limit);
  return { ...found, scanned: asked.batch.total };
}

/** @throws ApiProblem `batch_too_large` */
async function refuseTooMany({ batch, criteria }: Asked, { rows }: RowNeeds): Promise<void> {
  if (batch.total > MOST_ORDERED) throw new ApiProblem('batch_too_large');
  if (readsTexts(criteria) && (await rows.textBytes(batch.id)) > MOST_TEXT_BYTES) {
    throw new ApiProblem('batch_too_large', {
      detail: 'The samples are too long to be searched all at once. Remove `text` and `metadata`.',
    });
  }
}

function groupingOf(by: string, { batch }: Asked): Grouping {
  switch (by) {
    case 'status':
    case 'error':
    case 'change':
      return { by };
    case 'scorer':
      return { by, names: namesOf(batch) };
    default:
      return { by: 'metadata', key: by.slice(METADATA.length) };
  }
}

// A value takes part in the cursor of a page that is sorted by it.
function cursorOf({ at, value }: RowPlace, isSorted: boolean): string {
  return isSorted ? `${value}_${at}` : String(at);
}

function placeIn(cursor: string | undefined, isSorted: boolean): RowPlace | null {
  if (cursor === undefined) return null;
  const [value, at] = cursor.split('_');
  const number = Number(value);
  const isWhole = isSorted ? value === 'null' || Number.isFinite(number) : at === undefined;
  if (isSorted !== (at !== undefined) || !isWhole) {
    throw refusal('cursor', 'must be the `nextCursor` of a page with the same `sort`');
  }
  if (!isSorted) return { at: number, value: null };
  return { at: Number(at), value: value === 'null' ? null : number };
}

function rowOf(row: StoredRow, { criteria, scorer }: Asked): BatchRow {
  const digest = digestIn(row.status === 'retry' ? null : row.digest, row.names);
  return {
    index: row.at,
    sampleId: row.sampleId,
    status: row.status === null || row.status === 'retry' ? 'pending' : row.status,
    ...inBrief(digest),
    error:
      row.errorCode === null
        ? null
        : { code: row.errorCode, message: row.errorMessage ?? plainMessage(row.errorCode) },
    latencyMs: digest?.latencyMs ?? null,
    costUsd: digest?.costUsd ?? 0,
    input: row.input,
    output: row.output,
    ...(criteria.base && { base: baseRowOf(row, digest, scorer) }),
  };
}

function baseRowOf(row: StoredRow, own: Digest | undefined, scorer: string): BaseRow | null {
  const base = digestIn(row.baseDigest, row.baseNames);
  if (row.baseAt === null || row.baseStatus === null || base === undefined) return null;
  const [mine, theirs] = [own && sideOf(own, scorer), sideOf(base, scorer)];
  const [now, before] = [mine?.value ?? null, theirs?.value ?? null];
  return {
    index: row.baseAt,
    status: row.baseStatus,
    ...inBrief(base),
    output: row.baseOutput,
    difference: now === null || before === null ? null : now - before,
    change: changeOf(own && (mine ?? NOTHING), theirs, scorer === VERDICT),
  };
}

const NOTHING: Side = { value: null, passed: null };

function digestIn(text: string | null, names: string | null): Digest | undefined {
  return text === null ? undefined : readDigest({ text, names });
}

function sideOf({ value, passed, scores }: Digest, scorer: string): Side | undefined {
  const found = scores.find(([name]) => name === scorer);
  if (found !== undefined) return { value: found[2], passed: found[3] };
  return scorer === VERDICT ? { value, passed } : undefined;
}

function inBrief(digest: Digest | undefined): Pick<BatchRow, 'value' | 'passed' | 'scores'> {
  const { value = null, passed = null, scores = [] } = digest ?? {};
  const named = scores.map(([name, status, own, pass]): RowScore => {
    return { name, status, value: own, passed: pass };
  });
  return { value, passed, scores: named };
}

function withoutBase(name: string): ApiProblem {
  return refusal(name, 'needs a `base` to compare with');
}

function refusal(name: string, message: string): ApiProblem {
  return new ApiProblem('invalid_request', { errors: [{ pointer: `?${name}`, message }] });
}
