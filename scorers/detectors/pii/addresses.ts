import { lazyPattern } from '../../lazy-pattern.ts';
import type { Span } from '../finding.ts';
import { isNear } from './context-words.ts';

const WORD = "[\\p{L}\\d][\\p{L}\\p{M}\\d.'’-]{0,30}";
const NUMBER = '\\d{1,6}(?:[ -]?[a-zA-Z](?![\\p{L}\\d]))?(?:[/-]\\d{1,4})?';
const SUFFIX =
  '(?:street|avenue|ave|road|boulevard|blvd|lane|drive|court|place|square|terrace|way|close|crescent|parkway|pkwy|highway|hwy|circle|mews|gardens|grove|trail|loop|alley|quay|esplanade|crossing|turnpike|pike|plaza|walk|wharf|green|rise|row|broadway)';
const SHORT_SUFFIX =
  '(?:st|ave|rd|blvd|ln|dr|ct|pl|sq|ter|cl|cres|pkwy|hwy|cir|gdns|gr|bnd|pde|st|strasse|str)';
const BEFORE_NAME =
  '(?:rue|via|viale|vicolo|piazza|corso|largo|calle|avenida|avda|plaza|paseo|camino|carrer|rua|r[úu]a|travessa|pra[çc]a|estrada|avenue|boulevard|chemin|quai|all[ée]e|impasse|ul|ulica|aleja|al|trg|ulitsa|strada|calea|cesta|jalan|jl)';
const JOINED =
  '(?:stra(?:ß|ss)e|str\\.|weg|gasse|platz|allee|damm|ufer|gade|vej|gata|gatan|v[äa]gen|v[äa]g|veien|vei|gate|katu|tie|kuja|polku|straat|laan|plein|gracht|kade|dijk|stræti|braut|vegur|holt|utca|ulice|nám[ěe]st[íi])';
const APART =
  '(?:utca|u\\.|út|útja|tér|tee|t[äa]nav|p[õo]ik|puiestee|ulice|Strasse|Straße|Str\\.|Weg|Platz|Allee|Gata|allé|all[ée]|väg|kapu|krt\\.?|sor|köz)';
const UNIT =
  '(?:[, \\n]{0,3}(?:apt|apartment|suite|ste|unit|flat|room|floor|fl|office|#|no|nº)\\.? ?[\\p{L}\\d-]{1,8})';

/** The core of an address: what is certain enough to begin with. */
interface Core {
  /** What a text has that such a core can be in: a pattern that costs little. */
  told: RegExp;
  pattern: RegExp;
}

