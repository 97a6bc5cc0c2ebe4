import type { Edit } from '@assay/schema/text-edits.ts';
import type { Random } from '../../../core/statistics/random.ts';
import type { Place } from '../text/protected-parts.ts';

/** A text, with what must not be changed in it. */
export interface OpenText {
  text: string;
  /** In order, without overlaps. */
  kept: readonly Place[];
  /** ISO 639-1 of its language, as given or detected; undefined if unknown. */
  language: string | undefined;
}

/** What a rewording does to one text: edits in order, or why it does nothing to it. */
export type Reworded = readonly Edit[] | { skipped: string };

/** One way of saying the same otherwise, in code. */
export interface Rewording {
  name: string;
  /** What it changes, after "the text with ". */
  changes: string;
  reword(text: OpenText, random: Random): Reworded;
}
