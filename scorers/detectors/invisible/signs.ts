import { lazyPattern } from '../../lazy-pattern.ts';

/** Signs that show nothing, and where each of them is at home. */

/** U+E0000 to U+E007F, a copy of ASCII that is never drawn. */
export const TAGS = /(?:\udb40[\udc00-\udc7f])+/g;
/** Variation selectors 1 to 16, and 17 to 256. */
export const SELECTORS = /(?:[\ufe00-\ufe0f]|\udb40[\udd00-\uddef])+/g;
export const BIDI = /[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]/g;
export const ZERO_WIDTH = /[\u200b-\u200d\u2060\ufeff\u180e]+/g;
export const OTHER_INVISIBLE =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
  /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u2061-\u2064\u206a-\u206f\u115f\u1160\u3164\uffa0\ufff9-\ufffb]+/g;

/** What flags of regions are written with: a black flag, tags, and a tag that ends them. */
export const FLAG_BEFORE = /\ud83c\udff4$/;
export const FLAG_TAGS = /^(?:\udb40[\udc30-\udc39\udc61-\udc7a]){3,6}\udb40\udc7f$/;

/** The ASCII text that tags spell. */
export function spell(tags: string): string {
  let text = '';
  for (const tag of tags) {
    const code = (tag.codePointAt(0) ?? 0) - 0xe0000;
    if (code >= 0x20 && code < 0x7f) text += String.fromCharCode(code);
  }
  return text;
}

/** The text whose UTF-8 bytes variation selectors stand for; undefined when they are none. */
export function decodeSelectors(selectors: string): string | undefined {
  const bytes = Array.from(selectors, (selector) => {
    const code = selector.codePointAt(0) ?? 0;
    return code < 0xe0100 ? code - 0xfe00 : code - 0xe0100 + 16;
  });
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(
      Uint8Array.from(bytes),
    );
    return /^[\P{Cc}\s]*$/u.test(text) ? text : undefined;
  } catch {
    return undefined;
  }
}

// Scripts that write with joiners (Arabic, Indic and others), and those that have spaces of no width.
export const JOINING = lazyPattern(
  String.raw`[\p{Script=Arabic}\p{Script=Syriac}\p{Script=Mongolian}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Gurmukhi}\p{Script=Gujarati}\p{Script=Oriya}\p{Script=Tamil}\p{Script=Telugu}\p{Script=Kannada}\p{Script=Malayalam}\p{Script=Sinhala}\p{Script=Tibetan}\p{Script=Khmer}\p{Script=Myanmar}\p{Script=Thaana}\p{Script=Nko}]`,
  'u',
);
export const SPACELESS = lazyPattern(
  String.raw`[\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}\p{Script=Tibetan}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Javanese}\p{Script=Balinese}]`,
  'u',
);
export const RIGHT_TO_LEFT = lazyPattern(
  String.raw`[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Adlam}]`,
  'u',
);
export const EMOJI_PART = lazyPattern(
  String.raw`[\p{Extended_Pictographic}\p{Emoji_Modifier}]|\ufe0f|\u20e3`,
  'u',
);
/** What a selector may stand after: emoji, digits of keycaps, signs of mathematics, Han characters, Mongolian. */
export const TAKES_SELECTOR = lazyPattern(
  String.raw`[\p{Extended_Pictographic}\p{Emoji}\p{Sm}\p{Script=Han}\p{Script=Mongolian}\p{Script=Phags_Pa}\p{Script=Myanmar}\p{Emoji_Modifier}\u2300-\u2bff\u3000-\u303f]$`,
  'u',
);
