import type { Evidence } from '@assay/schema/types.ts';

/** A text of the sample that quotes can come from, and its JSON pointer. */
export interface QuotedText {
  pointer: string;
  text: string;
}

/**
 * Finds a judge's quote in the texts it should come from: white space and capitals aside, word for
 * word. A quote with an ellipsis is found by its longest part.
 *
 * @returns where it stands, as evidence; undefined when it stands nowhere
 */
export function findQuote(
  quote: string,
  texts: readonly QuotedText[],
  note: string,
): Evidence | undefined {
  const parts = quote
    .split(/\s*(?:…|\.\.\.)\s*/)
    .map((part) => part.replace(/^["'“‘«]+|["'”’»]+$/gu, ''));
  const longest = parts.reduce((best, part) => (part.length > best.length ? part : best), '');
  const pieces = longest
    .trim()
    .slice(0, 500)
    .split(/\s+/)
    .filter((word) => word !== '');
  if (pieces.length === 0) return undefined;
  const pattern = new RegExp(pieces.map(literal).join('\\s+'), 'iu');
  for (const { pointer, text } of texts) {
    const match = pattern.exec(text);
    if (match === null) continue;
    const start = match.index;
    return { pointer, start, end: start + match[0].length, text: match[0], note };
  }
  return undefined;
}

function literal(word: string): string {
  return word.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}
