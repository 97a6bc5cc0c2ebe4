import { z } from 'zod';
import { defineJudge } from '../judging/define-judge.ts';
import { show } from '../judging/fence.ts';
import { definePrompt, fillPrompt } from '../judging/prompt.ts';
import { findQuote } from '../judging/quote.ts';
import { abstained, scored } from '../outcome.ts';

const prompt = definePrompt({
  version: 1,
  instructions: `Check whether the output is faithful to the contexts.

1. Split the output into its claims: short statements of fact that each can be true or false alone. Resolve pronouns. Leave out questions, greetings, opinions that are marked as such, and statements about the assistant itself or about what the contexts lack.
2. Compare each claim with the contexts alone, not with what you know:
   - "supported": the contexts say it, or it follows from them directly;
   - "contradicted": the contexts say otherwise;
   - "absent": the contexts say neither.
3. For each claim that is supported or contradicted, copy the words of the context that show it, exactly as they stand there.

Take a claim as it is written: a different number, name, date, negation or degree of certainty is a different claim. The input, where there is one, only tells what the output answers.`,
});

const claim = z.object({
  claim: z.string().describe('The claim, complete in itself.'),
  quote: z.string().describe('The words of the context that show it; empty when absent.'),
  verdict: z.enum(['supported', 'contradicted', 'absent']),
});

/**
 * Whether what the output states is in the contexts. The judge splits the output into claims and
 * calls each supported, contradicted or absent, quoting the contexts. The value is the share of
 * claims that are supported; `raw` is the number of those that are not. Evidence is, for each
 * claim, the quoted span, those that are not supported first.
 *
 * An output without claims (a question, a refusal, nothing at all) has nothing to be unfaithful in
 * and nothing to be faithful in: the scorer abstains. A quote that does not stand in the contexts
 * gives the warning `quote_not_found`.
 *
 * Source: S. Es et al., "Ragas", 2024 (claims, then verdicts; here in one call); the three verdicts
 * as in DeepEval's Faithfulness and in natural language inference.
 */
export const faithfulness = defineJudge({
  id: 'faithfulness',
  aliases: { 'context-faithfulness': {}, 'response-groundedness': {}, 'rag-groundedness': {} },
  version: 1,
  group: 'grounding',
  summary: 'The share of the output’s claims that the contexts support.',
  source: 'Es et al. 2024 (Ragas)',
  needs: ['output', 'contexts'],
  params: z.strictObject({}),
  threshold: 0.8,
  degenerate: 'abstain',
  examples: [
    {
      title: 'One claim of two is not in the context',
      sample: {
        input: 'When was the Eiffel Tower built?',
        output: 'It was built in 1889 and is painted every five years.',
        contexts: ['The Eiffel Tower was completed in 1889.'],
      },
      answers: [
        {
          reasoning: 'The year is there; nothing is said of painting.',
          claims: [
            {
              claim: 'The Eiffel Tower was built in 1889.',
              quote: 'completed in 1889',
              verdict: 'supported',
            },
            {
              claim: 'The Eiffel Tower is painted every five years.',
              quote: '',
              verdict: 'absent',
            },
          ],
        },
      ],
      value: 0.5,
    },
  ],
  prompts: [prompt],
  answer: { claims: z.array(claim).max(200).describe('Every claim of the output, in its order.') },
  ask: (sample) => ({
    instructions: fillPrompt(prompt, {}),
    blocks: show(sample, ['input', 'contexts', 'output']),
  }),
  conclude([{ claims }], { contexts }) {
    if (claims.length === 0) return abstained('The output makes no claim that could be checked.');
    const texts = contexts.map(({ text }, i) => ({ pointer: `/contexts/${i}`, text }));
    const found = claims.map((each) => {
      const note = `${each.verdict}: ${each.claim}`;
      return { ...each, note, evidence: findQuote(each.quote, texts, note) };
    });
    const supported = found.filter(({ verdict }) => verdict === 'supported');
    const others = found.filter(({ verdict }) => verdict !== 'supported');
    const isMissing = found.some(({ verdict, evidence }) => verdict !== 'absent' && !evidence);
    const faults = others.map(({ note }) => note).join(' ');
    return {
      ...scored(
        supported.length / claims.length,
        `${supported.length} of ${claims.length} claims are in the contexts. ${faults}`.trim(),
        {
          raw: others.length,
          evidence: [...others, ...supported].map(({ evidence, note }) => evidence ?? { note }),
        },
      ),
      ...(isMissing ? { warnings: ['quote_not_found'] } : {}),
    };
  },
});
