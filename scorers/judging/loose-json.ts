/** An object read from a text, and where it stands there. */
export interface LooseObject {
  value: Record<string, unknown>;
  start: number;
  /** The index after its closing brace. */
  end: number;
  /** Where the value of each of its own keys stands. */
  spans: ReadonlyMap<string, readonly [start: number, end: number]>;
  /** Whether a key stands in it twice with different values, here or deeper. */
  isContradictory: boolean;
}

const DEEPEST = 32;
/** Characters of white space and comments between two tokens, and of a key: `fieldAfter` sees no more. */
const LONGEST_BLANK = 200;
const LONGEST_KEY = 200;

/**
 * Reads the JSON object that starts at an index, and takes the slips that have one reading: raw line
 * breaks and tabs in strings, comments, trailing commas, the quotes and literals of Python, keys
 * without quotes. No comment stands on either side of a key: `namesKey` would not see the key.
 *
 * Nothing is ever completed or guessed: an object that ends early, a quotation mark that is not
 * escaped and a missing comma have several readings, and one of them can be written by whoever the
 * judge quotes. Repair libraries close what is open, which is why none is used here.
 *
 * @returns undefined if there is no such object
 */
export function readLooseObject(text: string, start: number): LooseObject | undefined {
  const cursor: Cursor = { text, at: start, spans: new Map(), isContradictory: false };
  try {
    const value = readObject(cursor, 0);
    const { at: end, spans, isContradictory } = cursor;
    return { value, start, end, spans, isContradictory };
  } catch (cause) {
    if (cause instanceof NotJson) return undefined;
    throw cause;
  }
}

/**
 * The field that may follow where a string ends, as `readLooseObject` would read it: its key as it is
 * written, and where its value begins.
 */
export function fieldAfter(
  text: string,
  end: number,
): { key: string; valueAt: number } | undefined {
  let at = blankEnd(text, end);
  const first = at;
  while (at - first < LONGEST_BLANK && BRACKETS.has(text[at] ?? '')) at = blankEnd(text, at + 1);
  if (at === first) return undefined;
  FIELD_KEY.lastIndex = at;
  const found = FIELD_KEY.exec(text);
  if (found === null) return undefined;
  const [whole, key = ''] = found;
  return { key, valueAt: blankEnd(text, at + whole.length) };
}

const BRACKETS = new Set([',', '}', ']', '{', '[']);
// Every repetition is bounded: this is tried at each quotation mark of a long text.
const FIELD_KEY =
  /("(?:[^"\\]|\\.){0,200}"|'(?:[^'\\]|\\.){0,200}'|“(?:[^”\\]|\\.){0,200}”|[A-Za-z_]\w{0,200})\s{0,200}:/sy;

class NotJson extends Error {
  override readonly name = 'NotJson';
}

interface Cursor {
  readonly text: string;
  at: number;
  readonly spans: Map<string, readonly [number, number]>;
  isContradictory: boolean;
}

function readObject(cursor: Cursor, depth: number): Record<string, unknown> {
  expect(cursor, '{');
  const found = new Map<string, unknown>();
  while (!takes(cursor, '}')) {
    const key = readFieldKey(cursor);
    skipBlank(cursor);
    const start = cursor.at;
    const value = readValue(cursor, depth + 1);
    const isRepeated = found.has(key) && JSON.stringify(found.get(key)) !== JSON.stringify(value);
    if (isRepeated) cursor.isContradictory = true;
    found.set(key, value);
    if (depth === 0) cursor.spans.set(key, [start, cursor.at]);
    if (takes(cursor, '}')) break;
    expect(cursor, ',');
  }
  return Object.fromEntries(found);
}

function readArray(cursor: Cursor, depth: number): unknown[] {
  expect(cursor, '[');
  const found: unknown[] = [];
  while (!takes(cursor, ']')) {
    found.push(readValue(cursor, depth + 1));
    if (takes(cursor, ']')) break;
    expect(cursor, ',');
  }
  return found;
}

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.+-])/y;
const WORD = /[A-Za-z_]\w*/y;
const LITERALS = new Map<string, boolean | null>([
  ['true', true],
  ['True', true],
  ['false', false],
  ['False', false],
  ['null', null],
  ['None', null],
]);

