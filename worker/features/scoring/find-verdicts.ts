import { lowestId } from '@assay/schema/ids.ts';
import type { Page, StoredVerdict, Verdict } from '@assay/schema/types.ts';
import type { VerdictFilter } from '@assay/schema/verdict-query.ts';
import { PAGE_ITEMS, pageFrom } from '../../core/page-from.ts';
import { ApiProblem } from '../../core/problem.ts';
import type { VerdictQuery, VerdictStore } from '../../store/verdicts.ts';
import { type BatchVerdictNeeds, findBatchVerdict } from './batch-verdicts.ts';
import { label } from './labels.ts';

export interface VerdictNeeds extends BatchVerdictNeeds {
  verdicts: VerdictStore;
  nowMs(): number;
}

/** Verdicts of a project that match a filter, newest first. */
export async function findVerdicts(
  projectId: string,
  filter: VerdictFilter,
  { verdicts }: Pick<VerdictNeeds, 'verdicts'>,
): Promise<Page<Verdict>> {
  const limit = filter.limit ?? PAGE_ITEMS;
  // One more than the page tells whether there is another page.
  const rows = await verdicts.list(verdictQuery(projectId, filter, limit + 1));
  return pageFrom(
    rows,
    limit,
    ({ verdict }) => JSON.parse(verdict),
    ({ id }) => id,
  );
}

/** What the database is asked for, by a filter. */
export function verdictQuery(
  projectId: string,
  filter: VerdictFilter,
  limit: number,
): VerdictQuery {
  const to = filter.to === undefined ? undefined : lowestId('verdict', Date.parse(filter.to));
  return {
    projectId,
    labels: labelsFor(filter),
    before: lower(filter.cursor, to),
    from: filter.from === undefined ? undefined : lowestId('verdict', Date.parse(filter.from)),
    limit,
  };
}

/**
 * A verdict with its sample, also of a batch.
 *
 * @throws ApiProblem `verdict_not_found`, also for another project's verdict
 */
export async function getVerdict(
  projectId: string,
  id: string,
  needs: VerdictNeeds,
): Promise<StoredVerdict> {
  const found = await needs.verdicts.find(projectId, id);
  if (found !== undefined)
    return { ...JSON.parse(found.verdict), sample: JSON.parse(found.sample) };
  const ofBatch = await findBatchVerdict(projectId, id, needs);
  if (ofBatch === undefined) throw new ApiProblem('verdict_not_found');
  return ofBatch;
}

/**
 * A verdict without its sample, which may be unreadable; also of a batch.
 *
 * @throws ApiProblem `verdict_not_found`
 */
export async function getBareVerdict(
  projectId: string,
  id: string,
  needs: VerdictNeeds,
): Promise<Verdict> {
  const own = await findOwnVerdict(projectId, id, needs);
  const verdict = own ?? (await findBatchVerdict(projectId, id, needs, { isBare: true }));
  if (verdict === undefined) throw new ApiProblem('verdict_not_found');
  const { sample: _, ...bare } = { sample: undefined, ...verdict };
  return bare;
}

/** One that was stored by itself. */
export async function findOwnVerdict(
  projectId: string,
  id: string,
  { verdicts }: Pick<VerdictNeeds, 'verdicts'>,
): Promise<Verdict | undefined> {
  const query = { projectId, labels: [], from: id, before: `${id}~`, limit: 1 };
  const [found] = await verdicts.list(query);
  return found?.id === id ? JSON.parse(found.verdict) : undefined;
}

function labelsFor({
  passed,
  scorer,
  failed,
  errored,
  tag,
  metadata = [],
}: VerdictFilter): string[] {
  const pairs = metadata.map(parseMetadataFilter);
  return [
    // What is likely to be rare comes first: the database walks that one and looks the others up.
    ...pairs.flatMap(({ key, value }) => (value === undefined ? [] : [label.metadata(key, value)])),
    ...(errored === undefined ? [] : [label.errored(errored)]),
    ...(failed === undefined ? [] : [label.failed(failed)]),
    ...(tag ?? []).map(label.tag),
    ...pairs.flatMap(({ key, value }) => (value === undefined ? [label.metadataKey(key)] : [])),
    ...(scorer === undefined ? [] : [label.scorer(scorer)]),
    ...(passed === undefined ? [] : [label.passed(passed)]),
  ];
}

/** `key`, or `key:value`: keys have no colon, so the first one ends the key. */
function parseMetadataFilter(given: string): { key: string; value?: string } {
  const colon = given.indexOf(':');
  if (colon === -1) return { key: given };
  return { key: given.slice(0, colon), value: given.slice(colon + 1) };
}

function lower(a: string | undefined, b: string | undefined): string | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return a < b ? a : b;
}
