import type { TokenChoice } from './judge.ts';
import type { LooseObject } from './loose-json.ts';

/** The probability of each level that the judge could have written instead of the one it wrote. */
export type LevelChoice = readonly { level: number; probability: number }[];

/**
 * Reads from an answer's tokens how likely each level was: the alternatives of the token that
 * begins the value of `level` in the verdict that was read, and nowhere else in the text. Levels are
 * numbered from 1 to 9, so that one token tells them apart. The level that was written always counts:
 * where the alternatives lack it, by its own probability or else by what they leave over.
 *
 * Source: Y. Liu et al., "G-Eval", 2023, section 2.3.
 * @param text the text in which the verdict stands
 * @param verdict the verdict that was read
 * @returns null when the field or its alternatives are not there, or are no probabilities
 */
export function readLevelChoice(
  tokens: readonly TokenChoice[],
  text: string,
  verdict: LooseObject,
): LevelChoice | null {
  const span = verdict.spans.get('level');
  const written = span && /^["'“]?(?:level\s*)?([1-9])(?!\d)/i.exec(text.slice(...span));
  if (!span || !written) return null;
  // Tokens of thinking may come before those of the text, and end marks after them.
  const whole = tokens.map(({ token }) => token).join('');
  const start = whole.lastIndexOf(text.slice(verdict.start, verdict.end));
  if (start === -1) return null;
  const place = start + span[0] - verdict.start + written[0].length - 1;
  let at = 0;
  for (const choice of tokens) {
    const lead = choice.token.slice(0, place - at);
    at += choice.token.length;
    if (at > place) return weigh(lead, choice, Number(written[1]));
  }
  return null;
}

/** Whether a number can be the logarithm of a probability: servers round, and some send others. */
function isLogprob(value: number): boolean {
  return value <= 0.001;
}

function weigh(lead: string, { logprob, top }: TokenChoice, written: number): LevelChoice | null {
  if (top.length === 0 || ![logprob ?? 0, ...top.map((each) => each.logprob)].every(isLogprob)) {
    return null;
  }
  const byLevel = new Map<number, number>();
  for (const { token, logprob: each } of top) {
    const rest = token.startsWith(lead) ? token.slice(lead.length) : token.trimStart();
    const [, digit] = /^([1-9])(?!\d)/.exec(rest) ?? [];
    if (digit === undefined) continue;
    const level = Number(digit);
    byLevel.set(level, (byLevel.get(level) ?? 0) + Math.exp(each));
  }
  if (!byLevel.has(written)) {
    const listed = top.reduce((sum, each) => sum + Math.exp(each.logprob), 0);
    byLevel.set(written, logprob === null ? Math.max(0, 1 - listed) : Math.exp(logprob));
  }
  const total = [...byLevel.values()].reduce((sum, probability) => sum + probability, 0);
  if (total === 0) return null;
  return [...byLevel].map(([level, probability]) => ({ level, probability }));
}
