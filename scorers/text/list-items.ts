import { findJson } from '../format/find-json.ts';
import { inlineItems } from './inline-items.ts';
import { withoutEmphasis } from './markdown-emphasis.ts';

/**
 * The items of a list in a text: of a JSON list, alone or in a code fence, or else its lines. What
 * marks a line as an item is omitted: bullets, numbers and letters (`1.`, `2)`, `(3)`, `a)`), check
 * boxes, and emphasis around the whole item. A single line may hold a list itself, as
 * `inline-items.ts` says.
 *
 * @param splitsCommas false where items have commas of their own
 */
export function readItems(text: string, splitsCommas = true): string[] {
  const search = findJson(text, 'fenced');
  const value = 'found' in search ? search.found[0].value : undefined;
  if (Array.isArray(value)) {
    return value.map((item) => (typeof item === 'string' ? item : JSON.stringify(item)));
  }
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !FENCE.test(line));
  const inline = lines.length === 1 ? inlineItems(lines[0] ?? '', splitsCommas) : undefined;
  if (inline !== undefined) return inline.map(withoutEmphasis);
  const marker = isLettered(lines) ? LETTER : MARKER;
  return lines
    .map((line) => withoutEmphasis(line.replace(marker, '').replace(CHECK_BOX, '').trim()))
    .filter((line) => line !== '');
}

/** Whether lines are lettered a., b., c. or i., ii., iii.: one alone may begin with an initial. */
function isLettered(lines: readonly string[]): boolean {
  const letters = lines.map((line) => LETTER.exec(line)?.[1]?.toLowerCase());
  return (
    lines.length > 1 && ORDERS.some((order) => letters.every((letter, i) => letter === order[i]))
  );
}

const LETTER = /^([a-z]|[ivx]{1,5})\.\s+/i;
const ORDERS = [
  'a b c d e f g h i j k l m n o p q r s t u v w x y z'.split(' '),
  'i ii iii iv v vi vii viii ix x xi xii'.split(' '),
];

const FENCE = /^(?:`{3,}[^`]*|~{3,}.*)$/;
const MARKER = new RegExp(
  [
    '[-*+•‣◦▪●○■–—·]\\s+',
    '(?:\\d{1,4}[.)]|[（(](?:\\d{1,4}|[a-z]|[ivx]{2,5})[)）]|(?:[a-z]|[ivx]{2,5})\\))\\s+',
    // Without a space a point may be one of decimals.
    '\\d{1,4}(?:[、．）]|[.)](?=\\p{L}))\\s*',
    '[①-⑳]\\s*',
  ]
    .map((form) => `^${form}`)
    .join('|'),
  'iu',
);
const CHECK_BOX = /^(?:\[[ xX]\]\s+|[☐☑☒✓✔✅]\s*)/u;
