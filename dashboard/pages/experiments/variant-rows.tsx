import { useLayoutEffect, useRef } from 'preact/hooks';
import { emptyVariant, type VariantFields } from './experiment-fields.ts';

const MOST = 50;

interface VariantRowsProps {
  variants: readonly VariantFields[];
  onChange(variants: readonly VariantFields[]): void;
}

/** The variants of a new experiment: each a target with a prompt and parameters. */
export function VariantRows({ variants, onChange }: VariantRowsProps) {
  const added = useRef<number | undefined>(undefined);
  const list = useRef<HTMLDivElement>(null);
  const adder = useRef<HTMLButtonElement>(null);
  // Who adds a variant wants to write its name: before it is drawn, so that no key goes elsewhere.
  useLayoutEffect(() => {
    if (added.current === undefined) return;
    list.current?.querySelector<HTMLInputElement>(`[data-row="${added.current}"] input`)?.focus();
    added.current = undefined;
  }, [variants.length]);
  const add = () => {
    const row = Math.max(...variants.map((each) => each.row)) + 1;
    const last = variants.at(-1);
    added.current = row;
    // Most variants differ in one thing.
    onChange([...variants, { ...(last ?? emptyVariant(row)), row, name: '' }]);
  };
  return (
    <div class="experiment-variants" ref={list}>
      {variants.map((variant, i) => (
        <VariantRow
          key={variant.row}
          variant={variant}
          title={`Variant ${i + 1}`}
          onChange={(some) =>
            onChange(variants.map((each) => (each === variant ? { ...each, ...some } : each)))
          }
          onRemove={
            variants.length === 1
              ? undefined
              : () => {
                  onChange(variants.filter((each) => each !== variant));
                  adder.current?.focus();
                }
          }
        />
      ))}
      <div>
        <button
          type="button"
          class="button"
          ref={adder}
          onClick={add}
          disabled={variants.length >= MOST}
        >
          Add a variant
        </button>
      </div>
    </div>
  );
}

interface VariantRowProps {
  variant: VariantFields;
  title: string;
  onChange(some: Partial<VariantFields>): void;
  /** Undefined for the only one. */
  onRemove: (() => void) | undefined;
}

function VariantRow({ variant, title, onChange, onRemove }: VariantRowProps) {
  const { row, name, target, prompt, parameters } = variant;
  return (
    <fieldset data-row={row}>
      <legend>{title}</legend>
      <div class="form-pair">
        <label>
          Name
          <input
            required
            maxLength={64}
            placeholder="brief"
            autocomplete="off"
            value={name}
            onInput={({ currentTarget }) => onChange({ name: currentTarget.value })}
          />
        </label>
        <label>
          Target
          <input
            required
            placeholder="provider/model, pipeline, https://…"
            autocomplete="off"
            spellcheck={false}
            value={target}
            onInput={({ currentTarget }) => onChange({ target: currentTarget.value })}
          />
        </label>
      </div>
      <label>
        Prompt, in which {'{{input}}'} is the question
        <textarea
          rows={3}
          placeholder="Answer in one word: {{input}}"
          value={prompt}
          onInput={({ currentTarget }) => onChange({ prompt: currentTarget.value })}
        />
      </label>
      <label>
        Parameters of the model, as JSON
        <input
          placeholder={'{"temperature": 0, "max_tokens": 200}'}
          autocomplete="off"
          spellcheck={false}
          value={parameters}
          onInput={({ currentTarget }) => onChange({ parameters: currentTarget.value })}
        />
      </label>
      {onRemove && (
        <div>
          <button type="button" class="button" onClick={onRemove}>
            Remove {title.toLowerCase()}
          </button>
        </div>
      )}
    </fieldset>
  );
}
