import { lazyPattern } from '../../lazy-pattern.ts';
import type { Span } from '../finding.ts';
import { signsIn } from '../signs-in.ts';
import { isNear } from './context-words.ts';

const LOCAL = String.raw`(?<![\p{L}\p{N}._%+-])[\p{L}\p{N}][\p{L}\p{N}._%+-]{0,63}`;
const LABEL = String.raw`[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?`;
const TOP = String.raw`\p{L}{2,24}(?![\p{L}\p{N}-])`;
const IN_BRACKETS = (word: string) =>
  String.raw`\s?(?:\[ ?${word} ?\]|\( ?${word} ?\)|\{ ?${word} ?\}|< ?${word} ?>)\s?`;
const AT = IN_BRACKETS('(?:at|AT|@)');
const DOT = IN_BRACKETS(String.raw`(?:dot|DOT|\.)`);
const EMAIL = lazyPattern(`${LOCAL}(?:@|${AT})(?:${LABEL}(?:\\.|${DOT})){1,8}${TOP}`, 'gu');
// Written out: anna (at) mail dot org, anna at mail dot org. Words that stand before "dot" in prose are no host.
const SPELLED = lazyPattern(
  `${LOCAL}(?:@|${AT}| (?:at|AT) )(?!(?:the|a|an|this|that|every|each|my|your|our|one|no) )(?:${LABEL}(?:\\.|${DOT}| (?:dot|DOT) )){1,8}${TOP}`,
  'gu',
);
const AT_WORD = /[\s[({<]{1,3}at[\s\])}>]{1,3}/i;
const DOT_WORD = /[\s[({<]{1,3}dot[\s\])}>]{1,3}/gi;
const SPELLED_DOT = / (?:dot|DOT) /;
const NO_EMAIL = /\.(?:png|jpe?g|gif|svg|webp|js|ts|css|html?|json|md|py|go|rs)$/i;
/** Names kept for documentation (RFC 2606), and addresses that nobody reads. */
const PLACEHOLDER =
  /@(?:.*\.)?(?:example\.(?:com|org|net)|test|invalid|localhost)$|^(?:no-?reply|user|name|your|you|foo|someone)@|^git@/i;

const URL_WITH_CREDENTIALS =
  /\b[a-z][a-z0-9+.-]{1,20}:\/\/([^\s/:@"'<>]{1,128}):([^\s/@"'<>]{1,256})@[^\s"'<>)\]]{1,512}/gi;
