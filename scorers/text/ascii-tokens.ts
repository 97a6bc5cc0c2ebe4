/**
 * Tokens that are runs of a to z and 0 to 9. They are numbered without being cut out of their texts:
 * making strings of them takes longer than all the rest of comparing two texts.
 */
import { createScratch } from './scratch.ts';

/** The tokens of a text in small letters. */
export function asciiTokens(text: string): string[] {
  const tokens: string[] = [];
  for (let at = nextToken(text, 0); at < text.length; at = nextToken(text, at)) {
    const start = at;
    while (isPart(text.charCodeAt(at))) at++;
    tokens.push(text.slice(start, at));
  }
  return tokens;
}

/** The tokens of several texts in small letters as numbers: equal tokens, equal numbers. */
export function numberAsciiTokens(texts: readonly string[]): number[][] {
  // A token and the sign behind it are two characters at least.
  const table = openTable(texts.reduce((sum, { length }) => sum + ((length + 1) >> 1), 0));
  const numbered = texts.map((text) => {
    const numbers: number[] = [];
    for (let at = nextToken(text, 0); at < text.length; at = nextToken(text, at)) {
      const start = at;
      let hash = 0;
      for (;;) {
        // Beyond the end it is NaN, which is no part.
        const unit = text.charCodeAt(at);
        if (!isPart(unit)) break;
        hash = Math.imul(hash ^ unit, 0x9e3779b1);
        at++;
      }
      numbers.push(numberOf(table, { text, start, length: at - start, hash }));
    }
    return numbers;
  });
  closeTable(table);
  return numbered;
}

/** Walked by hand: a regular expression takes several times as long. */
function nextToken(text: string, from: number): number {
  let at = from;
  while (at < text.length && !isPart(text.charCodeAt(at))) at++;
  return at;
}

function isPart(unit: number): boolean {
  return (unit >= 97 && unit <= 122) || (unit >= 48 && unit <= 57);
}

interface Token {
  text: string;
  start: number;
  length: number;
  hash: number;
}

/** A hash table from tokens to numbers from 0 upward. */
interface Table {
  /** The number of the token there, plus one; 0 is free. */
  slots: Int32Array;
  mask: number;
  /** Of each number: its slot, its hash, and where it first stood. */
  slotOf: Int32Array;
  hashes: Int32Array;
  starts: Int32Array;
  lengths: Int32Array;
  texts: string[];
}

const scratchSlots = createScratch();
const scratchSlotOf = createScratch();
const scratchHashes = createScratch();
const scratchStarts = createScratch();
const scratchLengths = createScratch();

function openTable(capacity: number): Table {
  const size = 2 ** Math.ceil(Math.log2(2 * capacity + 2));
  return {
    slots: scratchSlots(size),
    mask: size - 1,
    slotOf: scratchSlotOf(capacity),
    hashes: scratchHashes(capacity),
    starts: scratchStarts(capacity),
    lengths: scratchLengths(capacity),
    texts: [],
  };
}

/** Leaves the slots free for the next table. */
function closeTable({ slots, slotOf, texts }: Table): void {
  for (let number = 0; number < texts.length; number++) slots[slotOf[number] ?? 0] = 0;
}

function numberOf(table: Table, { text, start, length, hash }: Token): number {
  const { slots, mask, hashes, starts, lengths, texts } = table;
  let slot = (hash ^ (hash >>> 15)) & mask;
  for (;;) {
    const number = (slots[slot] ?? 0) - 1;
    if (number < 0) break;
    const isSame =
      hashes[number] === hash &&
      lengths[number] === length &&
      isEqual(texts[number] ?? '', starts[number] ?? 0, text, start, length);
    if (isSame) return number;
    slot = (slot + 1) & mask;
  }
  const number = texts.length;
  slots[slot] = number + 1;
  table.slotOf[number] = slot;
  hashes[number] = hash;
  starts[number] = start;
  lengths[number] = length;
  texts.push(text);
  return number;
}

function isEqual(a: string, fromA: number, b: string, fromB: number, length: number): boolean {
  for (let i = 0; i < length; i++) {
    if (a.charCodeAt(fromA + i) !== b.charCodeAt(fromB + i)) return false;
  }
  return true;
}
