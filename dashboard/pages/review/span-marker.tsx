import type { LabelSpan } from '@assay/sdk';
import { useSignal } from '@preact/signals';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import { Pieces } from '../../text/untrusted-text.tsx';
import { Field } from '../sample/text-field.tsx';
import { moved, type Reach, wordsOf } from './words.ts';

interface SpanMarkerProps {
  text: string;
  onMark(span: LabelSpan): void;
  onLeave(): void;
}

/** As many words as a page can show one by one; what follows cannot be marked here. */
const MOST_WORDS = 3_000;

/**
 * The output word by word, to choose a passage: arrows move and extend with Shift, Enter marks, Esc
 * leaves. By mouse, a click chooses a word, and a click with Shift the words up to it.
 */
export function SpanMarker({ text, onMark, onLeave }: SpanMarkerProps) {
  const words = useMemo(() => wordsOf(text).slice(0, MOST_WORDS), [text]);
  const reach = useSignal<Reach>({ anchor: 0, focus: 0 });
  const element = useRef<HTMLDivElement>(null);
  useEffect(() => element.current?.focus(), []);
  const [from, to] = [
    Math.min(reach.value.anchor, reach.value.focus),
    Math.max(reach.value.anchor, reach.value.focus),
  ];
  const [first, last] = [words[from], words[to]];
  const chosen = first && last ? text.slice(first.start, last.end) : '';
  const mark = () => {
    if (first && last) onMark({ pointer: '/output', start: first.start, end: last.end });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Tab' || event.ctrlKey || event.metaKey || event.altKey) return;
    // The keys of the page mean something else.
    event.stopPropagation();
    const next = moved(reach.value, event.key, event.shiftKey, words.length);
    if (next !== undefined) reach.value = next;
    else if (event.key === 'Enter') mark();
    else if (event.key === 'Escape') onLeave();
    else return;
    event.preventDefault();
  };
  return (
    <Field title="Mark a passage of the output">
      <p class="muted">
        <kbd>←</kbd> <kbd>→</kbd> move, <kbd>Shift</kbd> extends, <kbd>Enter</kbd> marks,{' '}
        <kbd>Esc</kbd> leaves. Or click words.
      </p>
      {/* biome-ignore lint/a11y/useSemanticElements: no element is a text of which a part is chosen. */}
      <div
        ref={element}
        role="group"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the keys that choose go here.
        tabIndex={0}
        aria-label="Words of the output"
        class="untrusted text-block span-words"
        onKeyDown={onKeyDown}
      >
        {words.map(({ start, end }, i) => (
          // biome-ignore lint/a11y/noStaticElementInteractions: the group takes the same by keyboard.
          <span
            key={start}
            class={i >= from && i <= to ? 'span-word is-chosen' : 'span-word'}
            onMouseDown={(event) => {
              event.preventDefault();
              element.current?.focus();
              reach.value = event.shiftKey
                ? { anchor: reach.value.anchor, focus: i }
                : { anchor: i, focus: i };
            }}
          >
            <Pieces text={text.slice(start, end)} />{' '}
          </span>
        ))}
      </div>
      <p class="visually-hidden" role="status">
        Chosen: <Pieces text={chosen.slice(0, 200)} />
      </p>
      <div class="review-actions">
        <button type="button" class="button primary" onClick={mark}>
          Mark <kbd>Enter</kbd>
        </button>
        <button type="button" class="button" onClick={onLeave}>
          Leave <kbd>Esc</kbd>
        </button>
      </div>
    </Field>
  );
}
