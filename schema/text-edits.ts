/** A span of a text, and what replaces it. */
export interface Edit {
  start: number;
  end: number;
  replacement: string;
}

/**
 * A text with spans replaced.
 *
 * @param edits sorted, without overlaps
 * @param from where in the edited text this one begins, if it is a part of that
 */
export function editText(text: string, edits: readonly Edit[], from = 0): string {
  let edited = '';
  let copied = 0;
  for (const { start, end, replacement } of edits) {
    if (end <= from || start >= from + text.length) continue;
    const begin = Math.max(0, start - from);
    edited += text.slice(copied, begin);
    // In a text of several parts the part in which a span begins gets all of its replacement.
    if (start >= from) edited += replacement;
    copied = Math.min(text.length, end - from);
  }
  return edited + text.slice(copied);
}
