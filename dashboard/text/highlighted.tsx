import { useSignal } from '@preact/signals';
import { counted } from '../parts/numbers.ts';
import { type Mark, segmentsOf } from './segments.ts';
import { Pieces } from './untrusted-text.tsx';

interface HighlightedProps {
  text: string;
  marks: readonly Mark[];
  /** What a mark says, as its tooltip. */
  describe(id: number): string;
}

/** Longer texts are shown as far as this until the rest is asked for. */
const AT_FIRST = 20_000;

/** A text that a model or a user wrote, with the evidence in it marked. */
export function Highlighted({ text, marks, describe }: HighlightedProps) {
  const isWhole = useSignal(false);
  const isCut = text.length > AT_FIRST && !isWhole.value;
  const shown = isCut ? text.slice(0, AT_FIRST) : text;
  const hidden = isCut ? marks.filter(({ start }) => start >= AT_FIRST).length : 0;
  return (
    <>
      <bdi class="untrusted text-block" dir="auto">
        {segmentsOf(shown, marks).map(({ start, text: own, ids, depth }) =>
          depth === 0 ? (
            <Pieces key={start} text={own} />
          ) : (
            <mark
              key={start}
              class={depth > 1 ? 'is-deep' : ''}
              data-marks={ids.join(' ')}
              title={
                ids.map(describe).join('\n') +
                (depth > ids.length ? `\nand ${depth - ids.length} more` : '')
              }
            >
              <Pieces text={own} />
            </mark>
          ),
        )}
      </bdi>
      {isCut && (
        <button type="button" class="button" onClick={() => (isWhole.value = true)}>
          Show all {counted(text.length, 'character')}
          {hidden > 0 && ` and ${counted(hidden, 'more mark')}`}
        </button>
      )}
    </>
  );
}
