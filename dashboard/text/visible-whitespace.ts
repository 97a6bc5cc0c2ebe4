const MARKS: Record<string, string> = { ' ': '␣', '\t': '⇥', '\n': '⏎\n', '\r': '␍' };

/** Whether two texts differ in nothing but whitespace, so that their difference cannot be seen. */
export function isWhitespaceOnly(before: string, after: string): boolean {
  return bare(before) === bare(after);
}

/** A text with a mark for each space, tab and line end. */
export function withMarks(text: string): string {
  return text.replace(/\s/g, (space) => MARKS[space] ?? codeOf(space));
}

function bare(text: string): string {
  return text.replace(/\s+/g, '');
}

/** Such as `<U+00A0>` of a no-break space. */
function codeOf(space: string): string {
  return `<U+${space.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}>`;
}
