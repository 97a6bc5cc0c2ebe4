import { FilterChoice, FilterForm, FilterText } from '../../parts/filter-form.tsx';
import type { FilterField } from './verdict-filter.ts';

const OUTCOMES = [
  ['passed', 'passed'],
  ['failed', 'failed'],
  ['undecided', 'undecided'],
] as const;
const TEXTS: readonly (readonly [FilterField, string, string])[] = [
  ['failed', 'Failed score', 'faithfulness'],
  ['errored', 'Error in score', 'faithfulness'],
  ['scorer', 'Has score', 'levenshtein'],
  ['tag', 'Tag', 'nightly'],
  ['metadata', 'Metadata', 'user:7'],
];

/** The filter of the verdicts. */
export function FilterBar() {
  return (
    <FilterForm>
      <FilterChoice name="outcome" label="Outcome" options={OUTCOMES} />
      {TEXTS.map(([name, label, example]) => (
        <FilterText key={name} name={name} label={label} example={example} />
      ))}
    </FilterForm>
  );
}
