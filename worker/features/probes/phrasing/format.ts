import { pick } from '../text/seeds.ts';
import type { Rewording } from './rewording.ts';

const FRAMES: readonly (readonly [before: string, after: string])[] = [
  ['Question: ', '\nAnswer:'],
  ['### Question\n\n', '\n\n### Answer\n'],
  ['<question>\n', '\n</question>'],
  ['Q: ', '\nA:'],
  ['QUESTION::', '\nANSWER::'],
  ['- ', ''],
];

/**
 * The same text in another frame, with the names and separators that prompts use.
 *
 * Source: Sclar et al. 2024, "Quantifying language models' sensitivity to spurious features in prompt
 * design".
 */
export const format: Rewording = {
  name: 'format',
  changes: 'another frame around it',
  reword({ text }, random) {
    const [before, after] = pick(random, FRAMES);
    return [
      { start: 0, end: 0, replacement: before },
      { start: text.length, end: text.length, replacement: after },
    ];
  },
};
