/**
 * The items of a list that stands on one line, where it can be nothing else:
 * - numbered from 1: `1. a 2. b 3. c`, also `1)`, `(1)`, `1、` and `①`
 * - behind round bullets: `• a • b`
 * - cut by `、` or `;`, or in three or more cells of a table's row
 * - three or more short ones cut by commas, with or without `and` or `or` before the last
 *
 * What stands before a colon introduces the list. `a, b` and `a and b` may be one item each.
 */
export function inlineItems(line: string, splitsCommas: boolean): string[] | undefined {
  const list = withoutIntroduction(line);
  return numbered(line) ?? bulleted(line) ?? cells(list) ?? separated(list, splitsCommas);
}

const NUMBER = /(?:^|(?<=[\s:：]))(?:[（(]?(\d{1,3})(?:[.)）]\s+|[、．]\s*)|([①-⑳])\s*)/g;
const FIRST_CIRCLED = 0x2460;

function numbered(line: string): string[] | undefined {
  const marks = [...line.matchAll(NUMBER)];
  if (marks.length < 2 || marks.some((mark, i) => numberOf(mark) !== i + 1)) return undefined;
  const [first] = marks;
  const before = line.slice(0, first?.index).trim();
  if (before !== '' && !/[:：]$/.test(before)) return undefined;
  return marks.map((mark, i) =>
    line
      .slice(mark.index + mark[0].length, marks[i + 1]?.index)
      .trim()
      .replace(i < marks.length - 1 ? BETWEEN : '', ''),
  );
}

function numberOf([, digits, circled]: RegExpExecArray): number {
  return digits === undefined ? (circled?.charCodeAt(0) ?? 0) - FIRST_CIRCLED + 1 : Number(digits);
}

/** Dashes and asterisks may stand in an item; round bullets do not. */
function bulleted(line: string): string[] | undefined {
  const [before = '', ...items] = line.split(/(?:^|\s)[•◦▪●‣]\s+/);
  const isIntroduced = before.trim() === '' || /[:：]$/.test(before.trim());
  return isIntroduced && items.length > 1 ? items.map((item) => item.trim()) : undefined;
}

/** The cells of a table's only row; one of two may be a text with a bar in it. */
function cells(text: string): string[] | undefined {
  const items = text.replace(/^\|\s*|\s*\|$/g, '').split(/\s+\|\s+/);
  return items.length > 2 && items.every(isShort) ? items : undefined;
}

// What joins an item to the next: a comma, a conjunction, or both.
const BETWEEN = /(?:\s*[,;，；]\s*(?:and|or)?|\s+(?:and|or))$/i;

function withoutIntroduction(line: string): string {
  return line.replace(/^[^:：,;、]{1,100}[:：]\s+/, '');
}

const LONGEST_ITEM = 60;
const MOST_WORDS = 5;

function separated(line: string, splitsCommas: boolean): string[] | undefined {
  const text = line.replace(/[.。]$/, '').trim();
  if (!splitsCommas) return undefined;
  for (const separator of [/\s*、\s*/, /\s*[;；]\s*/]) {
    const items = text.split(separator).map(withoutConjunction);
    if (items.length > 1 && items.every(isShort)) return items;
  }
  const items = text.split(/,\s+|，\s*/);
  const last = items.pop() ?? '';
  const pair = /^(.+?)\s+(?:and|or|&)\s+(.+)$/i.exec(last);
  const all = [...items, ...(pair ? pair.slice(1) : [last])].map(withoutConjunction);
  return all.length > 2 && all.every(isShort) ? all : undefined;
}

function withoutConjunction(item: string): string {
  return item.trim().replace(/^(?:and|or|&)\s+/i, '');
}

/** Whether a part may be an item: a clause of a sentence has more words, or ends it. */
function isShort(item: string): boolean {
  return (
    item !== '' &&
    item.length <= LONGEST_ITEM &&
    item.split(/\s+/).length <= MOST_WORDS &&
    !/[.!?:。！？：](?:\s|$)/.test(item)
  );
}
