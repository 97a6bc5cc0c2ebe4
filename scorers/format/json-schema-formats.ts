/**
 * The formats of JSON Schema as assertions: those of its validation vocabulary, and those more that
 * ajv-formats knows. Each takes time linear in the text.
 *
 * Source: JSON Schema Validation 2020-12, section 7.3, and the RFCs that it names; ajv-formats 3.
 */
import { RE2JS } from 're2js';
import { decodePunycode } from './punycode.ts';

type FormatTest = (text: string) => boolean;

const DATE = /^(\d{4})-(\d\d)-(\d\d)$/;
const TIME = /^(\d\d):(\d\d):(\d\d)(?:\.\d+)?([zZ]|[+-]\d\d:\d\d)$/;
const ZONE = /(?:[zZ]|[+-]\d\d:\d\d)$/;
const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** RFC 3339, full-date. */
function isDate(text: string): boolean {
  const [, year = '', month = '', day = ''] = DATE.exec(text) ?? [];
  const [y, m, d] = [Number(year), Number(month), Number(day)];
  const isLeap = y % 4 === 0 && (y % 100 !== 0 || y % 400 === 0);
  const days = m === 2 && isLeap ? 29 : (DAYS[m - 1] ?? 0);
  return day !== '' && d >= 1 && d <= days;
}

/** RFC 3339, full-time: a leap second only at the end of a day in UTC. */
function isTime(text: string): boolean {
  const [, hour = '', minute = '', second = '', zone = ''] = TIME.exec(text) ?? [];
  if (zone === '') return false;
  const [h, m, s] = [Number(hour), Number(minute), Number(second)];
  if (h > 23 || m > 59 || s > 60) return false;
  const sign = zone.startsWith('-') ? 1 : -1;
  const [zoneHour, zoneMinute] = zone.length === 1 ? [0, 0] : zone.slice(1).split(':').map(Number);
  if (zoneHour === undefined || zoneMinute === undefined || zoneHour > 23 || zoneMinute > 59) {
    return false;
  }
  const utc = (((h * 60 + m + sign * (zoneHour * 60 + zoneMinute)) % 1440) + 1440) % 1440;
  return s < 60 || utc === 1439;
}

function isDateTime(text: string): boolean {
  return /^.{10}[tT]/.test(text) && isDate(text.slice(0, 10)) && isTime(text.slice(11));
}

const DURATION =
  /^P(?!$)(?:\d+W|(?:\d+Y)?(?:\d+M)?(?:\d+D)?(?:T(?=\d)(?:\d+H)?(?:\d+M)?(?:\d+S)?)?)$/;
// RFC 3339 has no gaps between the units of a duration.
const DURATION_GAP = /^P(?:\d+Y\d+D|[^T]*T(?:\d+H\d+S))/;

const IPV4 = /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!$)|$)){4}$/;

/** RFC 4291, section 2.2. */
function isIpv6(text: string): boolean {
  if (!/^[\da-fA-F:.]+$/.test(text)) return false;
  const halves = text.split('::');
  if (halves.length > 2) return false;
  const groups = halves.flatMap((half) => (half === '' ? [] : half.split(':')));
  const last = groups.at(-1) ?? '';
  const hasIpv4 = last.includes('.');
  const plain = hasIpv4 ? groups.slice(0, -1) : groups;
  if (hasIpv4 && (!IPV4.test(last) || text.endsWith('::'))) return false;
  if (!plain.every((group) => /^[\da-fA-F]{1,4}$/.test(group))) return false;
  const count = plain.length + (hasIpv4 ? 2 : 0);
  return halves.length === 2 ? count <= 7 : count === 8;
}

const LABEL = /^[a-zA-Z\d](?:[a-zA-Z\d-]{0,61}[a-zA-Z\d])?$/;

/** RFC 1123, section 2.1; a label with "--" in its third place is Punycode or nothing (RFC 5890). */
function isHostname(text: string): boolean {
  if (text.length > 253) return false;
  return text.split('.').every((label) => {
    if (!LABEL.test(label)) return false;
    if (!/^..--/.test(label)) return true;
    return /^xn--/i.test(label) && isPunycode(label.toLowerCase());
  });
}

