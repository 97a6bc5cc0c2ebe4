import { NotImported } from '../importing/case.ts';

const LONGEST = 1_000;
// JavaScript's \s, which knows more spaces than RE2's.
const SPACES = '\\s\\v\\p{Z}\\x{feff}';

/** What JavaScript takes for white space, as a class of RE2. */
export const SPACE = `[${SPACES}]`;
/** A character that is none. */
export const WORD = `[^${SPACES}]`;

/** A pattern that matches a text and nothing else. */
export function literalPattern(text: string): string {
  return text === '' ? '(?:)' : text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/**
 * A regular expression of JavaScript as one of RE2, which matches the same, but for `.`, which
 * takes carriage returns here.
 *
 * @throws NotImported for what RE2 does not have: look-around, back-references
 */
export function jsRegexAsRe2(pattern: string): string {
  try {
    new RegExp(pattern);
  } catch {
    throw new NotImported('It is not a valid regular expression, so promptfoo fails every output.');
  }
  const instead = 'rewrite it without them, or as several assertions';
  if (/(?<!\\)(?:\\\\)*\(\?<?[=!]/.test(pattern)) {
    throw new NotImported(
      'Look-around is not supported, because its matching time is unbounded.',
      instead,
    );
  }
  if (/(?<!\\)(?:\\\\)*\\(?:[1-9]|k<)/.test(pattern)) {
    throw new NotImported('Back-references are not supported.', instead);
  }
  if (/(?<!\\)(?:\\\\)*\\c/.test(pattern)) throw new NotImported('\\c is not supported.', instead);
  if (/\{\d{4,}|,\d{4,}\}/.test(pattern)) {
    throw new NotImported('A part can be repeated up to 1,000 times.', instead);
  }
  const translated = translate(pattern);
  if (translated.length > LONGEST) {
    throw new NotImported(`A pattern can have at most ${LONGEST} characters.`);
  }
  return translated;
}

const TOKEN =
  /\\u([\dA-Fa-f]{4})|\\x([\dA-Fa-f]{2})|\\c[A-Za-z]|\\([\s\S])|\[\^?\]|\[\^?|\]|\(\?<(?=[A-Za-z_$])|[\s\S]/g;

function translate(pattern: string): string {
  let isInClass = false;
  return pattern.replace(TOKEN, (token, unicode?: string, hex?: string, escaped?: string) => {
    if (unicode ?? hex) return `\\x{${unicode ?? hex}}`;
    if (escaped !== undefined) return escapedAsRe2(escaped, isInClass);
    if (!isInClass && token === '[^]') return '(?s:.)';
    if (!isInClass && token === '[]') return '[^\\x{0}-\\x{10ffff}]';
    if (!isInClass && token.startsWith('[')) {
      isInClass = true;
      return token;
    }
    // Within a class a bracket that opens is a letter like others.
    const isLetter = isInClass && token.startsWith('[');
    if (token.endsWith(']')) isInClass = false;
    return isLetter ? `\\${token}` : token;
  });
}

function escapedAsRe2(escaped: string, isInClass: boolean): string {
  if (escaped === 's') return isInClass ? SPACES : SPACE;
  if (escaped === 'S' && !isInClass) return WORD;
  if (escaped === '0') return '\\x{0}';
  if (escaped === 'v') return '\\x{0b}';
  if (isInClass && escaped === 'b') return '\\x{08}';
  // Without its flag u, JavaScript takes other escaped letters as the letters themselves.
  if (/[A-Za-z]/.test(escaped) && !/[bBdDwWSnrtf]/.test(escaped)) return escaped;
  if (/[A-Za-z0-9]/.test(escaped)) return `\\${escaped}`;
  return /[!-~]/.test(escaped) ? `\\${escaped}` : escaped;
}
