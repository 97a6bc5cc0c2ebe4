import { lazyPattern } from '../../lazy-pattern.ts';
import type { Span } from '../finding.ts';
import type { Capital } from './capitals.ts';
import {
  endsOrganisation,
  isCountry,
  isJob,
  isNationality,
  isNoPerson,
  isTitle,
} from './known-words.ts';
import { isIn } from './word-sets.ts';

const NEXT = /^(?: |, |,? and |-| & | of | for )$/;
const LOCATION_BEFORE =
  /\b(?:in|from|near|to|visit|visiting|visited|around|across|towards?|outside|leave|left|reach(?:ed)?|based in|lives? in|living in|located in|grew up in|born in|moved (?:here )?(?:from|to)|returned to|returning to|travel(?:l?ing)? to|flying to|resident of|city of|town of|city|southern|northern|eastern|western)[ ]$/i;
const ORGANISATION_BEFORE =
  /\b(?:work(?:s|ed|ing)? (?:for|at|with)|employed (?:by|at)|ceo of|founder of|president of|director of|employees? of|company|firm|joined|hired by|invested in|acquired by|subsidiary of|address of|invoice from|bank of|customer of|a year at|following year at|became|according to(?: the)?)[ ]$/i;
const ORGANISATION_AFTER = lazyPattern(
  String.raw`^(?:,? (?:is an? (?:\p{L}+ )?(?:multinational|company|corporation|startup|bank|firm|agency|design|non-?profit)|orchestra|website|office|invested|employees|headquarters|shares|stock|announced|acquired|released))`,
  'iu',
);

/** The words that a place or a company may be called by, joined as names are. */
function runs(text: string, capitals: readonly Capital[], most: number): Capital[][] {
  const found: Capital[][] = [];
  let run: Capital[] = [];
  for (const capital of capitals) {
    const last = run.at(-1);
    const between = last ? text.slice(last.end, capital.start) : '';
    if (last && run.length < most && NEXT.test(between)) run.push(capital);
    else {
      if (run.length > 0) found.push(run);
      run = [capital];
    }
  }
  if (run.length > 0) found.push(run);
  return found;
}

/** Countries, and towns that are listed or that a preposition tells. */
export function findLocations(text: string, capitals: readonly Capital[]): Span[] {
  const spans: Span[] = [];
  for (let i = 0; i < capitals.length; ) {
    const run = spaced(text, capitals, i, 4);
    const span = locationIn(text, run);
    if (span) spans.push(span.span);
    i += span ? span.words : 1;
  }
  return spans;
}

/** Words from here on with one space, `de`, `am` or a hyphen between. */
function spaced(text: string, capitals: readonly Capital[], from: number, most: number): Capital[] {
  const run: Capital[] = [];
  for (let i = from; i < capitals.length && run.length < most; i += 1) {
    const next = capitals[i];
    const last = run.at(-1);
    if (
      next === undefined ||
      (last &&
        !/^(?: |-| (?:de|del|di|da|do|am|an der|the|of|upon|la|na|and) )$/.test(
          text.slice(last.end, next.start),
        ))
    )
      break;
    run.push(next);
  }
  return run;
}

function locationIn(
  text: string,
  run: readonly Capital[],
): { span: Span; words: number } | undefined {
  const [first] = run;
  if (first === undefined) return undefined;
  const before = text.slice(Math.max(0, first.start - 30), first.start);
  const isAfterPreposition = LOCATION_BEFORE.test(before);
  for (let words = run.length; words > 0; words -= 1) {
    const part = run.slice(0, words);
    const end = part.at(-1)?.end ?? first.end;
    const name = part.map(({ folded }) => folded).join(' ');
    const whole = text.slice(first.start, end).toLowerCase();
    const span = (certainty: number) => ({
      span: { kind: 'location', start: first.start, end, certainty },
      words,
    });
    if (isCountry(name) || isCountry(whole)) return span(0.85);
    const listed = isIn('place', name.replaceAll(' ', '')) && !part.every(({ isWord }) => isWord);
    if (listed && isAfterPreposition) return span(0.8);
    if (listed && words > 1) return span(0.6);
    if (listed && !part.some(({ isGiven, isSurname }) => isGiven || isSurname)) return span(0.55);
  }
  if (!isAfterPreposition || run.every(({ isWord }) => isWord) || isNationality(first.folded))
    return undefined;
  const last = run.at(-1);
  if (last === undefined || isNoPerson(last.folded) || endsOrganisation(last.folded))
    return undefined;
  const isPersonal = run.some(({ isGiven }) => isGiven) && /\b(?:from|to)[ ]$/i.test(before);
  return {
    span: {
      kind: 'location',
      start: first.start,
      end: last.end,
      certainty: isPersonal ? 0.4 : 0.6,
    },
    words: run.length,
  };
}

