/** What is left of the output on the way to what is scored. */
export interface Slice {
  text: string;
  /** Where it begins in the output as sent; null where it is no longer a part of that. */
  start: number | null;
}

/** The part of a slice between two places. */
export function cut({ text, start }: Slice, from: number, to: number): Slice {
  return { text: text.slice(from, to), start: start === null ? null : start + from };
}

/** A slice whose text was changed: a part of it where it still is one. */
export function changed(slice: Slice, text: string): Slice {
  return text === slice.text ? slice : { text, start: null };
}

export function trimmed(slice: Slice): Slice {
  const { text } = slice;
  const from = text.length - text.trimStart().length;
  return cut(slice, from, Math.max(from, text.trimEnd().length));
}
