import type { Span } from '../finding.ts';
import { hasLongRun } from '../long-run.ts';
import { entropyOf, isPlaceholder } from './placeholder.ts';

const NAMED =
  /(api[_-]?key|(?<=[a-z_-])key|token|secret|passw(?:or)?d|passwort|contrase[ñn]a|mot de passe|\bpwd|passphrase|credential)s?([\w-]{0,20})["'\]]{0,2}[ \t]{0,3}(?:=>|:=|=(?!=)|:(?!:)| is )[ \t]{0,3}(["'`]?)([^\s"'`,;)}\]]{6,256})/gi;
// What stands between a name and its value, in any of them.
const GIVES = /[=:]| is /i;
/** Keys that open nothing. */
const OTHER_KEY =
  /(?:cache|primary|foreign|public|partition|sort|idempotency|row|hash|map|object|dict|foreign|index|unique|translation|i18n|react|routing|publishable|site|etag|checksum|s3|storage|redis|dedup\w*|group|join|search|hot|short\w*|arrow|license|product)[_-]?$/i;
const OTHER_TOKEN =
  /(?:max|min|num|total|input|output|prompt|completion|stop|pad|eos|bos|csrf|next|page|continuation|cursor)[_-]?$/i;
const IS_CODE =
  /^[A-Za-z_$][\w$]*(?:\.[\w$]+)+\(?|^[A-Za-z_$][\w$]*\(|^[<[{(]|^[A-Z][A-Z0-9_]+$|^--/;

const SHORTEST_BEARER = 20;
const BEARER = /\b(?:Bearer|token) ([A-Za-z0-9._~+/-]{20,2000}={0,2})/gi;
const BASIC = /\bBasic ([A-Za-z0-9+/]{8,400}={0,2})/g;

/** Values that a text gives to something called a key, a token, a secret or a password. */
export function findAssignments(text: string): Span[] {
  const spans: Span[] = [];
  if (!GIVES.test(text)) return spans;
  for (const match of text.matchAll(NAMED)) {
    const [whole, name = '', rest = '', quote = '', value = ''] = match;
    const before = text.slice(Math.max(0, match.index - 24), match.index);
    const isPassword = /^pass|^pwd|contrase|mot de/i.test(name);
    if (!isPassword && (OTHER_KEY.test(before) || OTHER_TOKEN.test(before))) continue;
    if (
      /^_?(?:id|name|type|length|count|size|s|url|uri|path|file|hash|expiry|ttl|index)/i.test(
        rest.replace(/^-/, ''),
      )
    )
      continue;
    const start = match.index + whole.length - value.length;
    const end = start + value.replace(/[.!?]+$/, '').length;
    const isProse =
      whole.includes(' is ') || (quote === '' && /: $/.test(whole.slice(0, -value.length)));
    const certainty = isPassword
      ? asPassword(text.slice(start, end), isProse, quote)
      : asKey(text.slice(start, end));
    if (certainty > 0)
      spans.push({ kind: isPassword ? 'password' : 'secret-value', start, end, certainty });
  }
  return spans;
}

function asPassword(value: string, isProse: boolean, quote: string): number {
  if (isPlaceholder(value)) return 0.1;
  if (quote === '' && IS_CODE.test(value)) return 0;
  const classes = [/[a-z]/, /[A-Z]/, /\d/, /[^A-Za-z0-9]/].filter((each) =>
    each.test(value),
  ).length;
  if (classes < 2 || value.length < 6) return 0;
  // In prose a word with a capital or a hyphen follows as well; a password mixes more.
  if (isProse) return classes >= 3 || (/\d/.test(value) && /[A-Za-z]/.test(value)) ? 0.7 : 0;
  return /\d/.test(value) || classes >= 3 ? 0.75 : 0.3;
}

// Random letters and digits have about 4 bits a sign at this length, words 3.
const LEAST_ENTROPY = 3.3;
const SHORTEST_KEY = 16;

function asKey(value: string): number {
  if (value.length < SHORTEST_KEY || isPlaceholder(value)) return 0;
  if (!/^[\w+/=.~:-]+$/.test(value) || IS_CODE.test(value)) return 0;
  const digits = value.replace(/\D/g, '').length;
  if (digits < 2 || digits === value.length || !/[A-Za-z]/.test(value)) return 0;
  if (entropyOf(value) < LEAST_ENTROPY) return 0.2;
  // Words joined by hyphens or dots are names of things.
  return /^[a-z]+(?:[-_.][a-z0-9]+)*$/.test(value) && digits < 4 ? 0.2 : 0.75;
}

/** Credentials in the header of a request. */
export function findHeaders(text: string): Span[] {
  const spans: Span[] = [];
  for (const match of hasLongRun(text, SHORTEST_BEARER) ? text.matchAll(BEARER) : []) {
    const value = match[1] ?? '';
    const start = match.index + match[0].length - value.length;
    const certainty =
      isPlaceholder(value) || !/\d/.test(value) || entropyOf(value) < LEAST_ENTROPY ? 0.1 : 0.75;
    spans.push({ kind: 'bearer-token', start, end: start + value.length, certainty });
  }
  for (const match of text.includes('Basic ') ? text.matchAll(BASIC) : []) {
    const value = match[1] ?? '';
    const login = decodeLogin(value);
    if (login === undefined) continue;
    const start = match.index + match[0].length - value.length;
    const [user = '', password = ''] = login.split(':');
    const isShown = isPlaceholder(password) || /^(?:user|aladdin)/i.test(user);
    spans.push({
      kind: 'basic-auth',
      start,
      end: start + value.length,
      certainty: isShown ? 0.3 : 0.9,
    });
  }
  return spans;
}

/** `user:password` in base64; undefined when it is anything else. */
function decodeLogin(value: string): string | undefined {
  try {
    const login = atob(value);
    return /^[\x20-\x7e]+:[\x20-\x7e]+$/.test(login) ? login : undefined;
  } catch {
    return undefined;
  }
}
