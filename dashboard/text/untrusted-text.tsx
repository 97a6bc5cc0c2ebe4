import { piecesOf } from './visible-controls.ts';
import './text.css';

/**
 * Shows a text that a model or a user wrote, as text: it is never parsed as HTML or Markdown, its
 * direction cannot affect what surrounds it, and invisible characters are named.
 */
export function UntrustedText({ text }: { text: string }) {
  return (
    <bdi class="untrusted" dir="auto">
      <Pieces text={text} />
    </bdi>
  );
}

/** The pieces of a text within an element that isolates it. */
export function Pieces({ text }: { text: string }) {
  return (
    <>
      {piecesOf(text).map((piece, i) =>
        'text' in piece ? (
          piece.text
        ) : (
          <span key={i} class="hidden-character" title="An invisible character">
            {piece.hidden}
          </span>
        ),
      )}
    </>
  );
}