const STANDS_FOR = /^(?:[<[{$%].*|pass(?:word)?|pw|secret|user(?:name)?|x{3,}|\*+|\.{3})$/i;
const URL = /\b(?:https?:\/\/|www\.)[^\s"'<>()[\]{}]{3,512}/gi;

const OCTET = '(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)';
const V4 = new RegExp(`(?<![\\w.-])${OCTET}(?:\\.${OCTET}){3}(?![\\w-]|\\.\\d)`, 'g');
const V6 =
  /(?<![\w:.])(?:[0-9a-f]{0,4}:){2,7}(?:[0-9a-f]{1,4}|(?:\d{1,3}\.){3}\d{1,3})?(?![\w:])/gi;
const DIGITS_AND_DOT = /\d\.\d/;
const TWO_COLONS = /:[0-9a-f]{0,4}:/i;
const MAC = /(?<![\w:-])(?:[0-9a-f]{2}([:-]))(?:[0-9a-f]{2}\1){4}[0-9a-f]{2}(?![\w:-])/gi;
const IN_MAC = /[:-][0-9a-f]{2}[:-]/i;
const VERSION_WORDS = /\b(?:version|release|v|ver|build|rev|section|chapter|oid|firmware)\.?\s?~/;
const IP_WORDS = /\bip(?:v[46])?\b|address|host|client|server|from/;

/** Addresses of people and machines. */
export function findNetwork(text: string, wants: (kind: string) => boolean): Span[] {
  const spans: Span[] = [];
  const add = (kind: string, match: RegExpMatchArray, certainty: number) => {
    const start = match.index ?? 0;
    spans.push({ kind, start, end: start + match[0].length, certainty });
  };
  const signs = signsIn(text);
  const mayHaveAt = signs.hasAny('@[({<') && /@|[[({<] ?at ?[\])}>]/i.test(text);
  if (wants('email') && mayHaveAt) {
    for (const match of text.matchAll(EMAIL())) {
      if (NO_EMAIL.test(match[0])) continue;
      add('email', match, PLACEHOLDER.test(match[0]) ? 0.4 : 0.98);
    }
  }
  if (wants('email') && (text.includes(' dot ') || text.includes(' DOT '))) {
    for (const match of text.matchAll(SPELLED())) {
      if (!SPELLED_DOT.test(match[0])) continue;
      const written = match[0].replace(AT_WORD, '@').replaceAll(DOT_WORD, '.');
      add('email', match, PLACEHOLDER.test(written) ? 0.4 : 0.8);
    }
  }
  if (text.includes('://') || text.includes('www.')) {
    if (wants('url-credentials')) {
      for (const match of text.matchAll(URL_WITH_CREDENTIALS)) {
        match[0] = withoutEnd(match[0]);
        add('url-credentials', match, STANDS_FOR.test(match[2] ?? '') ? 0.3 : 0.95);
      }
    }
    if (wants('url')) {
      for (const match of text.matchAll(URL)) {
        match[0] = withoutEnd(match[0]);
        add('url', match, 0.9);
      }
    }
  }
  if (wants('ip-address')) addIps(text, add);
  if (wants('mac-address')) {
    const mayHave = signs.hasAny(':-') && IN_MAC.test(text);
    for (const match of mayHave ? text.matchAll(MAC) : [])
      add('mac-address', match, isFillerMac(match[0]) ? 0.3 : 0.9);
  }
  return spans;
}

function addIps(
  text: string,
  add: (kind: string, match: RegExpMatchArray, certainty: number) => void,
) {
  const signs = signsIn(text);
  const mayHaveV4 = signs.hasDigit && signs.hasAny('.') && DIGITS_AND_DOT.test(text);
  for (const match of mayHaveV4 ? text.matchAll(V4) : []) {
    const start = match.index;
    const end = start + match[0].length;
    const isVersion = VERSION_WORDS.test(
      `${text.slice(Math.max(0, start - 12), start).toLowerCase()}~`,
    );
    // Machines of one's own, and those of documentation (RFC 5737), lead to nobody.
    const isPublic = !NOBODY.test(match[0]);
    const hasWords = isNear(text, start, end, IP_WORDS);
    add('ip-address', match, isVersion ? 0.1 : !isPublic ? 0.3 : hasWords ? 0.95 : 0.7);
  }
  // Most texts have no two colons so near to each other, which is quick to see.
  if (!signs.hasAny(':') || !TWO_COLONS.test(text)) return;
  for (const match of text.matchAll(V6)) {
    const groups = match[0].split(':');
    const isShort = match[0].includes('::');
    const isWhole = groups.length === 8 || (groups.length === 7 && match[0].includes('.'));
    if ((!isWhole && !isShort) || match[0].split('::').length > 2) continue;
    // `::` and `a::b` are operators and paths in code; an address has more to it.
    if (match[0].replace(/[^0-9a-f]/gi, '').length < 5 || !/\d/.test(match[0])) continue;
    add('ip-address', match, /^(?:fe80|fd|fc|::1|2001:0?db8)/i.test(match[0]) ? 0.3 : 0.9);
  }
}

const NOBODY =
  /^(?:0\.|10\.|127\.|169\.254\.|192\.168\.|192\.0\.2\.|198\.51\.100\.|203\.0\.113\.|172\.(?:1[6-9]|2\d|3[01])\.|255\.|22[4-9]\.|23\d\.|8\.8\.[84]\.[84]$|1\.1\.1\.1$|1\.0\.0\.\d$|1\.2\.3\.4$)/;

function isFillerMac(mac: string): boolean {
  return new Set(mac.toLowerCase().replace(/[:-]/g, '')).size <= 2 || /^00[:-]00[:-]5e/i.test(mac);
}

/** A URL without the punctuation of the sentence it ends. */
function withoutEnd(url: string): string {
  return url.replace(/[.,;:!?]{1,3}$/, '');
}
