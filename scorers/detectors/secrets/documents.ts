import type { Span } from '../finding.ts';
import { isPlaceholder } from './placeholder.ts';

const PEM_START = /-----BEGIN (?:[A-Z0-9]{1,12} ){0,3}PRIVATE KEY(?: BLOCK)?-----/g;
const PEM = '-----BEGIN ';
const PEM_END = /-----END (?:[A-Z0-9]{1,12} ){0,3}PRIVATE KEY(?: BLOCK)?-----/y;
/** What begins the body of an OpenSSH, RSA or PKCS#8 key that lost its first line. */
const BARE_KEY =
  /b3BlbnNzaC1rZXktdjEA[A-Za-z0-9+/=\s\\]{40,8000}|(?<![A-Za-z0-9+/])MII(?:E[opqv]|CW|CX|Jw|JK|JQ|Bg|BP|BO|G\w)[A-Za-z0-9+/\s\\]{180,8000}={0,2}/g;
const PUTTY = /PuTTY-User-Key-File-\d: (?:(?!PuTTY)[\s\S]){0,8000}?Private-MAC: [0-9a-f]{16,64}/g;
// What each of them begins with is quick to look for.
const OTHERS: readonly (readonly [pattern: RegExp, starts: readonly string[]])[] = [
  [BARE_KEY, ['MII', 'b3BlbnNzaC1rZXktdjEA']],
  [PUTTY, ['PuTTY-User-Key-File-']],
];
// Less of a body than this is a drawing of one.
const SHORTEST_BODY = 40;

/** Private keys, whole or cut. */
export function findPrivateKeys(text: string): Span[] {
  const spans: Span[] = [];
  for (const { 0: line, index: start } of text.includes(PEM) ? text.matchAll(PEM_START) : []) {
    const body = bodyEnd(text, start + line.length);
    PEM_END.lastIndex = body.end;
    const end = PEM_END.test(text) ? PEM_END.lastIndex : body.end;
    const certainty = body.signs >= SHORTEST_BODY ? 0.98 : 0.3;
    spans.push({ kind: 'private-key', start, end: Math.max(end, start + line.length), certainty });
  }
  const inside = (at: number) => spans.some(({ start, end }) => start <= at && at < end);
  for (const [pattern, starts] of OTHERS) {
    if (!starts.some((start) => text.includes(start))) continue;
    for (const { 0: match, index: start } of text.matchAll(pattern)) {
      if (inside(start)) continue;
      const isCertain = pattern === PUTTY || match.startsWith('b3');
      spans.push({
        kind: 'private-key',
        start,
        end: start + match.trimEnd().length,
        certainty: isCertain ? 0.97 : 0.55,
      });
    }
  }
  return spans;
}

/** Where the base64 after a first line ends, with headers, escaped line breaks and quotation marks between. */
function bodyEnd(text: string, from: number): { end: number; signs: number } {
  let signs = 0;
  let end = from;
  let at = from;
  while (at < text.length) {
    const sign = text[at] ?? '';
    if (/[A-Za-z0-9+/=]/.test(sign)) {
      signs += 1;
      end = at + 1;
    } else if (!/[\s\\:,.>"'-]/.test(sign) || text.startsWith('-----', at)) break;
    // Two line breaks, or a space between words, end what is no header.
    else if (
      sign === ' ' &&
      !/\n[\w-]{1,20}: ?$/.test(text.slice(Math.max(from, at - 24), at + 1)) &&
      /\w/.test(text[at + 1] ?? '') &&
      !isIndented(text, at)
    )
      break;
    at += 1;
  }
  const closing = text.startsWith('-----END', at) ? at : end;
  return { end: closing, signs };
}

function isIndented(text: string, at: number): boolean {
  return /\n[ \t]*$/.test(text.slice(Math.max(0, at - 16), at + 1));
}

const JWT = /(?<![\w-])eyJ[\w-]{10,2000}\.eyJ[\w-]{4,6000}\.[\w-]{0,2000}/g;

/** JSON Web Tokens: the first part decodes to a header that names an algorithm. */
export function findJwts(text: string): Span[] {
  if (!text.includes('eyJ')) return [];
  return Array.from(text.matchAll(JWT), ({ 0: token, index: start }) => {
    const [header = '', payload = '', signature = ''] = token.split('.');
    const isReal = /"alg"\s*:/.test(decode(header) ?? '');
    // The token of every tutorial, and tokens that nobody signed.
    const isShown =
      /"1234567890"|John Doe|example/.test(decode(payload) ?? '') || signature.length < 16;
    const certainty = !isReal ? 0.2 : isShown ? 0.35 : 0.9;
    return { kind: 'jwt', start, end: start + token.length, certainty };
  });
}

function decode(part: string): string | undefined {
  try {
    return atob(part.replaceAll('-', '+').replaceAll('_', '/'));
  } catch {
    return undefined;
  }
}

const URL_LOGIN =
  /\b([a-z][a-z0-9+.-]{1,20}):\/\/([^\s:/@"'<>]{0,128}):([^\s/@"'<>]{3,256})@([^\s"'<>)\]]{1,512})/gi;
