import { query, setQuery } from '../../router/location.ts';
import type { FilterField } from './verdict-filter.ts';
import './verdicts.css';

const TEXTS: readonly (readonly [FilterField, string, string])[] = [
  ['failed', 'Failed score', 'faithfulness'],
  ['errored', 'Error in score', 'faithfulness'],
  ['scorer', 'Has score', 'levenshtein'],
  ['tag', 'Tag', 'nightly'],
  ['metadata', 'Metadata', 'user:7'],
];

/** The filter of the verdicts: it lives in the address. */
export function FilterBar() {
  const shown = query.value;
  return (
    <form class="filter-bar" aria-label="Filter" onSubmit={submit}>
      <label>
        Outcome
        <select
          name="outcome"
          value={shown.get('outcome') ?? ''}
          onChange={({ currentTarget }) => setQuery({ outcome: currentTarget.value })}
        >
          <option value="">any</option>
          <option value="passed">passed</option>
          <option value="failed">failed</option>
          <option value="undecided">undecided</option>
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
    </form>
  );
}

/** Enter leaves the field, which sets the query. */
function submit(event: SubmitEvent): void {
  event.preventDefault();
  if (document.activeElement instanceof HTMLInputElement) document.activeElement.blur();
}
