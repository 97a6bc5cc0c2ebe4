/** A text without what tells two copies of the same words apart, and the way back to the text. */
export interface FoldedText {
  folded: string;
  /** Where what each unit of `folded` stands for begins in the text, and where it ends. */
  starts: readonly number[];
  ends: readonly number[];
}

// Quotation marks and apostrophes, and the marks of Markdown for emphasis, code, headings,
// quotations and tables, are written or left out at will.
const UNSAID = /[\p{Cf}\p{Pi}\p{Pf}"'`´*_~#>|\\•]/u;
const DASH = /\p{Pd}|−/u;
const SPACE = /\s/u;
// A run of characters that stay as they are, or a character with all marks that combine with it:
// their order is part of the normal form.
const CLUSTER = /(?<plain>[a-z0-9.,;:!?()[\]/=+&%$@{}^]+(?!\p{M}))|\P{M}\p{M}*|\p{M}+/gu;

/**
 * Folds a text so that a copy of its words is found however they were typed: compatibility and
 * decomposed forms, capitals, white space, quotation marks, dashes and the space around them,
 * invisible characters and Markdown do not count.
 *
 * Source: Unicode Standard Annex #15, normal form KD, which is the same for a character whatever its
 * neighbours, so that every unit keeps its place.
 */
export function foldText(text: string): FoldedText {
  const units: string[] = [];
  const starts: number[] = [];
  const ends: number[] = [];
  for (const { 0: cluster, index, groups } of text.matchAll(CLUSTER)) {
    if (groups?.plain !== undefined) {
      for (let i = 0; i < cluster.length; i += 1) {
        units.push(cluster[i] ?? '');
        starts.push(index + i);
        ends.push(index + i + 1);
      }
      continue;
    }
    const said = foldCluster(cluster);
    const last = units.at(-1);
    if (said === ' ' && (last === undefined || last === ' ' || last === '-')) continue;
    if (said === '-' && last === '-') continue;
    if (said === '-' && last === ' ') for (const each of [units, starts, ends]) each.pop();
    for (let i = 0; i < said.length; i += 1) {
      units.push(said[i] ?? '');
      starts.push(index);
      ends.push(index + cluster.length);
    }
  }
  return { folded: units.join(''), starts, ends };
}

function foldCluster(cluster: string): string {
  if (SPACE.test(cluster)) return ' ';
  if (DASH.test(cluster)) return '-';
  return [...cluster.normalize('NFKD')]
    .filter((character) => !UNSAID.test(character))
    .join('')
    .toLowerCase();
}
