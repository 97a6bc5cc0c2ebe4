import type { TokenChoice } from './judge.ts';

/** The probability of each level that the judge could have written in place of the one it wrote. */
export type LevelChoice = readonly { level: number; probability: number }[];

/**
 * Reads from an answer's tokens how likely each level was: the alternatives of the token that
 * begins the value of `"level"`. Levels are numbered from 1 to 9, so that one token tells them
 * apart.
 *
 * Source: Y. Liu et al., "G-Eval", 2023, section 2.3.
 * @returns null when the field or its alternatives are not there
 */
export function readLevelChoice(tokens: readonly TokenChoice[]): LevelChoice | null {
  const text = tokens.map(({ token }) => token).join('');
  // The last one: reasoning that quotes the data comes before it.
  const field = [...text.matchAll(/"level"\s*:\s*"?(?=[1-9])/g)].at(-1);
  if (field === undefined) return null;
  const place = field.index + field[0].length;
  let at = 0;
  for (const { token, top } of tokens) {
    const lead = token.slice(0, place - at);
    at += token.length;
    if (at > place) return weigh(lead, top);
  }
  return null;
}

function weigh(lead: string, top: TokenChoice['top']): LevelChoice | null {
  const byLevel = new Map<number, number>();
  for (const { token, logprob } of top) {
    const rest = token.startsWith(lead) ? token.slice(lead.length) : token.trimStart();
    const [, digit] = /^([1-9])(?!\d)/.exec(rest) ?? [];
    if (digit === undefined) continue;
    const level = Number(digit);
    byLevel.set(level, (byLevel.get(level) ?? 0) + Math.exp(logprob));
  }
  if (byLevel.size === 0) return null;
  return [...byLevel].map(([level, probability]) => ({ level, probability }));
}
