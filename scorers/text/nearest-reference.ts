import { type Failed, failed, type Scored, scored } from '../outcome.ts';
import { foldCase } from './case-folding.ts';
import { toComparableUnits } from './code-points.ts';

/** How two texts compare: the value from 0 to 1, and the metric's own number. */
export interface Comparison {
  value: number;
  raw: number;
}

/** What comparing two texts takes and gives. */
export interface Comparing {
  /** Compares two texts in which every character is one code unit; charges what that takes. */
  compare(output: string, reference: string): Comparison;
  /** The most that the value can be, found in time linear in the texts. */
  atMost?(output: string, reference: string): number;
}

/**
 * Compares the output with each reference, code point by code point, and keeps the best. References
 * that cannot be nearer than one that was compared are passed over.
 *
 * @param longest the most code units a text may have: beyond it is an error
 * @param tell the reason, from the best comparison
 */
export function scoreNearest(
  sample: { output: string; references: readonly string[] },
  options: { caseSensitive: boolean; longest: number },
  comparing: Comparing,
  tell: (best: Comparison) => string,
): Scored | Failed {
  const { caseSensitive, longest } = options;
  const texts = [sample.output, ...sample.references];
  if (texts.some((text) => text.length > longest)) {
    return failed('sample_too_large', `Texts of more than ${longest} characters are not compared.`);
  }
  const units = toComparableUnits(caseSensitive ? texts : texts.map(foldCase));
  if (units === undefined) {
    return failed(
      'sample_too_large',
      'The texts have too many different rare characters to compare.',
    );
  }
  const [output = '', ...references] = units;
  const best = nearestOf(output, references, comparing);
  return scored(best.value, tell(best), { raw: best.raw });
}

function nearestOf(
  output: string,
  references: readonly string[],
  { compare, atMost = () => 1 }: Comparing,
): Comparison {
  const [only = '', ...more] = references;
  if (more.length === 0) return compare(output, only);
  const byPromise = references
    .map((reference, place) => ({ reference, place, atMost: atMost(output, reference) }))
    .sort((a, b) => b.atMost - a.atMost);
  let best = { value: -1, raw: 0, place: 0 };
  for (const { reference, place, atMost: most } of byPromise) {
    if (most < best.value || (most === best.value && place > best.place)) continue;
    const found = { ...compare(output, reference), place };
    // Of two that are as near, the first counts.
    const isNearer = found.value > best.value || (found.value === best.value && place < best.place);
    if (isNearer) best = found;
  }
  return best;
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

/**
 * The most that the similarity by edits can be: characters that one text has more often than the
 * other must be inserted, deleted or substituted, wherever they stand. So exchanges do not change
 * it.
 */
export function similarityAtMost(a: string, b: string): number {
  for (let i = 0; i < a.length; i += 1)
    countOf[a.charCodeAt(i)] = 1 + (countOf[a.charCodeAt(i)] ?? 0);
  let common = 0;
  for (let i = 0; i < b.length; i += 1) {
    const left = countOf[b.charCodeAt(i)] ?? 0;
    if (left === 0) continue;
    countOf[b.charCodeAt(i)] = left - 1;
    common += 1;
  }
  for (let i = 0; i < a.length; i += 1) countOf[a.charCodeAt(i)] = 0;
  return asSimilarity(Math.max(a.length, b.length) - common, a, b).value;
}

// How often each code unit is left over; all zero between calls.
const countOf = new Int32Array(0x10000);
