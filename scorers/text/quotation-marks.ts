// Single marks are apostrophes as well: only around a whole text are they quotation marks.
const DOUBLE: Readonly<Record<string, string>> = {
  '"': '"',
  '＂': '＂',
  '“': '”',
  // German and Polish; typed, the closing one is often straight.
  '„': '“”"',
  // Swedish and Finnish.
  '”': '”',
  '«': '»',
  // Danish and German, and Swedish and Finnish.
  '»': '«»',
  '‹': '›',
  '›': '‹',
  '「': '」',
  '『': '』',
  '｢': '｣',
  '〝': '〟〞',
  '❝': '❞',
};
const SINGLE: Readonly<Record<string, string>> = {
  "'": "'",
  '`': '`',
  '‘': '’',
  '‚': '‘’',
  '’': '’',
  '´': '´',
  '❛': '❜',
};

/**
 * The marks that close a quotation which a mark opens, in any language; empty when it opens none.
 *
 * Source: CLDR, delimiters of all locales.
 */
export function closingQuotes(opening: string): string {
  return DOUBLE[opening] ?? SINGLE[opening] ?? '';
}

/** The same, for marks that are never apostrophes. */
export function closingDoubleQuotes(opening: string): string {
  return DOUBLE[opening] ?? '';
}

/** A text with every double quotation mark as `"` and every single one as `'`. */
export function withPlainQuotes(text: string): string {
  return text.replace(ANY_SINGLE, "'").replace(ANY_DOUBLE, '"');
}

const ANY_SINGLE = /[‘’‚‛`´❛❜]/g;
const ANY_DOUBLE = /[“”„‟«»‹›「」『』｢｣〝〞〟❝❞＂]/g;
