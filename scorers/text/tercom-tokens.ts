/**
 * The words of a text as Tercom cuts them.
 *
 * Source: Tercom's Normalizer as ported by sacrebleu.
 */
import { separatePoints, separatePunctuation, tokenize, unescapeEntities } from './tokenize.ts';

export interface TercomSettings {
  normalized: boolean;
  noPunct: boolean;
  asianSupport: boolean;
  caseSensitive: boolean;
}

/** The words of a text. */
export function tercomTokens(text: string, settings: TercomSettings): string[] {
  const { normalized, noPunct, asianSupport, caseSensitive } = settings;
  let line = caseSensitive ? text : text.toLowerCase();
  if (normalized) line = separate(line, asianSupport);
  if (noPunct) {
    line = line.replace(/[.,?:;!"()]/g, '');
    if (asianSupport) line = line.replace(ASIAN_PUNCTUATION, '');
  }
  return tokenize(line, 'none');
}

const ASIAN_PUNCTUATION =
  /[\u3001\u3002\u3008-\u3011\u3014-\u301f\u30fb\uff01\uff02\uff08\uff09\uff0c\uff0e\uff1a\uff1b\uff1f\uff61-\uff65]/g;

function separate(text: string, asianSupport: boolean): string {
  const joined = text.trimEnd().replaceAll('\n-', '').replaceAll('\n', ' ');
  const punctuated = separatePunctuation(` ${unescapeEntities(joined)} `);
  const western = separatePoints(punctuated.replaceAll("'s ", " 's "));
  if (!asianSupport) return western;
  return western
    .replace(/[\u2e80-\u2eff\u31c0-\u31ef\u3200-\u4dbf\u4e00-\u9fff]/g, ' $& ')
    .replace(/[\uf900-\ufaff\ufe30-\ufe4f]/g, ' $& ')
    .replace(ASIAN_PUNCTUATION, ' $& ');
}
