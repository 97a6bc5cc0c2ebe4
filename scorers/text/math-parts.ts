/** What an answer is made of, at its top level. */

const OPENING = '([{⦃';
const CLOSING = ')]}⦄';

/** Parts between separators that stand in no brackets. Brackets of intervals need not match in kind. */
export function splitOutside(text: string, isSeparator: (unit: string) => boolean): string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (let i = 0; i < text.length; i += 1) {
    const unit = text.charAt(i);
    if (OPENING.includes(unit)) depth += 1;
    else if (CLOSING.includes(unit)) depth -= 1;
    else if (depth === 0 && isSeparator(unit)) {
      parts.push(text.slice(start, i).trim());
      start = i + 1;
    }
  }
  parts.push(text.slice(start).trim());
  return parts;
}

export interface Group {
  open: string;
  close: string;
  items: string[];
}

/** The items of a text that is one bracketed whole: an interval, a tuple, a set. */
export function bracketed(text: string): Group | undefined {
  const open = text.charAt(0);
  const close = text.slice(-1);
  if (text.length < 2 || !'([{⦃'.includes(open) || !')]}⦄'.includes(close)) return undefined;
  let depth = 0;
  for (let i = 0; i < text.length - 1; i += 1) {
    if (OPENING.includes(text.charAt(i))) depth += 1;
    else if (CLOSING.includes(text.charAt(i))) depth -= 1;
    if (depth === 0) return undefined;
  }
  const inner = text.slice(1, -1).trim();
  const items = inner === '' ? [] : splitOutside(inner, (unit) => unit === ',' || unit === ';');
  if (open !== '{' && close !== '}') return { open, close, items };
  // Braces with a list in them were typed without the backslash of a set; others only group.
  return open === '{' && close === '}' && items.length > 1
    ? { open: '⦃', close: '⦄', items }
    : undefined;
}

/** The rows of a matrix; undefined where a text is none. */
export function matrixRows(text: string): string[][] | undefined {
  const found = MATRIX.exec(text);
  return found?.[1]
    ?.trim()
    .replace(/\\\\$/, '')
    .split('\\\\')
    .map((row) => row.split('&').map((cell) => cell.trim()));
}

const MATRIX =
  /^[[(|]?\s*\\begin\{(?:[pbvBV]?matrix|array)\}(?:\{[lcr|]*\})?([\s\S]*)\\end\{(?:[pbvBV]?matrix|array)\}\s*[\])|]?$/;
