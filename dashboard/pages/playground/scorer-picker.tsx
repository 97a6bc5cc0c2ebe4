import { useSignal } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import { UntrustedText } from '../../text/untrusted-text.tsx';
import type { Catalogue } from '../scorers/load-catalogue.ts';
import { entriesOf, search } from '../scorers/search.ts';
import { chosen } from './draft.ts';
import { ParamsForm } from './params-form.tsx';

const SHOWN = 6;

/** Chooses scorers by search, with their parameters as forms. */
export function ScorerPicker({ catalogue }: { catalogue: Catalogue }) {
  const text = useSignal('');
  const entries = useMemo(() => entriesOf(catalogue.builtIn, catalogue.own), [catalogue]);
  const taken = new Set(chosen.value.map(({ id }) => id));
  const found = text.value.trim() === '' ? [] : search(entries, text.value);
  const offered = found.filter(({ id }) => !taken.has(id)).slice(0, SHOWN);
  const add = (id: string) => {
    chosen.value = [...chosen.value, { id, params: {} }];
    text.value = '';
  };
  return (
    <div class="picker">
      <label class="param">
        Add a scorer
        <input
          type="search"
          value={text.value}
          placeholder="edit distance, json, hallucination …"
          autocomplete="off"
          onInput={({ currentTarget }) => (text.value = currentTarget.value)}
        />
      </label>
      <ul class="offers">
        {offered.map(({ id, summary }) => (
          <li key={id}>
            <button type="button" class="button offer" onClick={() => add(id)}>
              <strong>
                <UntrustedText text={id} />
              </strong>{' '}
              <span class="muted">
                <UntrustedText text={summary} />
              </span>
            </button>
          </li>
        ))}
      </ul>
      {chosen.value.map((each) => (
        <ChosenScorer key={each.id} id={each.id} catalogue={catalogue} />
      ))}
    </div>
  );
}

function ChosenScorer({ id, catalogue }: { id: string; catalogue: Catalogue }) {
  const info = catalogue.builtIn.find((each) => each.id === id);
  const params = chosen.value.find((each) => each.id === id)?.params ?? {};
  return (
    <section class="panel chosen" aria-label={id}>
      <header>
        <strong>
          <UntrustedText text={id} />
        </strong>
        <button
          type="button"
          class="button quiet"
          aria-label={`Remove ${id}`}
          onClick={() => {
            chosen.value = chosen.value.filter((each) => each.id !== id);
          }}
        >
          ✕
        </button>
      </header>
      {info !== undefined && (
        <ParamsForm
          info={info}
          params={params}
          onChange={(next) => {
            chosen.value = chosen.value.map((each) =>
              each.id === id ? { id, params: next } : each,
            );
          }}
        />
      )}
    </section>
  );
}
