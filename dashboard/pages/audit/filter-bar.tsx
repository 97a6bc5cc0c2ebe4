import { query, setQuery } from '../../router/location.ts';
import type { FILTER_TEXTS } from './audit-filter.ts';
import '../verdicts/verdicts.css';

const TEXTS: readonly (readonly [(typeof FILTER_TEXTS)[number], string, string])[] = [
  ['actor', 'Who (id of the key)', 'key_…'],
  ['operation', 'Operation', 'createKey'],
  ['subject', 'Subject', 'support'],
];
const DAYS = [
  ['from', 'From (UTC)'],
  ['to', 'To (UTC)'],
] as const;

/** The filter of the audit log: it lives in the address. */
export function FilterBar() {
  const shown = query.value;
  return (
    <form class="filter-bar" aria-label="Filter" onSubmit={submit}>
      <label>
        Kind
        <select
          name="kind"
          value={shown.get('kind') ?? ''}
          onChange={({ currentTarget }) => setQuery({ kind: currentTarget.value })}
        >
          <option value="">any</option>
          <option value="change">changes</option>
          <option value="read">reads</option>
        </select>
      </label>
      {TEXTS.map(([name, label, example]) => (
        <label key={name}>
          {label}
          <input
            name={name}
            defaultValue={shown.get(name) ?? ''}
            placeholder={example}
            autocomplete="off"
            onChange={({ currentTarget }) => setQuery({ [name]: currentTarget.value.trim() })}
          />
        </label>
      ))}
      {DAYS.map(([name, label]) => (
        <label key={name}>
          {label}
          <input
            type="date"
            name={name}
            defaultValue={shown.get(name) ?? ''}
            onChange={({ currentTarget }) => setQuery({ [name]: currentTarget.value })}
          />
        </label>
      ))}
    </form>
  );
}

/** Enter leaves the field, which sets the query. */
function submit(event: SubmitEvent): void {
  event.preventDefault();
  if (document.activeElement instanceof HTMLInputElement) document.activeElement.blur();
}
