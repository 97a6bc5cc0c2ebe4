import type { ProbeEdit } from '@assay/schema/types.ts';
import { oneLine } from './text.ts';

const LONGEST = 50;
const MARKS: Record<string, string> = { ' ': '␣', '\t': '⇥', '\n': '⏎', '\r': '␍' };

/** A change as `"before" → "after"`. One of nothing but whitespace would show nothing, so that has marks. */
export function editText({ before, after }: Pick<ProbeEdit, 'before' | 'after'>): string {
  const show = bare(before) === bare(after) ? marked : oneLine;
  return `"${show(before, LONGEST)}" → "${show(after, LONGEST)}"`;
}

function bare(text: string): string {
  return text.replace(/\s+/g, '');
}

function marked(text: string, most: number): string {
  const shown = text.replace(/\s/g, (space) => MARKS[space] ?? codeOf(space));
  return oneLine(shown, most);
}

/** Such as `<U+00A0>` of a no-break space. */
function codeOf(space: string): string {
  return `<U+${space.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}>`;
}
