import * as z from 'zod';
import { tellBlocks } from '../judging/blocks.ts';
import { defineVerdicts, type JudgedItem } from '../judging/define-verdicts.ts';
import { show } from '../judging/fence.ts';
import { definePrompt } from '../judging/prompt.ts';
import { failed } from '../outcome.ts';
import { numberContexts } from './numbered-contexts.ts';

const prompt = definePrompt({
  version: 2,
  instructions: `Check which contexts are needed for the answer to the input.

${tellBlocks(['input', 'expected', 'output', 'contexts'], 'contexts', { expected: 'the right answer. If it is numbered, each one is right.', output: 'the answer, if there is no "expected".', contexts: 'texts found for the input.' })}

In "items", give one entry for each context:
1. "number": its number.
2. "why": what in it the answer uses, in one sentence.
3. "verdict":
   - "useful": the answer uses something in it, or it shows that the answer is right;
   - "useless": the answer uses nothing in it. To be about the same subject is not enough.

Look at each context on its own: one that repeats another is useful too.`,
});

/**
 * Whether the contexts that are of use come first. The judge calls each context useful or useless
 * for the answer: `expected`, or the output where `against` says so or nothing is expected. The value is the average precision
 * of that ranking: the mean, over the useful contexts, of the share of useful ones down to each; 0
 * when none is useful. `raw` is the number of useless contexts, which are also the evidence. Without
 * contexts the scorer abstains.
 *
 * Source: Ragas ContextPrecision with and without reference (ContextUtilization); DeepEval
 * ContextualPrecision.
 */
export const contextPrecision = defineVerdicts({
  id: 'context-precision',
  aliases: {
    'contextual-precision': {},
    'llm-context-precision-with-reference': {},
    'context-precision-with-reference': {},
    'context-utilization': { against: 'output' },
    'llm-context-precision-without-reference': { against: 'output' },
    'context-precision-without-reference': { against: 'output' },
  },
  version: 2,
  group: 'grounding',
  summary: 'Whether the contexts that the answer needs are ranked above the others.',
  source: 'Ragas ContextPrecision',
  needs: ['input', 'contexts'],
  params: () =>
    z.strictObject({
      against: z
        .enum(['expected', 'output'])
        .default('expected')
        .describe(
          'The answer that the contexts should support. If it is missing, the other is used.',
        ),
    }),
  threshold: 0.7,
  degenerate: 'ask',
  examples: () => [
    {
      title: 'The useful context comes second',
      sample: {
        input: 'How long is the warranty?',
        output: 'Two years.',
        contexts: ['Our shop is in Bonn.', 'All devices carry a two-year warranty.'],
      },
      answers: [
        {
          reasoning: 'Only the second names the warranty.',
          items: [
            { number: 1, why: 'It names the place.', verdict: 'useless' },
            { number: 2, why: 'It names the two years.', verdict: 'useful' },
          ],
        },
      ],
      value: 0.5,
    },
  ],
  prompt,
  items: 'contexts',
  numbered: ({ contexts }) => numberContexts(contexts),
  worths: () => ({ useful: 1, useless: 0 }),
  shows: (sample, { against }) => {
    const other = against === 'expected' ? sample.references : sample.output;
    const shown = (other === undefined) === (against === 'expected') ? 'output' : 'references';
    return show(sample, ['input', shown, 'contexts']);
  },
  nothing: ({ references, output }) =>
    references === undefined && output === undefined
      ? failed('sample_field_missing', 'The sample has no answer. Add `expected` or `output`.')
      : undefined,
  combine: averagePrecision,
});

/** Mean of the precision at each useful rank. */
function averagePrecision(ranked: readonly JudgedItem[]): number {
  let useful = 0;
  let sum = 0;
  for (const [i, { worth }] of ranked.entries()) {
    if (worth === 0) continue;
    useful += 1;
    sum += useful / (i + 1);
  }
  return useful === 0 ? 0 : sum / useful;
}
