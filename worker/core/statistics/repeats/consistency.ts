import { mean } from '../moments.ts';

/**
 * The share of items whose repeated answers are all the same (TARr of raw answers, TARa of parsed ones).
 * It falls with the number of repeats, so never compare it over different numbers.
 *
 * Source: Atil et al. 2024, "LLM stability: a detailed analysis with some surprises".
 * @param items the answers of each, equally many
 * @throws RangeError if there is no item, or they were not repeated equally often
 */
export function totalAgreementRate(items: readonly (readonly string[])[]): number {
  const repeats = new Set(items.map((answers) => answers.length));
  if (repeats.size !== 1) throw new RangeError('Every item needs equally many answers.');
  return mean(items.map((answers) => (new Set(answers).size <= 1 ? 1 : 0)));
}

/**
 * How likely two answers to an item are the same, over items: it does not depend on the number of
 * repeats, so it can be compared over different numbers.
 *
 * Source: Fleiss 1971, "Measuring nominal scale agreement among many raters" (the observed agreement).
 * @param items the answers of each, two or more
 * @throws RangeError if an item has fewer than two
 */
export function pairAgreement(items: readonly (readonly string[])[]): number[] {
  return items.map((answers) => {
    const count = answers.length;
    if (count < 2) throw new RangeError('Every item needs two answers or more.');
    const counts = new Map<string, number>();
    for (const answer of answers) counts.set(answer, (counts.get(answer) ?? 0) + 1);
    const equal = [...counts.values()].reduce((sum, each) => sum + each * (each - 1), 0);
    return equal / (count * (count - 1));
  });
}

/**
 * How much scores depend on the wording of a prompt: the mean distance of two wordings, over items.
 *
 * Source: Zhuo et al. 2024, "ProSA: assessing and understanding the prompt sensitivity of LLMs".
 * @param items the scores of each item, one a wording, from 0 to 1; two wordings or more
 * @throws RangeError if an item has fewer than two
 */
export function promptSensitivity(items: readonly (readonly number[])[]): number {
  return mean(items.map((scores) => wordingDistance(scores)));
}

/**
 * The mean distance of the scores of two wordings of one item.
 *
 * @throws RangeError if there are fewer than two
 */
export function wordingDistance(scores: readonly number[]): number {
  if (scores.length < 2) throw new RangeError('Every item needs two wordings or more.');
  const distances = scores.flatMap((score, i) =>
    scores.slice(i + 1).map((other) => Math.abs(score - other)),
  );
  return mean(distances);
}
