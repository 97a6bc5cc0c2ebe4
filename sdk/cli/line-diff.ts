import { alignTexts } from './align-texts.ts';

/** Lines that are equal around a change are shown up to this many. */
const CONTEXT = 2;

/**
 * The lines that two texts do not share, marked `-` and `+`, with some around them; empty if they are equal.
 */
export function lineDiff(before: string, after: string): string {
  const lines = alignTexts(before.split('\n'), after.split('\n'));
  const isNear = (i: number) =>
    lines.slice(Math.max(0, i - CONTEXT), i + CONTEXT + 1).some(({ mark }) => mark !== ' ');
  return lines
    .flatMap(({ mark, text }, i) => {
      if (isNear(i)) return [`${mark} ${text}`.trimEnd()];
      // One ellipsis for each stretch that is left out.
      return i > 0 && isNear(i - 1) && lines.slice(i).some(({ mark: later }) => later !== ' ')
        ? ['…']
        : [];
    })
    .join('\n');
}
