import { foldCase } from '@assay/scorers/text/case-folding.ts';

/** An answer without what means nothing: case, white space, punctuation at its end. */
export function plainAnswer(output: string): string {
  return foldCase(output.normalize('NFKC'))
    .replace(/\s+/g, ' ')
    .replace(/[\s.!。]+$/u, '')
    .trim();
}

/** Numbers for answers, equal ones for equal answers. */
export function numberAnswers(outputs: readonly string[]): number[] {
  const known = new Map<string, number>();
  return outputs.map((output) => {
    const plain = plainAnswer(output);
    const number = known.get(plain) ?? known.size;
    known.set(plain, number);
    return number;
  });
}
