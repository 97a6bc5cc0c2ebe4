import type { ExtractTransform } from '@assay/schema/types.ts';
import { changed, cut, type Slice, trimmed } from './slice.ts';
import { stripMarkdown } from './strip-markdown.ts';

/** Changes a slice; a line that is asked for and not there is undefined. */
export function transform(slice: Slice, step: ExtractTransform): Slice | undefined {
  switch (step) {
    case 'trim':
      return trimmed(slice);
    case 'lowercase':
      return changed(slice, slice.text.toLowerCase());
    case 'uppercase':
      return changed(slice, slice.text.toUpperCase());
    case 'collapse-whitespace':
      return changed(slice, slice.text.trim().replace(/\s+/g, ' '));
    case 'first-line':
    case 'last-line':
      return findLine(slice, step === 'first-line');
    case 'strip-thinking':
      return stripThinking(slice);
    case 'strip-markdown':
      return changed(slice, stripMarkdown(slice.text));
  }
}

/** The first or last line that is not empty. */
function findLine(slice: Slice, isFirst: boolean): Slice | undefined {
  const whole = trimmed(slice);
  if (whole.text === '') return undefined;
  const { text } = whole;
  const at = isFirst ? text.search(/\r?\n/) : text.lastIndexOf('\n');
  if (at === -1) return whole;
  return isFirst ? trimmed(cut(whole, 0, at)) : trimmed(cut(whole, at + 1, text.length));
}

const THINKING = /<(\/?)(think|thinking|thought|thoughts|reasoning)>/gi;

/**
 * What a text says outside of thinking in tags. A closing tag without an opening one ends thinking
 * that began with the text, as some chat templates leave it; one that is never closed goes to the end.
 */
function stripThinking(slice: Slice): Slice {
  const { text } = slice;
  const kept: { from: number; to: number }[] = [];
  let from = 0;
  let open: string | undefined;
  for (const { 0: tag, 1: slash, 2: name = '', index } of text.matchAll(THINKING)) {
    const end = index + tag.length;
    if (open === undefined && slash === '') {
      kept.push({ from, to: index });
      open = name.toLowerCase();
    } else if (open === undefined) {
      kept.length = 0;
      from = end;
    } else if (slash === '/' && name.toLowerCase() === open) {
      open = undefined;
      from = end;
    }
  }
  if (open === undefined) kept.push({ from, to: text.length });
  const parts = kept.filter((part) => text.slice(part.from, part.to).trim() !== '');
  const [only, ...others] = parts;
  if (only === undefined) return { text: '', start: null };
  if (others.length === 0) return trimmed(cut(slice, only.from, only.to));
  const joined = parts.map((part) => text.slice(part.from, part.to)).join('');
  return { text: joined.trim(), start: null };
}
