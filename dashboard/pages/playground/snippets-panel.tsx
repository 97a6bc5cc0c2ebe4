import { useSignal } from '@preact/signals';
import { CopyButton } from '../../parts/copy-button.tsx';
import { chosen, draft, referencesOf, sampleOf } from './draft.ts';
import { type Language, snippetsOf } from './snippets.ts';

const LANGUAGES: readonly Language[] = ['curl', 'TypeScript', 'command line'];

/** The same request for a program: shown, and copied. */
export function SnippetsPanel() {
  const language = useSignal<Language>('curl');
  const trial = { sample: sampleOf(draft.value), scorers: referencesOf(chosen.value) };
  const text = snippetsOf(trial, window.location.origin)[language.value];
  return (
    <details>
      <summary>As code</summary>
      <div class="snippet-head">
        <select
          aria-label="Language"
          value={language.value}
          onChange={({ currentTarget }) => {
            language.value = LANGUAGES.find((each) => each === currentTarget.value) ?? 'curl';
          }}
        >
          {LANGUAGES.map((each) => (
            <option key={each}>{each}</option>
          ))}
        </select>
        <CopyButton text={text} />
      </div>
      <textarea
        class="snippet"
        readOnly
        rows={12}
        aria-label={`The request, ${language.value}`}
        value={text}
      />
    </details>
  );
}
