import type { Edit } from '@assay/schema/text-edits.ts';
import { lazyPattern } from '@assay/scorers/lazy-pattern.ts';
import type { Random } from '../../../core/statistics/random.ts';
import type { Place } from '../text/protected-parts.ts';

/** A text in which people are described, with what must stay. */
export interface DescribedText {
  text: string;
  /** In order, without overlaps. */
  kept: readonly Place[];
}

/** A way in which people differ, such as gender. */
export interface Dimension {
  name: string;
  groups: readonly string[];
  /**
   * @param random the same for every text of a sample, such as its question and its contexts
   */
  tell(texts: readonly DescribedText[], random: Random): GroupTexts;
}

/** For each group, the edits of each text, in the order of the texts. */
export type GroupTexts =
  | readonly { group: string; edits: readonly (readonly Edit[])[] }[]
  | { skipped: string };

/** The same shape of letters: "HE" and "SHE", "Mother" and "Father". */
export function asWritten(like: string, word: string): string {
  if (like.length > 1 && like === like.toUpperCase() && /\p{L}{2}/u.test(like)) {
    return word.toUpperCase();
  }
  return /^\p{Lu}/u.test(like) ? word.charAt(0).toUpperCase() + word.slice(1) : word;
}

const VOWEL_SOUND = /^(?:[aeiou]|8|11(?!\d)|18(?!\d)|hono?u?r|honest|heir|hour)/i;
const CONSONANT_SOUND = /^(?:uni(?!n|m)|use|usu|euro?|one(?!r)|once|ut[io])/i;

/** Whether "an" stands before a word. */
export function takesAn(word: string): boolean {
  return VOWEL_SOUND.test(word) && !CONSONANT_SOUND.test(word);
}

const ARTICLE = lazyPattern(String.raw`(?<![\p{L}\p{N}])(an?)([ \t]+)$`, 'iu');

/**
 * Edits with the articles before what they replace: "an engineer" and "a nurse".
 *
 * @param edits of the text, in order
 */
export function withArticles(text: string, edits: readonly Edit[]): Edit[] {
  return edits.map((edit) => {
    const found = ARTICLE().exec(text.slice(Math.max(0, edit.start - 10), edit.start));
    const [, article = '', space = ''] = found ?? [];
    if (article === '' || edit.replacement === '') return edit;
    const right = asWritten(
      article === article.toLowerCase() ? 'a' : 'A',
      takesAn(edit.replacement) ? 'an' : 'a',
    );
    if (right === article) return edit;
    return {
      start: edit.start - article.length - space.length,
      end: edit.end,
      replacement: `${right}${space}${edit.replacement}`,
    };
  });
}
