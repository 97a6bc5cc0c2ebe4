import { lazyPattern } from '../lazy-pattern.ts';

/** Why an output needs no judge. */
export interface Degenerate {
  kind: 'empty' | 'copy';
  reason: string;
}

// Shorter texts may be right to repeat: "Hello" answers "Hello".
const SHORTEST_COPY = 16;

const SAYS_SOMETHING = lazyPattern(String.raw`[\p{L}\p{N}\p{S}]`, 'u');

/**
 * Tells outputs that say nothing: empty, only whitespace, punctuation or invisible characters, or
 * a copy of the question or of the judge's own instructions. Judges are known to reward some of
 * them.
 *
 * Source: Y. Zhao et al., "One Token to Fool LLM-as-a-Judge", 2025.
 */
export function findDegenerate(
  output: string,
  instructions: readonly (string | undefined)[],
): Degenerate | undefined {
  if (!SAYS_SOMETHING().test(output)) {
    const what = output.trim() === '' ? 'empty' : 'nothing but punctuation or invisible characters';
    return { kind: 'empty', reason: `The output is ${what}.` };
  }
  const folded = fold(output);
  if (folded.length < SHORTEST_COPY) return undefined;
  const isCopy = instructions.some((text) => text !== undefined && isCopyOf(text, folded));
  return isCopy ? { kind: 'copy', reason: 'The output is a copy of the instructions.' } : undefined;
}

/** Whether a folded text is another one whole, or one line of it without its number or heading. */
function isCopyOf(text: string, folded: string): boolean {
  if (fold(text) === folded) return true;
  return text
    .split('\n')
    .some((line) => fold(line.replace(/^(?:[\w ]{1,20}:|\d+[.:]) /, '')) === folded);
}

function fold(text: string): string {
  return text.trim().replace(/\s+/g, ' ').toLowerCase();
}
