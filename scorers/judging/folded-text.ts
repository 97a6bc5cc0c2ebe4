import { lazyPattern } from '../lazy-pattern.ts';
import { normalForm } from '../text/normal-form.ts';

/** A text without what tells two copies of the same words apart, and the way back to the text. */
export interface FoldedText {
  folded: string;
  /** Where what each unit of `folded` stands for begins in the text, and where it ends. */
  starts: readonly number[];
  ends: readonly number[];
}

// Quotation marks and apostrophes, and the marks of Markdown for emphasis, code, headings,
// quotations and tables, are written or omitted at will.
const UNSAID = lazyPattern(String.raw`[\p{Cf}\p{Pi}\p{Pf}"'\x60´*_~#>|\\•]`, 'u');
const DASH = lazyPattern(String.raw`\p{Pd}|−`, 'u');
const SPACE = /\s/u;
// A character with all marks that combine with it: their order is part of the normal form.
const CLUSTER = lazyPattern(String.raw`\P{M}\p{M}*|\p{M}+`, 'uy');
const SPACE_UNIT = 32;
const DASH_UNIT = 45;

/**
 * Folds a text so that a copy of its words is found however they were typed: compatibility and
 * decomposed forms, capitals, white space, quotation marks, dashes and the space around them,
 * invisible characters and Markdown do not count.
 *
 * Source: Unicode Standard Annex #15, normal form KD, which is the same for a character whatever its
 * neighbours, so that every unit keeps its place.
 */
export function foldText(text: string): FoldedText {
  const units: number[] = [];
  const starts: number[] = [];
  const ends: number[] = [];
  const known = new Map<string, string>();
  const add = (unit: number, start: number, end: number) => {
    units.push(unit);
    starts.push(start);
    ends.push(end);
  };
  for (let at = 0, end = 0; at < text.length; at = end) {
    end = clusterEnd(text, at);
    const code = text.charCodeAt(at);
    const isPlain = end === at + 1 && (isLowerOrDigit(code) || isUpper(code));
    if (isPlain) {
      add(isUpper(code) ? code + 32 : code, at, end);
      continue;
    }
    const cluster = text.slice(at, end);
    const said = known.get(cluster) ?? foldCluster(cluster);
    if (cluster.length <= LONGEST_KNOWN && known.size < MOST_KNOWN) known.set(cluster, said);
    const last = units.at(-1);
    if (said === ' ' && (last === undefined || last === SPACE_UNIT || last === DASH_UNIT)) continue;
    if (said === '-' && last === DASH_UNIT) continue;
    if (said === '-' && last === SPACE_UNIT) for (const each of [units, starts, ends]) each.pop();
    for (let i = 0; i < said.length; i += 1) add(said.charCodeAt(i), at, end);
  }
  return { folded: toText(units), starts, ends };
}

const LONGEST_KNOWN = 8;
const MOST_KNOWN = 20_000;
/** Below it no character combines with the one before. */
const FIRST_MARK = 0x300;

function clusterEnd(text: string, at: number): number {
  const next = at + 1;
  const isAlone = text.charCodeAt(at) < FIRST_MARK && !(text.charCodeAt(next) >= FIRST_MARK);
  if (isAlone || next === text.length) return next;
  CLUSTER().lastIndex = at;
  return CLUSTER().test(text) ? CLUSTER().lastIndex : next;
}

function isLowerOrDigit(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 48 && code <= 57);
}

function isUpper(code: number): boolean {
  return code >= 65 && code <= 90;
}

function toText(units: readonly number[]): string {
  const parts: string[] = [];
  // More arguments at once could exceed the stack.
  for (let i = 0; i < units.length; i += 8_192) {
    parts.push(String.fromCharCode(...units.slice(i, i + 8_192)));
  }
  return parts.join('');
}

function foldCluster(cluster: string): string {
  if (SPACE.test(cluster)) return ' ';
  if (DASH().test(cluster)) return '-';
  return [...normalForm(cluster, 'NFKD')]
    .filter((character) => !UNSAID().test(character))
    .join('')
    .toLowerCase();
}