const makeCores = (): Core[] => {
  const core = (told: string, source: string, flags: string): Core => ({
    told: new RegExp(told, 'i'),
    pattern: new RegExp(`(?<![\\p{L}\\d_.-])(?:${source})(?![\\p{L}\\d_]|[./-]\\d)`, flags),
  });
  const i = (told: string, source: string) => core(told, source, 'giu');
  const sensitive = (told: string, source: string) => core(told, source, 'gu');
  const army = '\\b[adf]po\\b';
  const before = `\\b${BEFORE_NAME}\\b`;
  const unit = '\\b(?:apt|suite|unit|flat)\\b';
  return [
    // 742 Evergreen Terrace, 5533 119 Countess Close
    i(`\\b${SUFFIX}\\b`, `${NUMBER}(?: \\d{1,5})? (?:${WORD} ){1,5}${SUFFIX}`),
    i(
      `\\b${SHORT_SUFFIX}\\b`,
      `${NUMBER}(?: \\d{1,5})? (?:${WORD} ){1,4}${SHORT_SUFFIX}\\.?(?=[\\s,.;]|$)`,
    ),
    // 12 rue de la Paix, Via Roma 131, ul. Cicha 86
    i(
      before,
      `${NUMBER},? ${BEFORE_NAME}\\.? (?:${WORD} ?){1,5}?(?= \\d|[,\\n.;)]|$)(?: \\d{1,5})?`,
    ),
    sensitive(
      before,
      `(?:\\d{1,6} )?(?:${titled(BEFORE_NAME)})\\.? (?:(?:d[aeio]s?|del|della|dell'|de la|des|du|di|la|le|los|las)[ ])?(?:${WORD} ){1,5}?${NUMBER}\\.?`,
    ),
    // Koskikatu 25, Fuglie 41
    sensitive(
      `${JOINED} \\d`,
      `(?:\\d{1,6} )?(?:\\p{Lu}${WORD} )?[\\p{L}]{2,24}${JOINED} ${NUMBER}`,
    ),
    sensitive(`${APART} \\d`, `(?:\\d{1,6} )?(?:\\p{Lu}${WORD} ){1,3}${APART} ${NUMBER}\\.?`),
    // P.O. Box 104; PSC 6293, Box 8158; USNS Bergman, FPO AP 93757
    i(
      'box|bo[iî]te|b\\.?p|apartado|postfach|caixa|private bag',
      `(?:\\d{1,6} )?(?:p\\.? ?o\\.? box|postbox|postfach|apartado|bo[iî]te postale|b\\.?p\\.?|caixa postal|private bag) \\d{1,7}`,
    ),
    sensitive(
      army,
      '(?:PSC|CMR|Unit|psc|unit) \\d{1,5},? (?:Box|box) \\d{1,5}[,\\s]{1,2}(?:[APDFapdf][Pp][Oo]) [A-Za-z]{2} \\d{5}',
    ),
    sensitive(
      army,
      "(?:US[A-Za-z]{1,3}|us[a-z]{1,3}) [\\p{L}’']{2,20}(?: [\\p{L}]{2,20})?[,\\s]{1,2}(?:[APDFapdf][Pp][Oo]) [A-Za-z]{2} \\d{5}",
    ),
    // the corner of Main Street and Oak Lane
    i('corner of', `the corner of (?:${WORD} ){1,5}and ${WORD}(?: ${WORD}){0,4}`),
    // 24 Fagradalsbraut 71 Suite 12: a unit says that what stands before is an address
    sensitive(unit, `\\d{1,6} (?:${WORD}[ ]){1,7}(?=(?:Apt|Suite|Unit|Flat)\\.? \\d)`),
    sensitive(unit, `(?:Apt|Suite|Flat)\\.? (?:\\d{1,5}[A-Z]?|[A-Z]\\d{1,4})`),
  ];
};

