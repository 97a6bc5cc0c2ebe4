/** What a locale writes between the groups of a number, and before its decimals. */
export interface Separators {
  group: string;
  decimal: string;
}

// What CLDR has for languages that the smaller ICU of some runtimes omits.
const LEFT_OUT: readonly (readonly [languages: string, separators: Separators])[] = [
  ['as cy ga km mn my ne or si zu', { group: ',', decimal: '.' }],
  ['be hy ka ky sq', { group: ' ', decimal: ',' }],
  ['eu gl is lo mk', { group: '.', decimal: ',' }],
];
const leftOut = new Map(
  LEFT_OUT.flatMap(([languages, separators]) =>
    languages.split(' ').map((language): [string, Separators] => [language, separators]),
  ),
);

const known = new Map<string, Separators>();

/**
 * The separators of a locale, as CLDR has them. Every kind of space is one, and so is every kind of
 * apostrophe.
 *
 * @param locale a BCP 47 tag that `isNumberLocale` accepts
 */
export function separatorsOf(locale: string): Separators {
  const found = leftOut.get(new Intl.Locale(locale).language) ?? known.get(locale);
  if (found) return found;
  const parts = new Intl.NumberFormat(locale, { useGrouping: 'always' }).formatToParts(1234567.5);
  const named = (type: string) => asOne(parts.find((part) => part.type === type)?.value ?? '');
  const separators = { group: named('group'), decimal: named('decimal') };
  known.set(locale, separators);
  return separators;
}

/** Whether numbers can be read as a locale writes them. */
export function isNumberLocale(tag: string): boolean {
  try {
    const isLeftOut = leftOut.has(new Intl.Locale(tag).language);
    return isLeftOut || Intl.NumberFormat.supportedLocalesOf(tag).length > 0;
  } catch {
    return false;
  }
}

/** A separator as the one that stands for its kind. */
export function asOne(separator: string): string {
  if (/^\s$/.test(separator)) return ' ';
  return separator === '’' ? "'" : separator;
}
