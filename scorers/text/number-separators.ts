/** What a locale writes between the groups of a number, and before its decimals. */
export interface Separators {
  group: string;
  decimal: string;
}

const known = new Map<string, Separators>();

/**
 * The separators of a locale, as CLDR has them. Every kind of space is one, and so is every kind of
 * apostrophe.
 *
 * @param locale a BCP 47 tag that `isNumberLocale` accepts
 */
export function separatorsOf(locale: string): Separators {
  const found = known.get(locale);
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
    return Intl.NumberFormat.supportedLocalesOf(tag).length > 0;
  } catch {
    return false;
  }
}

/** A separator as the one that stands for its kind. */
export function asOne(separator: string): string {
  if (/^\s$/.test(separator)) return ' ';
  return separator === '’' ? "'" : separator;
}