/** Companies and institutions: by how their names end, by partners in a row, by what stands around. */
export function findOrganisations(text: string, capitals: readonly Capital[]): Span[] {
  const spans: Span[] = [];
  for (const run of runs(text, capitals, 8)) {
    const [first] = run;
    const last = run.at(-1);
    if (first === undefined || last === undefined) continue;
    const before = text.slice(Math.max(0, first.start - 32), first.start);
    const add = (from: Capital, to: Capital, certainty: number) =>
      spans.push({
        kind: 'organization',
        start: from.start,
        end: to.end + (/^\.(?!\s+\p{Lu}|$)/u.test(text.slice(to.end, to.end + 3)) ? 1 : 0),
        certainty,
      });
    const ending = run.findLastIndex(({ folded }, i) => i > 0 && endsOrganisation(folded));
    const ender = run[ending];
    if (ender) {
      const start = run.findIndex(({ folded, isFirst }) => !(isFirst && isNoPerson(folded)));
      const from = run[Math.max(0, start)];
      if (from && from !== ender) add(from, ender, LEGAL_FORM.test(ender.folded) ? 0.85 : 0.6);
      continue;
    }
    // Owens, Duran and Oneal; Weber-Santana
    const joined = text.slice(first.start, last.end);
    if (
      THREE_NAMES().test(joined) &&
      run.every(({ isSurname, isGiven }) => isSurname && !isGiven)
    ) {
      add(first, last, 0.7);
      continue;
    }
    const words = spaced(text, capitals, capitals.indexOf(first), 5);
    const end = words.at(-1) ?? last;
    const isTold =
      ORGANISATION_BEFORE.test(before) ||
      ORGANISATION_AFTER().test(text.slice(end.end, end.end + 40));
    const isOther = words.every(
      ({ folded }) => isNoPerson(folded) || isTitle(folded) || isNationality(folded),
    );
    if (isTold && !isOther) add(first, end, 0.65);
  }
  return spans;
}

const LEGAL_FORM =
  /^(?:inc|incorporated|llc|llp|ltd|limited|corp|corporation|plc|gmbh|ag|kg|sarl|srl|spa|bv|nv|oy|oyj|aps|pty|pte)$/;

const THREE_NAMES = lazyPattern(
  String.raw`^\p{Lu}[\p{L}'’]+, \p{Lu}[\p{L}'’]+ and \p{Lu}[\p{L}'’]+$`,
  'u',
);
const JOB = lazyPattern(
  String.raw`(?<![\p{L}-])\p{L}[\p{L}-]{1,20}(?: (?:and )?\p{Ll}[\p{L}-]{1,20}){0,4}`,
  'gu',
);
const JOB_BEFORE =
  /(?:\b(?:as (?:an? |the )?|(?:is|am|i'm|was|be|became|work as) an? |title: |position: |job: |occupation: |profession: )|(?:^|\n)>? ?)$/i;

/** Titles before names, and jobs where a text names them as such. */
export function findTitles(text: string): Span[] {
  const spans: Span[] = [];
  for (const { 0: match, index: start } of text.matchAll(TITLE())) {
    spans.push({ kind: 'title', start, end: start + match.length, certainty: 0.8 });
  }
  for (const { 0: match, index: start } of text.matchAll(JOB())) {
    if (!JOB_BEFORE.test(text.slice(Math.max(0, start - 16), start))) continue;
    const words = match.split(' ');
    const at = words.findIndex((word) => isJob(word.toLowerCase()));
    if (at === -1) continue;
    const end = start + words.slice(0, at + 1).join(' ').length;
    spans.push({ kind: 'title', start, end, certainty: 0.6 });
  }
  return spans;
}

const TITLE = lazyPattern(
  String.raw`(?<![\p{L}.])(?:[Mm](?:rs?|s|x|me|lle)|[Dd]r|[Pp]rof|[Ss](?:ig|ra?))\.(?= ?\p{L})|(?<![\p{L}.])(?:Mr|Mrs|Ms|Mx|Dr|Prof|Miss|Herr|Frau|Madame|Monsieur)(?= \p{Lu})`,
  'gu',
);

const NATIONAL = lazyPattern(String.raw`(?<![\p{L}-])\p{L}{4,16}(?![\p{L}-])`, 'gu');

/** Nationalities and religions. */
export function findNationalities(text: string): Span[] {
  const spans: Span[] = [];
  for (const { 0: match, index: start } of text.matchAll(NATIONAL())) {
    const folded = match
      .toLowerCase()
      .replace(/men?$|mans$/, (end) => (end === 'men' ? 'man' : end === 'mans' ? 'man' : end));
    if (match === match.toLowerCase() && /^(?:polish|pole|finn|turk|orthodox)$/.test(match))
      continue;
    if (isNationality(folded))
      spans.push({ kind: 'nationality', start, end: start + match.length, certainty: 0.7 });
  }
  return spans;
}