const ADO = /(?:\b(?:Password|Pwd|AccountKey|SharedAccessKey)=)([^;"'\s]{4,200})/gi;
const OF_ADO = /\b(?:Server|Data Source|Host|AccountName|Endpoint|User Id|Uid)=/i;

/** Strings by which programs connect, with the password in them. */
export function findConnections(text: string): Span[] {
  const spans: Span[] = [];
  if (text.includes('://')) {
    for (const match of text.matchAll(URL_LOGIN)) {
      const [whole, , user = '', password = '', host = ''] = match;
      const start = match.index;
      const end = start + whole.replace(/[.,;:!?]{1,3}$/, '').length;
      const isLocal =
        /^(?:localhost|127\.|0\.0\.0\.0|db\b|postgres\b|mysql\b|redis\b|mongo\b|host\b)/i.test(
          host,
        );
      const isWeak =
        password.toLowerCase() === user.toLowerCase() ||
        isPlaceholder(password) ||
        /^pass/i.test(password);
      const certainty =
        isPlaceholder(password) || /^(?:pass|pw|pwd)$/i.test(password)
          ? 0.2
          : isWeak && isLocal
            ? 0.3
            : isLocal
              ? 0.6
              : 0.95;
      spans.push({ kind: 'connection-string', start, end, certainty });
    }
  }
  for (const match of text.includes('=') ? text.matchAll(ADO) : []) {
    const [whole, value = ''] = match;
    const around = text.slice(Math.max(0, match.index - 200), match.index + whole.length + 100);
    if (!OF_ADO.test(around)) continue;
    const start = match.index + whole.length - value.length;
    const certainty = isPlaceholder(value) ? 0.2 : 0.9;
    spans.push({ kind: 'connection-string', start, end: start + value.length, certainty });
  }
  return spans;
}

const WEBHOOK =
  /https:\/\/(?:hooks\.slack\.com\/(?:services|workflows)\/[A-Z0-9]{6,14}\/[A-Z0-9]{6,14}\/[A-Za-z0-9]{16,40}|(?:ptb\.|canary\.)?discord(?:app)?\.com\/api\/webhooks\/\d{16,20}\/[\w-]{60,80}|[a-z0-9-]{1,60}\.webhook\.office\.com\/webhookb2\/[\w@/-]{60,300})/g;

/** Addresses that whoever knows them may post to. */
export function findWebhooks(text: string): Span[] {
  if (!text.includes('https://')) return [];
  return Array.from(text.matchAll(WEBHOOK), ({ 0: url, index: start }) => ({
    kind: 'webhook-url',
    start,
    end: start + url.length,
    certainty: isPlaceholder(url.replace('example', '')) ? 0.2 : 0.95,
  }));
}
