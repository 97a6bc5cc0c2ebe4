import type { RowFilter } from '@assay/sdk';

const STATUSES = ['pending', 'passed', 'failed', 'abstained', 'error'] as const;
const OUTCOMES = ['passed', 'failed', 'abstained', 'error', 'skipped'] as const;
const CHANGES = ['regressed', 'fixed', 'errored', 'unchanged', 'unpaired'] as const;
const SORTS = [
  ...['index', 'value', '-value', 'difference', '-difference', 'latency', '-latency'],
] as const;

/** What the filters of the address may be; anything else in it is ignored. */
export const CHOICES = { status: STATUSES, outcome: OUTCOMES, change: CHANGES } as const;

/** The names of all parameters that narrow down the samples. */
export const FILTERS = [
  ...['status', 'change', 'scorer', 'outcome', 'min', 'max', 'minDifference', 'errorCode'],
  ...['metadata', 'text'],
] as const;

/**
 * The filter that an address asks for.
 *
 * @param base the batch that is compared with; without one there are no changes to filter by
 */
export function filterOf(query: URLSearchParams, base: string | undefined): RowFilter {
  const text = (name: string) => query.get(name) || undefined;
  const share = (name: string) => shareOf(query.get(name));
  const one = <Choice extends string>(name: string, choices: readonly Choice[]) =>
    choices.find((choice) => choice === query.get(name));
  const [status, change] = [one('status', STATUSES), one('change', CHANGES)];
  const filter: RowFilter = {};
  const set = <Name extends keyof RowFilter>(name: Name, value: RowFilter[Name] | undefined) => {
    if (value !== undefined) filter[name] = value;
  };
  set('status', status && [status]);
  set('scorer', text('scorer'));
  set('outcome', one('outcome', OUTCOMES));
  set('min', share('min'));
  set('max', share('max'));
  set('errorCode', text('errorCode'));
  set('metadata', text('metadata') === undefined ? undefined : query.getAll('metadata'));
  set('text', text('text'));
  const sort = SORTS.find((each) => each === query.get('sort'));
  if (base !== undefined) {
    filter.base = base;
    set('change', change && [change]);
    set('minDifference', share('minDifference'));
  }
  if (base !== undefined || !sort?.endsWith('difference')) set('sort', sort);
  return filter;
}

/** Whether an address shows less than all samples. */
export function isFiltered(query: URLSearchParams): boolean {
  return FILTERS.some((name) => name !== 'scorer' && query.get(name));
}

function shareOf(text: string | null): number | undefined {
  if (text === null || text.trim() === '') return undefined;
  const value = Number(text);
  return value >= 0 && value <= 1 ? value : undefined;
}

/** The order after a click on a column: ascending, descending, then the order of the input. */
export function nextSort(current: string | null, column: string): string | undefined {
  if (current === column) return `-${column}`;
  return current === `-${column}` ? undefined : column;
}