/** Both spellings of words that begin a street's name. */
function titled(words: string): string {
  return words.replace(/(?<=[|:(])\p{L}/gu, (letter) => `[${letter}${letter.toUpperCase()}]`);
}

let cores: readonly Core[] | undefined;
let tails: readonly RegExp[] | undefined;

/** What may follow the core: units, then a town, a region, a country and a postcode. */
const makeTails = (): RegExp[] => [
  new RegExp(`${UNIT}{1,3}`, 'iuy'),
  lazyPattern(
    String.raw`(?:\s*[,\n]\s*|\s+(?=\p{Lu}))\p{Lu}[\p{L}\p{M}∆'’.-]+(?:[ -](?:\p{Lu}|de\b|del\b|na\b|am\b|an\b|der\b|\()[\p{L}\p{M}∆'’.()-]*){0,4}(?=\s*[,\n.]|\s+\d|$)`,
    'uy',
  )(),
  /\s*[,\n]?\s*(?:[A-Z]{2,3}|nan)(?=[\s,.]|$)/y,
  lazyPattern(
    String.raw`\s*[,\n]?\s*\p{Lu}\p{L}+(?: \p{Lu}\p{L}+){0,2}(?: \([\p{L} ]+\))?(?=\s+\d|\s*[.,\n]|$)`,
    'uy',
  )(),
  lazyPattern(
    String.raw`[,\s]\s{0,2}(?:[A-Z]{2} )?(?:\d{5}(?:-\d{4})?|[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}|[A-Z]\d[A-Z] \d[A-Z]\d|\d{3} \d{2}|\d{4}(?: [A-Z]{2})?|\d{2}-\d{3}|\d{5}-\d{3})(?![\p{L}\d])`,
    'uy',
  )(),
];

const ADDRESS_WORDS =
  /address|\blives?\b|\blive in\b|located|\bsend|\bsent to|deliver|meet|moved|street|office|return to/;

/** Postal addresses, from the street to the postcode. */
export function findAddresses(text: string): Span[] {
  cores ??= makeCores();
  const spans: Span[] = [];
  for (const { start: from, end: to } of windowsOf(text)) {
    const part = text.slice(from, to);
    for (const { told, pattern } of cores) {
      if (!told.test(part)) continue;
      for (const { 0: match, index } of part.matchAll(pattern)) {
        const start = from + index;
        const end = start + match.trimEnd().length;
        const hasWords = isNear(text, start, end, ADDRESS_WORDS);
        const extended = extend(text, end);
        const certainty = hasWords ? 0.9 : extended > end ? 0.8 : 0.6;
        spans.push({ kind: 'address', start, end: extended, certainty });
      }
    }
  }
  return longestOf(spans);
}

// How far the words of an address are from a number in it.
const REACH = 60;
const ANCHOR = /\d{1,6}|corner of/g;

/** The parts of a text around its numbers. */
function windowsOf(text: string): { start: number; end: number }[] {
  const windows: { start: number; end: number }[] = [];
  for (const { 0: match, index } of text.matchAll(ANCHOR)) {
    const start = Math.max(0, index - REACH);
    const end = Math.min(text.length, index + match.length + REACH);
    const last = windows.at(-1);
    if (last && start <= last.end) last.end = end;
    else windows.push({ start: wordStart(text, start), end });
  }
  return windows;
}

function wordStart(text: string, from: number): number {
  const space = text.indexOf(' ', from);
  return from === 0 || space === -1 || space > from + REACH / 2 ? from : space + 1;
}

function extend(text: string, from: number): number {
  tails ??= makeTails();
  let end = from;
  for (const tail of tails) {
    tail.lastIndex = end;
    if (tail.test(text)) end = tail.lastIndex;
  }
  return end;
}

/** Of addresses that overlap the one that reaches further, from where the first begins. */
function longestOf(spans: Span[]): Span[] {
  const kept: Span[] = [];
  for (const span of spans.toSorted((a, b) => a.start - b.start || b.end - a.end)) {
    const last = kept.at(-1);
    if (last && span.start < last.end) {
      last.end = Math.max(last.end, span.end);
      last.certainty = Math.max(last.certainty, span.certainty);
    } else kept.push({ ...span });
  }
  return kept;
}

const POSTCODE_WORDS =
  /\b(?:zip|zip ?code|postal ?code|postcode|plz|c\.?p\.?|cep|pin ?code|code postal|c[óo]digo postal)\b/;
const POSTCODE = lazyPattern(
  String.raw`(?<![\p{L}\d.-])(?:\d{5}(?:-\d{3,4})?|[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}|[ABCEGHJ-NPR-TVXY]\d[A-Z] ?\d[A-Z]\d|\d{3} \d{2}|\d{3,4}(?: [A-Z]{2})?|\d{2}-\d{3})(?![\p{L}\d-])`,
  'gu',
);
const TOWN_BEFORE = lazyPattern(
  String.raw`\b(?:in|near|from|to) (?:\p{Lu}[\p{L}\p{M}'’-]+ ){1,3}$`,
  'u',
);

/** Postcodes that words, their form, or a town before them tell. */
export function findPostcodes(text: string): Span[] {
  return Array.from(text.matchAll(POSTCODE()), ({ 0: match, index: start }) => {
    const end = start + match.length;
    const isLettered = /[A-Z]\d.*\d[A-Z]/.test(match);
    const isTown = TOWN_BEFORE().test(text.slice(Math.max(0, start - 50), start));
    const certainty = isNear(text, start, end, POSTCODE_WORDS)
      ? 0.9
      : isLettered
        ? 0.7
        : isTown
          ? 0.55
          : 0;
    return { kind: 'postcode', start, end, certainty };
  }).filter(({ certainty }) => certainty > 0);
}
