import type { Edit } from '@assay/schema/text-edits.ts';
import { touches } from '../text/protected-parts.ts';
import { pick, shuffled } from '../text/seeds.ts';
import type { Rewording } from './rewording.ts';

const SPACES_A_CHANGE = 5;

/**
 * White space that means nothing: double spaces, a line break for a space, white space at the ends.
 * Line breaks of the text itself are kept, since lists and code live by them.
 */
export const whitespace: Rewording = {
  name: 'whitespace',
  changes: 'other white space',
  reword({ text, kept }, random) {
    const spaces = [...text.matchAll(/(?<=\S) (?=\S)/g)].filter(
      ({ index }) => !touches(kept, index, index + 1),
    );
    const count = Math.ceil(spaces.length / SPACES_A_CHANGE);
    const inside = shuffled(random, spaces)
      .slice(0, count)
      .map(({ index }): Edit => {
        return { start: index, end: index + 1, replacement: pick(random, ['  ', '   ', '\n']) };
      });
    const { length } = text;
    return [
      { start: 0, end: 0, replacement: pick(random, [' ', '\n', '  ']) },
      ...inside.toSorted((a, b) => a.start - b.start),
      { start: length, end: length, replacement: pick(random, ['\n', '\n\n', '  ']) },
    ];
  },
};
