import { useSignal } from '@preact/signals';
import { count } from '../parts/numbers.ts';
import { type Mark, segmentsOf } from '../text/segments.ts';
import { Pieces } from '../text/untrusted-text.tsx';
import './verdict.css';

/** Long texts are shown in part first: a page with all of it would stall. */
const SHOWN_CHARACTERS = 20_000;

interface MarkedTextProps {
  text: string;
  marks: readonly Mark[];
  /** What each mark says, by its id. */
  noteOf(id: number): string;
}

/** A text with what points at it highlighted; never read as HTML or Markdown. */
export function MarkedText({ text, marks, noteOf }: MarkedTextProps) {
  const isWhole = useSignal(text.length <= SHOWN_CHARACTERS);
  const shown = isWhole.value ? text : text.slice(0, SHOWN_CHARACTERS);
  const segments = segmentsOf(
    shown,
    marks.filter(({ start }) => start < shown.length),
  );
  return (
    <>
      <pre class="marked-text" dir="auto">
        {segments.map(({ start, text: part, ids, depth }) =>
          depth === 0 ? (
            <Pieces key={start} text={part} />
          ) : (
            <mark key={start} class={depth > 1 ? 'overlap' : ''} title={ids.map(noteOf).join('\n')}>
              <Pieces text={part} />
            </mark>
          ),
        )}
      </pre>
      {!isWhole.value && (
        <button type="button" class="button" onClick={() => (isWhole.value = true)}>
          Show all {count(text.length)} characters
        </button>
      )}
    </>
  );
}