function readValue(cursor: Cursor, depth: number): unknown {
  if (depth > DEEPEST) throw new NotJson();
  skipBlank(cursor);
  const next = cursor.text[cursor.at] ?? '';
  if (next === '{') return readObject(cursor, depth);
  if (next === '[') return readArray(cursor, depth);
  if (CLOSING.has(next)) return readString(cursor);
  const number = match(cursor, NUMBER);
  if (number !== undefined) return Number(number);
  const literal = LITERALS.get(match(cursor, WORD) ?? '');
  if (literal === undefined) throw new NotJson();
  return literal;
}

/** A key and its colon. */
function readFieldKey(cursor: Cursor): string {
  const key = readKey(cursor);
  const space = match(cursor, SPACE) ?? '';
  const isLong = key.length > LONGEST_KEY || space.length > LONGEST_BLANK;
  if (isLong || cursor.text[cursor.at] !== ':') throw new NotJson();
  cursor.at += 1;
  return key;
}

function readKey(cursor: Cursor): string {
  skipBlank(cursor);
  if (CLOSING.has(cursor.text[cursor.at] ?? '')) return readString(cursor);
  let before = cursor.at - 1;
  while (/\s/.test(cursor.text[before] ?? '')) before -= 1;
  if (!'{,'.includes(cursor.text[before] ?? ' ')) throw new NotJson();
  const word = match(cursor, WORD);
  if (word === undefined) throw new NotJson();
  return word;
}

const CLOSING = new Map([
  ['"', '"'],
  ["'", "'"],
  ['“', '”'],
]);
const ESCAPES = new Map([
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
  ['"', '"'],
  ["'", "'"],
  ['\\', '\\'],
  ['/', '/'],
]);

function readString(cursor: Cursor): string {
  const { text } = cursor;
  const close = CLOSING.get(text[cursor.at] ?? '');
  let value = '';
  let from = cursor.at + 1;
  for (let i = from; i < text.length; i += 1) {
    const character = text[i];
    if (character === close) {
      cursor.at = i + 1;
      return value + text.slice(from, i);
    }
    if (character !== '\\') continue;
    const [escaped, length] = readEscape(text, i + 1);
    value += text.slice(from, i) + escaped;
    i += length;
    from = i + 1;
  }
  throw new NotJson();
}

/** What an escape stands for, and its length after the backslash. */
function readEscape(text: string, at: number): [string, number] {
  const next = text[at] ?? '';
  const code = next === 'u' ? /^[0-9a-fA-F]{4}/.exec(text.slice(at + 1, at + 5))?.[0] : undefined;
  if (code !== undefined) return [String.fromCharCode(Number.parseInt(code, 16)), 5];
  // Models leave the backslashes of Markdown and LaTeX as they are.
  return [ESCAPES.get(next) ?? `\\${next}`, 1];
}

const BLANK = /(?:\s|\ufeff|\/\/[^\n]*|\/\*(?:[^*]|\*(?!\/))*\*\/)*/y;

const BLANK_START = /[\s\ufeff/]/;

const SPACE = /\s*/y;

function skipBlank(cursor: Cursor): void {
  const end = blankEnd(cursor.text, cursor.at);
  if (end - cursor.at >= LONGEST_BLANK) throw new NotJson();
  cursor.at = end;
}

function blankEnd(text: string, at: number): number {
  if (!BLANK_START.test(text[at] ?? '')) return at;
  BLANK.lastIndex = 0;
  const [blank = ''] = BLANK.exec(text.slice(at, at + LONGEST_BLANK)) ?? [];
  return at + blank.length;
}

function match(cursor: Cursor, pattern: RegExp): string | undefined {
  pattern.lastIndex = cursor.at;
  const found = pattern.exec(cursor.text)?.[0];
  cursor.at += found?.length ?? 0;
  return found;
}

function takes(cursor: Cursor, character: string): boolean {
  skipBlank(cursor);
  if (cursor.text[cursor.at] !== character) return false;
  cursor.at += 1;
  return true;
}

function expect(cursor: Cursor, character: string): void {
  if (!takes(cursor, character)) throw new NotJson();
}
