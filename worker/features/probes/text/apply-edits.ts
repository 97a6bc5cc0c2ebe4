import type { Edit } from '@assay/schema/text-edits.ts';

/**
 * A text with its edits, which can also insert at either end.
 *
 * @param edits in order, without overlaps
 */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  let edited = '';
  let copied = 0;
  for (const { start, end, replacement } of edits) {
    edited += text.slice(copied, start) + replacement;
    copied = end;
  }
  return edited + text.slice(copied);
}
