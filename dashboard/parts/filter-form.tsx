import type { ComponentChildren } from 'preact';
import { query, setQuery } from '../router/location.ts';
import './filter-form.css';

/** The filter of a list: it lives in the address. */
export function FilterForm({ children }: { children: ComponentChildren }) {
  return (
    <form class="filter-bar" aria-label="Filter" onSubmit={submit}>
      {children}
    </form>
  );
}

/** Enter leaves the field, which sets the query. */
function submit(event: SubmitEvent): void {
  event.preventDefault();
  if (document.activeElement instanceof HTMLInputElement) document.activeElement.blur();
}

interface ChoiceProps {
  /** The parameter of the address. */
  name: string;
  label: string;
  /** Each with what it is called. */
  options: readonly (readonly [value: string, label: string])[];
}

/** One of a few values, or any. */
export function FilterChoice({ name, label, options }: ChoiceProps) {
  return (
    <label>
      {label}
      <select
        name={name}
        value={query.value.get(name) ?? ''}
        onChange={({ currentTarget }) => setQuery({ [name]: currentTarget.value })}
      >
        <option value="">any</option>
        {options.map(([value, text]) => (
          <option key={value} value={value}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
}

interface TextProps {
  name: string;
  label: string;
  /** Shown in the empty field. */
  example: string;
}

export function FilterText({ name, label, example }: TextProps) {
  return (
    <label>
      {label}
      <input
        name={name}
        defaultValue={query.value.get(name) ?? ''}
        placeholder={example}
        autocomplete="off"
        onChange={({ currentTarget }) => setQuery({ [name]: currentTarget.value.trim() })}
      />
    </label>
  );
}
