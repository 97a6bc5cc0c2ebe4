import { lazyPattern } from '@assay/scorers/lazy-pattern.ts';
/** Where a part of a text stands, in UTF-16 units. */
export interface Place {
  start: number;
  end: number;
}

// Lengths are bounded so that a lone mark protects nothing far behind it, and costs little.
const CODE = /```[\s\S]*?(?:```|$)|~~~[\s\S]*?(?:~~~|$)|`[^`\n]{1,1000}`/g;
const QUOTED =
  /"[^"\n]{1,500}"|“[^”\n]{1,500}”|„[^“”\n]{1,500}[“”]|«[^»\n]{1,500}»|»[^«\n]{1,500}«|「[^」\n]{1,500}」/g;
const SINGLE_QUOTED = lazyPattern(
  String.raw`(?<![\p{L}\p{N}])'[^'\n]{1,500}'(?![\p{L}\p{N}])`,
  'gu',
);
const PLACEHOLDER = lazyPattern(
  String.raw`\{\{[^{}\n]{1,200}\}\}|\$\{[^{}\n]{1,200}\}|\{[^{}\s]{1,100}\}|<\/?[A-Za-z][^<>\n]{0,200}>|\[[A-Z][A-Z0-9_ ]{1,60}\]|%[sdif](?![\p{L}])`,
  'gu',
);
/** Addresses, numbers, identifiers and options: any run of signs with one of these in it. */
const SPECIAL = lazyPattern(
  String.raw`[\p{N}@_\\/#$€£¥%^=<>|~]|:\/\/|^www\.|^--?\p{L}|\p{Ll}\p{Lu}`,
  'u',
);
const EDGES = lazyPattern(String.raw`^[\p{P}\s]+|[\p{P}\s]+$`, 'gu');
const NUMBER_WORD = lazyPattern(
  String.raw`(?<!\p{L})(?:zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen|(?:twen|thir|for|fif|six|seven|eigh|nine)ty|hundred|thousand|million|billion|half|twice|dozen)(?!\p{L})`,
  'giu',
);

/**
 * The parts of a text that no probe changes: code, URLs, numbers, identifiers, quotations,
 * placeholders, and the words to keep, which are those that carry the answer.
 *
 * @param keep words and phrases, compared without regard to case
 * @returns in order, without overlaps
 */
export function protectedParts(text: string, keep: readonly string[] = []): Place[] {
  const found = [
    ...[CODE, QUOTED, SINGLE_QUOTED(), PLACEHOLDER(), NUMBER_WORD()].flatMap((pattern) =>
      [...text.matchAll(pattern)].map(({ 0: part, index }) => placeOf(index, part)),
    ),
    ...specialWords(text),
    ...keptPhrases(text, keep),
  ];
  return joined(found);
}

/** Whether a part of a text touches one of the places. */
export function touches(places: readonly Place[], start: number, end: number): boolean {
  return places.some((place) => place.start < end && start < place.end);
}

function placeOf(start: number, part: string): Place {
  return { start, end: start + part.length };
}

/** Runs of signs between spaces, without the punctuation around them. */
function specialWords(text: string): Place[] {
  return [...text.matchAll(/\S+/g)].flatMap(({ 0: run, index }) => {
    if (!SPECIAL().test(run)) return [];
    const isName = /^[@#$-]/.test(run);
    const before = isName ? 0 : (/^[\p{P}]+/u.exec(run)?.[0].length ?? 0);
    const core = run.slice(before).replace(EDGES(), (edge, at: number) => (at === 0 ? edge : ''));
    return core === '' ? [placeOf(index, run)] : [placeOf(index + before, core)];
  });
}

function keptPhrases(text: string, keep: readonly string[]): Place[] {
  const folded = text.toLowerCase();
  // Lower case of another length would move every place behind it.
  if (folded.length !== text.length) return keep.flatMap((phrase) => placesOf(text, phrase));
  return keep.flatMap((phrase) => placesOf(folded, phrase.toLowerCase()));
}

function placesOf(text: string, phrase: string): Place[] {
  const found: Place[] = [];
  if (phrase.trim() === '') return found;
  for (let at = text.indexOf(phrase); at !== -1; at = text.indexOf(phrase, at + phrase.length)) {
    const end = at + phrase.length;
    const isWhole = !isLetter(text.charAt(at - 1)) && !isLetter(text.charAt(end));
    if (isWhole || !isLetter(phrase.charAt(0))) found.push({ start: at, end });
  }
  return found;
}

function isLetter(sign: string): boolean {
  return /[\p{L}\p{N}]/u.test(sign);
}

function joined(places: readonly Place[]): Place[] {
  const result: Place[] = [];
  for (const place of places.toSorted((a, b) => a.start - b.start)) {
    const last = result.at(-1);
    if (last !== undefined && place.start <= last.end) last.end = Math.max(last.end, place.end);
    else result.push({ ...place });
  }
  return result;
}
