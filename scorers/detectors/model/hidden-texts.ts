/**
 * Texts that are hidden in a text by an encoding that models read: Base64, ROT13 and the tag characters
 * of Unicode. Each is decoded, with where it stands.
 */
import { lazyPattern } from '../../lazy-pattern.ts';
import { hasLongRun } from '../long-run.ts';

export interface HiddenText {
  text: string;
  start: number;
  end: number;
  encoding: 'Base64' | 'ROT13' | 'tag characters';
}

// A short run of letters is a word or an id.
const SHORTEST_BASE64 = 24;
const BASE64 = /[A-Za-z0-9+/]{24,4096}={0,2}/g;
const TAGS = /[\u{e0020}-\u{e007e}]{4,4096}/gu;
const TAG_OFFSET = 0xe0000;
// The first half of each, in UTF-16.
const TAG_HALF = '\udb40';
// "ignore", "instructions", "system", "prompt", "password", "previous", "reveal", "pretend" after ROT13.
const ROT13_WORDS = /\b(?:vtaber|vafgehpgvbaf?|flfgrz|cebzcg|cnffjbeq|cerivbhf|erirny|cergraq)\b/i;
const MOST = 20;

export function hiddenTexts(text: string): HiddenText[] {
  return [...base64Texts(text), ...tagTexts(text), ...rot13Text(text)];
}

function base64Texts(text: string): HiddenText[] {
  if (!hasLongRun(text, SHORTEST_BASE64)) return [];
  const found: HiddenText[] = [];
  for (const { 0: encoded, index } of text.matchAll(BASE64)) {
    const decoded = decodeBase64(encoded);
    if (decoded === undefined) continue;
    found.push({ text: decoded, start: index, end: index + encoded.length, encoding: 'Base64' });
    if (found.length === MOST) break;
  }
  return found;
}

/** The text that Base64 stands for; none where that is no readable text. */
function decodeBase64(encoded: string): string | undefined {
  const digits = encoded.replace(/=+$/, '');
  const whole = digits.slice(0, digits.length - (digits.length % 4));
  let decoded: string;
  try {
    decoded = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(
      Uint8Array.from(atob(whole), (character) => character.charCodeAt(0)),
    );
  } catch {
    return undefined;
  }
  const readable = decoded.match(IN_PROSE())?.length ?? 0;
  return readable >= READABLE * decoded.length && /\s/.test(decoded) ? decoded : undefined;
}

const IN_PROSE = lazyPattern(String.raw`[\p{L}\p{N}\s.,:;!?'"()<>/@-]`, 'gu');
const READABLE = 0.9;

function tagTexts(text: string): HiddenText[] {
  if (!text.includes(TAG_HALF)) return [];
  return [...text.matchAll(TAGS)].slice(0, MOST).map(({ 0: tags, index }) => ({
    text: Array.from(tags, (tag) =>
      String.fromCodePoint((tag.codePointAt(0) ?? TAG_OFFSET) - TAG_OFFSET),
    ).join(''),
    start: index,
    end: index + tags.length,
    encoding: 'tag characters',
  }));
}

function rot13Text(text: string): HiddenText[] {
  if (!ROT13_WORDS.test(text)) return [];
  const decoded = text.replace(/[a-z]/gi, (letter) => {
    const base = letter <= 'Z' ? 65 : 97;
    return String.fromCharCode(((letter.charCodeAt(0) - base + 13) % 26) + base);
  });
  return [{ text: decoded, start: 0, end: text.length, encoding: 'ROT13' }];
}