/** RFC 5890 to 5893, as URLs read host names. */
function isIdnHostname(text: string): boolean {
  const dotted = text.replace(/[\u3002\uff0e\uff61]/g, '.');
  if (dotted === '' || /[\s/?#@:%\\]/.test(dotted)) return false;
  if (dotted.length > 253) return false;
  return dotted.split('.').every((label) => {
    if (/^[\x21-\x7e]+$/.test(label)) return isHostname(label);
    const ascii = isUnicodeLabel(label) ? toAscii(label) : undefined;
    return ascii !== undefined && ascii.length <= 63;
  });
}

function isUnicodeLabel(label: string): boolean {
  if (label === '' || /^-|-$|^..--|^\p{M}/iu.test(label) || DISALLOWED.test(label)) return false;
  return hasRightContext(label);
}

/** Whether `xn--` stands before the Punycode of a label that may be one, and in no other form. */
function isPunycode(label: string): boolean {
  const unicode = decodePunycode(label.slice('xn--'.length));
  return unicode !== undefined && isUnicodeLabel(unicode) && toAscii(unicode) === label;
}

const DISALLOWED = /[\u302e\u302f\u0640\u07fa\u3031-\u3035\u303b]/;

/** RFC 5892, appendix A: characters that may stand only beside others. */
function hasRightContext(label: string): boolean {
  const characters = [...label];
  return characters.every((character, i) => {
    const [before = '', after = ''] = [characters[i - 1], characters[i + 1]];
    switch (character) {
      case '\u00b7':
        return before === 'l' && after === 'l';
      case '\u0375':
        return /\p{Script=Greek}/u.test(after);
      case '\u05f3':
      case '\u05f4':
        return /\p{Script=Hebrew}/u.test(before);
      case '\u30fb':
        return /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u.test(
          label.replaceAll('\u30fb', ''),
        );
      case '\u200d':
        return VIRAMA.test(before);
      case '\u200c':
        return VIRAMA.test(before) || /\p{Script=Arabic}/u.test(before + after);
      default:
        return !/[\u0660-\u0669]/.test(character) || !/[\u06f0-\u06f9]/.test(label);
    }
  });
}

const VIRAMA =
  /[\u094d\u09cd\u0a4d\u0acd\u0b4d\u0bcd\u0c4d\u0ccd\u0d4d\u0dca\u0e3a\u0f84\u1039\u17d2]/;

function toAscii(label: string): string | undefined {
  try {
    return new URL(`http://${label}.example`).hostname.slice(0, -'.example'.length);
  } catch {
    return undefined;
  }
}

const LOCAL = /^[\w!#$%&'*+/=?^`{|}~-]+(?:\.[\w!#$%&'*+/=?^`{|}~-]+)*$/;
const QUOTED_LOCAL = /^"(?:[\x20\x21\x23-\x5b\x5d-\x7e]|\\[\x20-\x7e])*"$/;

/** RFC 5321, Mailbox. */
function isEmail(text: string): boolean {
  return isMailbox(text, (local) => LOCAL.test(local), isHostname);
}

function isMailbox(text: string, isLocal: FormatTest, isDomain: FormatTest): boolean {
  const at = text.lastIndexOf('@');
  const [local, domain] = [text.slice(0, at), text.slice(at + 1)];
  if (at < 1 || !(isLocal(local) || QUOTED_LOCAL.test(local))) return false;
  const literal = /^\[(?:IPv6:(.*)|(.*))\]$/i.exec(domain);
  if (literal === null) return isDomain(domain);
  return literal[1] === undefined ? IPV4.test(literal[2] ?? '') : isIpv6(literal[1]);
}

// RFC 6531 lets all that is not ASCII stand where a letter may.
function isIdnEmail(text: string): boolean {
  const at = Math.max(0, text.lastIndexOf('@'));
  const local = text.slice(0, at).replace(/[\u{80}-\u{10ffff}]/gu, 'a');
  return isMailbox(local + text.slice(at), (part) => LOCAL.test(part), isIdnHostname);
}

const URI_PARTS = /^(?:([^:/?#]+):)?(?:\/\/([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/s;
const URI_TEXT = /^(?:[\w.~!$&'()*+,;=:@/?-]|%[\da-fA-F]{2})*$/;
const SCHEME = /^[a-zA-Z][a-zA-Z\d+.-]*$/;
const AUTHORITY =
  /^(?:(?:[\w.~!$&'()*+,;=:-]|%[\da-fA-F]{2})*@)?(?:\[([^[\]]*)\]|(?:[\w.~!$&'()*+,;=-]|%[\da-fA-F]{2})*)(?::\d*)?$/;

/** RFC 3986, a URI or (`isReference`) a URI reference. */
function isUri(text: string, isReference: boolean): boolean {
  const [, scheme, authority, path = '', query = '', fragment = ''] = URI_PARTS.exec(text) ?? [];
  if (scheme === undefined ? !isReference : !SCHEME.test(scheme)) return false;
  if (![path, query, fragment].every((part) => URI_TEXT.test(part))) return false;
  // Without a scheme the first step of a path would be taken for one.
  if (scheme === undefined && authority === undefined && /^[^/]*:/.test(path)) return false;
  if (authority === undefined) return true;
  const parts = AUTHORITY.exec(authority);
  if (parts === null) return false;
  const literal = parts[1];
  return (
    literal === undefined || isIpv6(literal) || /^v[\da-f]+\.[\w.~!$&'()*+,;=:-]+$/i.test(literal)
  );
}

// RFC 3987, ucschar and iprivate.
const BEYOND_ASCII = /[\u{a0}-\u{d7ff}\u{e000}-\u{fdcf}\u{fdf0}-\u{ffef}\u{10000}-\u{10fffd}]/gu;

function isIri(text: string, isReference: boolean): boolean {
  return isUri(text.replace(BEYOND_ASCII, 'a'), isReference);
}

const URI_TEMPLATE =
  /^(?:[!#$&'()*+,\-./:;=?@[\]_~\w\u{a0}-\u{10ffff}]|%[\da-fA-F]{2}|\{[+#./;?&=,!@|]?(?:\w|%[\da-fA-F]{2})(?:\.?(?:\w|%[\da-fA-F]{2}))*(?::[1-9]\d{0,3}|\*)?(?:,(?:\w|%[\da-fA-F]{2})(?:\.?(?:\w|%[\da-fA-F]{2}))*(?::[1-9]\d{0,3}|\*)?)*\})*$/u;
const JSON_POINTER = /^(?:\/(?:[^~/]|~[01])*)*$/;
const RELATIVE_POINTER = /^(?:0|[1-9]\d*)(?:#|(?:\/(?:[^~/]|~[01])*)*)$/;
const UUID = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i;
const BASE64 = /^[A-Za-z\d+/]*={0,2}$/;
const LONGEST_PATTERN = 2_000;

/** ECMA-262, as far as RE2 takes it; a longer pattern is not looked at. */
function isRegex(text: string): boolean {
  // Escapes, groups and flags of other dialects.
  if (/(?:^|[^\\])(?:(?:\\\\)*\\[aZ]|\(\?(?:P|[a-z]+\)))/.test(text)) return false;
  if (text.length > LONGEST_PATTERN) return true;
  try {
    RE2JS.compile(
      RE2JS.translateRegExp(text.replace(/\(\?<?[=!]/g, '(?:').replace(/\\[1-9]/g, 'a')),
    );
    return true;
  } catch {
    return false;
  }
}

/** By name; a text that is given to another is not checked. */
export const TEXT_FORMATS: ReadonlyMap<string, FormatTest> = new Map<string, FormatTest>([
  ['date', isDate],
  ['time', isTime],
  ['date-time', isDateTime],
  ['iso-time', (text) => isTime(ZONE.test(text) ? text : `${text}Z`)],
  ['iso-date-time', (text) => isDateTime(ZONE.test(text.slice(11)) ? text : `${text}Z`)],
  ['duration', (text) => DURATION.test(text) && !DURATION_GAP.test(text)],
  ['email', isEmail],
  ['idn-email', isIdnEmail],
  ['hostname', isHostname],
  ['idn-hostname', isIdnHostname],
  ['ipv4', (text) => IPV4.test(text)],
  ['ipv6', isIpv6],
  ['uri', (text) => isUri(text, false)],
  ['uri-reference', (text) => isUri(text, true)],
  ['iri', (text) => isIri(text, false)],
  ['iri-reference', (text) => isIri(text, true)],
  ['url', (text) => /^(?:https?|ftp):\/\/[^/?#]+/i.test(text) && isIri(text, false)],
  ['uri-template', (text) => URI_TEMPLATE.test(text)],
  ['uuid', (text) => UUID.test(text)],
  ['json-pointer', (text) => JSON_POINTER.test(text)],
  ['json-pointer-uri-fragment', (text) => text.startsWith('#') && JSON_POINTER.test(text.slice(1))],
  ['relative-json-pointer', (text) => RELATIVE_POINTER.test(text)],
  ['regex', isRegex],
  ['byte', (text) => text.length % 4 === 0 && BASE64.test(text)],
  ['password', () => true],
  ['binary', () => true],
]);

const INT32 = 2 ** 31;

/** Formats of numbers, as OpenAPI has them. */
export const NUMBER_FORMATS: ReadonlyMap<string, (value: number) => boolean> = new Map<
  string,
  (value: number) => boolean
>([
  ['int32', (value) => Number.isInteger(value) && value >= -INT32 && value < INT32],
  ['int64', (value) => Number.isInteger(value) && Math.abs(value) <= 2 ** 63],
  ['float', Number.isFinite],
  ['double', Number.isFinite],
]);
