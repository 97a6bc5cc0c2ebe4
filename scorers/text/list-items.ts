import { findJson } from '../format/find-json.ts';
import { withoutEmphasis } from './markdown-emphasis.ts';

/**
 * The items of a list in a text: of a JSON list, alone or in a code fence, or else its lines. What
 * marks a line as an item is left out: bullets, numbers and letters (`1.`, `2)`, `(3)`, `a)`), check
 * boxes, and emphasis around the whole item.
 */
export function readItems(text: string): string[] {
  const search = findJson(text, 'fenced');
  const value = 'found' in search ? search.found[0].value : undefined;
  if (Array.isArray(value)) {
    return value.map((item) => (typeof item === 'string' ? item : JSON.stringify(item)));
  }
  return text
    .split('\n')
    .filter((line) => !FENCE.test(line))
    .map((line) => withoutEmphasis(line.trim().replace(MARKER, '').replace(CHECK_BOX, '').trim()))
    .filter((line) => line !== '');
}

const FENCE = /^\s*(?:`{3,}[^`]*|~{3,}.*)$/;
// A single letter with a full stop may be an initial.
const MARKER =
  /^(?:[-*+•‣◦▪●○■–—·]\s+|(?:\d{1,4}[.)]|[（(](?:\d{1,4}|[a-z]|[ivx]{2,5})[)）]|(?:[a-z]|[ivx]{2,5})\))\s+|\d{1,4}[、．）]\s*)/i;
const CHECK_BOX = /^\[[ xX]\]\s+/;
