import { counted } from './counted.ts';
import type { ExperimentChoice } from './types.ts';

// «cheapest variant not worse than the best by more than 2 points on exact-match».
const WORDS =
  /^(?:the\s+)?(cheapest|fastest|best)(?:\s+variant)?(?:\s+(?:that\s+is\s+)?not\s+worse\s+than\s+the\s+best(?:\s+by\s+more\s+than\s+(\d+(?:\.\d+)?)\s+points?)?)?(?:\s+on\s+(\S{1,128}))?\.?$/i;

/**
 * A rule of choice that was written in words; undefined if they are no rule.
 *
 * @param text such as `cheapest variant not worse than the best by more than 2 points on exact-match`;
 *   a point is 0.01
 */
export function readChoice(text: string): ExperimentChoice | undefined {
  const [, by, points, scorer] = WORDS.exec(text.trim()) ?? [];
  if (by === undefined || Number(points ?? 0) > 100) return undefined;
  const word = by.toLowerCase();
  if (word !== 'cheapest' && word !== 'fastest' && word !== 'best') return undefined;
  return {
    by: word,
    ...(points !== undefined && { within: Number(points) / 100 }),
    ...(scorer !== undefined && { scorer }),
  };
}

/** A rule of choice in words, as `readChoice` reads it. */
export function choiceInWords({ by, within = 0, scorer }: ExperimentChoice): string {
  const on = scorer === undefined ? '' : ` on ${scorer}`;
  if (by === 'best') return `best variant${on}`;
  const points = Number((within * 100).toFixed(6));
  const margin = points === 0 ? '' : ` by more than ${counted(points, 'point')}`;
  return `${by} variant not worse than the best${margin}${on}`;
}

export function choiceFault(text: string): string {
  return `"${text.slice(0, 80)}" is not a rule. Write \`cheapest variant not worse than the best by more than 2 points\`, \`fastest variant not worse than the best by more than 1 point on exact-match\` or \`best variant\``;
}
