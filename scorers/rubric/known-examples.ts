import type { DataBlock } from '../judging/fence.ts';
import { definePrompt, fillPrompt } from '../judging/prompt.ts';

/** An output that people have judged, as a guide for the judge. */
export interface KnownExample {
  /** Its texts by what they are called: mostly one, the output. */
  texts: readonly DataBlock[];
  /** What people said of it, in the words that the judge is to answer with. */
  verdict: string;
  reason?: string | undefined;
}

/** At most so many examples are told. */
export const MOST_EXAMPLES = 8;

export const examplesPrompt = definePrompt({
  version: 2,
  instructions: `

People have judged the outputs in the blocks "example 1" and so on. Use their verdicts as a guide, and give the same verdict in the same case. Do not judge these examples:
{{examples}}`,
});

/** What the instructions say of examples; nothing if there are none. */
export function tellExamples(examples: readonly KnownExample[]): string {
  if (examples.length === 0) return '';
  const lines = examples.map(({ verdict, reason }, i) => {
    const why = reason === undefined ? '' : ` (${reason.replace(/\s+/g, ' ')})`;
    return `example ${i + 1}: ${verdict}${why}`;
  });
  return fillPrompt(examplesPrompt, { examples: lines.join('\n') });
}

/** The examples' texts, fenced like all that others wrote. */
export function showExamples(examples: readonly KnownExample[]): DataBlock[] {
  return examples.flatMap(({ texts }, i) =>
    texts.map(({ name, text }) => ({ name: `example ${i + 1}, ${name}`, text })),
  );
}

/** An example of one output. */
export function exampleOf(output: string, verdict: string, reason?: string): KnownExample {
  return { texts: [{ name: 'output', text: output }], verdict, reason };
}
