import { type Failed, failed, type Scored, scored } from '../outcome.ts';
import { toComparableUnits } from './code-points.ts';

/** How two texts compare: the value from 0 to 1, and the metric's own number. */
export interface Comparison {
  value: number;
  raw: number;
}

/**
 * Compares the output with each reference, code point by code point, and keeps the best.
 *
 * @param longest the most code units a text may have: beyond it is an error
 * @param compare takes two texts in which every character is one code unit
 * @param tell the reason, from the best comparison
 */
export function scoreNearest(
  sample: { output: string; references: readonly string[] },
  options: { caseSensitive: boolean; longest: number },
  compare: (output: string, reference: string) => Comparison,
  tell: (best: Comparison) => string,
): Scored | Failed {
  const { caseSensitive, longest } = options;
  const texts = [sample.output, ...sample.references];
  if (texts.some((text) => text.length > longest)) {
    return failed('sample_too_large', `Texts of more than ${longest} characters are not compared.`);
  }
  const units = toComparableUnits(caseSensitive ? texts : texts.map((text) => text.toLowerCase()));
  if (units === undefined) {
    return failed(
      'sample_too_large',
      'The texts have too many different rare characters to compare.',
    );
  }
  const [output = '', ...references] = units;
  const best = references
    .map((reference) => compare(output, reference))
    .reduce((a, b) => (b.value > a.value ? b : a));
  return scored(best.value, tell(best), { raw: best.raw });
}

/** An edit distance as a similarity: 1 − distance / length of the longer text; 1 for two empty ones. */
export function asSimilarity(distance: number, a: string, b: string): Comparison {
  const longer = Math.max(a.length, b.length);
  return { value: longer === 0 ? 1 : 1 - distance / longer, raw: distance };
}

/** What two texts do not begin and end with alike: edits happen only in between. */
export function stripCommonEnds(a: string, b: string): [string, string] {
  let start = 0;
  const shorter = Math.min(a.length, b.length);
  while (start < shorter && a.charCodeAt(start) === b.charCodeAt(start)) start += 1;
  let end = 0;
  while (
    end < shorter - start &&
    a.charCodeAt(a.length - 1 - end) === b.charCodeAt(b.length - 1 - end)
  ) {
    end += 1;
  }
  return [a.slice(start, a.length - end), b.slice(start, b.length - end)];
}
