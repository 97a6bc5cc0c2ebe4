import { type DraftSample, draft } from './draft.ts';

const FIELDS: readonly (readonly [keyof DraftSample, string, number])[] = [
  ['input', 'Input: what the model was asked', 3],
  ['output', 'Output: what it answered', 6],
  ['expected', 'Expected answer', 2],
  ['contexts', 'Contexts, with a line --- between them', 3],
];

/** The sample, field by field. */
export function SampleForm() {
  return (
    <div class="sample-form">
      {FIELDS.map(([name, label, rows]) => (
        <label key={name} class="param">
          {label}
          <textarea
            name={name}
            rows={rows}
            value={draft.value[name]}
            onInput={({ currentTarget }) => {
              draft.value = { ...draft.value, [name]: currentTarget.value };
            }}
          />
        </label>
      ))}
    </div>
  );
}
