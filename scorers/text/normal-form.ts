/**
 * A text in one of Unicode's normal forms. `String.prototype.normalize` takes time that grows with the
 * square of a run of combining marks, 20 seconds for 131,072 of them, so the 31st mark of a run and
 * those after it are normalized apart: no language writes as many.
 *
 * Source: Unicode Standard Annex #15, section 13, Stream-Safe Text Format, which sets the limit of 30.
 */
export function normalForm(text: string, form: 'NFC' | 'NFD' | 'NFKC' | 'NFKD'): string {
  const parts: string[] = [];
  let from = 0;
  for (const { 0: run, index } of text.matchAll(LONG_RUN)) {
    parts.push(text.slice(from, index + run.length).normalize(form));
    from = index + run.length;
  }
  if (from === 0) return text.normalize(form);
  return [...parts, text.slice(from).normalize(form)].join('');
}

const LONG_RUN = /\p{M}{30}/gu;
