import { FilterChoice, FilterForm, FilterText } from '../../parts/filter-form.tsx';
import { query, setQuery } from '../../router/location.ts';
import type { FILTER_TEXTS } from './audit-filter.ts';

const KINDS = [
  ['change', 'changes'],
  ['read', 'reads'],
] as const;
const TEXTS: readonly (readonly [(typeof FILTER_TEXTS)[number], string, string])[] = [
  ['actor', 'Who (id of the key)', 'key_…'],
  ['operation', 'Operation', 'createKey'],
  ['subject', 'Subject', 'support'],
];
const DAYS = [
  ['from', 'From (UTC)'],
  ['to', 'To (UTC)'],
] as const;

/** The filter of the audit log. */
export function FilterBar() {
  return (
    <FilterForm>
      <FilterChoice name="kind" label="Kind" options={KINDS} />
      {TEXTS.map(([name, label, example]) => (
        <FilterText key={name} name={name} label={label} example={example} />
      ))}
      {DAYS.map(([name, label]) => (
        <label key={name}>
          {label}
          <input
            type="date"
            name={name}
            defaultValue={query.value.get(name) ?? ''}
            onChange={({ currentTarget }) => setQuery({ [name]: currentTarget.value })}
          />
        </label>
      ))}
    </FilterForm>
  );
}
