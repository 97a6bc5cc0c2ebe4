import { lazyPattern } from '../lazy-pattern.ts';

/**
 * A text in one of Unicode's normal forms. `String.prototype.normalize` takes time that grows with the
 * square of a run of combining marks, 20 seconds for 131,072 of them, so the 31st mark of a run and
 * those after it are normalized apart: no language writes as many.
 *
 * Source: Unicode Standard Annex #15, section 13, Stream-Safe Text Format, which sets the limit of 30.
 */
export function normalForm(text: string, form: 'NFC' | 'NFD' | 'NFKC' | 'NFKD'): string {
  // What has no such character is in the form already: a look is cheaper than normalizing.
  if (!CHANGED_BY[form].test(text)) return text;
  const parts: string[] = [];
  let from = 0;
  for (const { 0: run, index } of text.matchAll(LONG_RUN())) {
    parts.push(text.slice(from, index + run.length).normalize(form));
    from = index + run.length;
  }
  if (from === 0) return text.normalize(form);
  return [...parts, text.slice(from).normalize(form)].join('');
}

const LONG_RUN = lazyPattern(String.raw`\p{M}{30}`, 'gu');

const BEYOND_ASCII = /[^\0-\x7f]/;
const CHANGED_BY = {
  // Up to U+02FF nothing composes, and only what follows composes with it.
  NFC: /[^\0-\u02ff]/,
  NFD: BEYOND_ASCII,
  NFKC: BEYOND_ASCII,
  NFKD: BEYOND_ASCII,
};
