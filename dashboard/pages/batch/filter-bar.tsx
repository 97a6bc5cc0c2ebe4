import type { BatchReport } from '@assay/sdk';
import { query, setQuery } from '../../router/location.ts';
import { CHOICES, FILTERS, isFiltered } from './filter.ts';

interface FilterBarProps {
  batch: BatchReport;
  hasBase: boolean;
}

/** Narrows down the samples; the address has every filter. */
export function FilterBar({ batch, hasBase }: FilterBarProps) {
  const given = query.value;
  const names = batch.statistics.map(({ name }) => name);
  const hasDetails = DETAILS.some((name) => given.get(name));
  const clear = () => setQuery(Object.fromEntries(FILTERS.map((name) => [name, undefined])));
  return (
    <form class="filters" aria-label="Filters" onSubmit={(event) => event.preventDefault()}>
      <div class="filter-line">
        <Shown hasBase={hasBase} />
        <TextFilter name="text" label="Contains text" kind="search" />
        <Choice name="group" label="Group by" choices={groupsBy(hasBase)} none="nothing" />
        {isFiltered(given) && (
          <button type="button" class="button quiet" onClick={clear}>
            Clear filters
          </button>
        )}
      </div>
      <details open={hasDetails}>
        <summary>More filters</summary>
        <div class="filter-line">
          <Choice name="scorer" label="Score" choices={names} none="verdict" />
          <Choice name="outcome" label="Outcome" choices={CHOICES.outcome} none="any" />
          <TextFilter name="min" label="Value from" kind="share" />
          <TextFilter name="max" label="to" kind="share" />
          {hasBase && <TextFilter name="minDifference" label="Difference ≥" kind="share" />}
          <TextFilter name="errorCode" label="Error code" />
          <TextFilter name="metadata" label="Metadata" placeholder="key:value" />
        </div>
      </details>
    </form>
  );
}

const DETAILS = ['outcome', 'min', 'max', 'minDifference', 'errorCode', 'metadata'];

function groupsBy(hasBase: boolean): string[] {
  return hasBase ? ['scorer', 'error', 'status', 'change'] : ['scorer', 'error', 'status'];
}

/** The filters that are asked for most, one at a time. */
function Shown({ hasBase }: { hasBase: boolean }) {
  const given = query.value;
  const [status, change] = [given.get('status'), given.get('change')];
  const choices: [string, { status?: string; change?: string }][] = [
    ['All', {}],
    ['Failed', { status: 'failed' }],
    ['Errors', { status: 'error' }],
  ];
  if (hasBase) choices.push(['Regressed', { change: 'regressed' }], ['Fixed', { change: 'fixed' }]);
  return (
    <fieldset class="segments">
      <legend class="visually-hidden">Show</legend>
      {choices.map(([title, filter]) => (
        <button
          key={title}
          type="button"
          aria-pressed={status === (filter.status ?? null) && change === (filter.change ?? null)}
          onClick={() => setQuery({ status: undefined, change: undefined, ...filter })}
        >
          {title}
        </button>
      ))}
    </fieldset>
  );
}

interface TextFilterProps {
  name: string;
  label: string;
  /** A text by default; a share is a number from 0 to 1. */
  kind?: 'search' | 'share';
  placeholder?: string;
}

function TextFilter({ name, label, kind, placeholder }: TextFilterProps) {
  return (
    <label>
      {label}
      <input
        type="search"
        inputMode={kind === 'share' ? 'decimal' : 'search'}
        class={kind}
        value={query.value.get(name) ?? ''}
        placeholder={placeholder}
        onChange={(event) => setQuery({ [name]: event.currentTarget.value.trim() })}
      />
    </label>
  );
}

interface ChoiceProps {
  name: string;
  label: string;
  choices: readonly string[];
  /** What is said if none is chosen. */
  none: string;
}

function Choice({ name, label, choices, none }: ChoiceProps) {
  return (
    <label>
      {label}
      <select
        value={query.value.get(name) ?? ''}
        onChange={(event) => setQuery({ [name]: event.currentTarget.value })}
      >
        <option value="">{none}</option>
        {choices.map((choice) => (
          <option key={choice} value={choice}>
            {choice}
          </option>
        ))}
      </select>
    </label>
  );
}
