import * as z from 'zod';
import { tellBlocks } from '../judging/blocks.ts';
import { defineVerdicts } from '../judging/define-verdicts.ts';
import { show } from '../judging/fence.ts';
import { definePrompt } from '../judging/prompt.ts';
import { numberContexts } from './numbered-contexts.ts';

const prompt = definePrompt({
  version: 2,
  instructions: `Check how much each context helps to answer the input.

${tellBlocks(['input', 'contexts'], 'contexts', { contexts: 'texts found for the input.' })}

In "items", give one entry for each context:
1. "number": its number.
2. "why": what in it helps, in one sentence.
3. "verdict":
   - "relevant": it answers the input, or a part of it;
   - "partial": it does not answer, but an answer can use something in it;
   - "irrelevant": an answer can use nothing in it. To share words or the subject with the input is not enough.

Look at each context on its own. It does not matter whether what it says is true.`,
});

/**
 * Whether what was retrieved helps to answer what was asked. The judge calls each context relevant (1),
 * partial (0.5) or irrelevant (0); the value is their mean and `raw` the number that is less than
 * relevant. It looks neither at the output nor at the order. Without contexts the scorer abstains.
 *
 * Source: Ragas ContextRelevance (three levels); DeepEval ContextualRelevancy; P. Thomas et al.,
 * "Large Language Models can Accurately Predict Searcher Preferences", 2024.
 */
export const contextRelevance = defineVerdicts({
  id: 'context-relevance',
  aliases: {
    'context-relevancy': {},
    'contextual-relevancy': {},
    'rag-retrieval-relevance': {},
    'retrieval-relevance': {},
    'document-relevance': {},
    'relevance-evaluator': {},
  },
  version: 2,
  group: 'grounding',
  summary: 'How much each context helps to answer the input.',
  source: 'Ragas ContextRelevance; DeepEval ContextualRelevancy',
  needs: ['input', 'contexts'],
  params: () => z.strictObject({}),
  threshold: 0.5,
  degenerate: 'ask',
  examples: () => [
    {
      title: 'One context of two answers',
      sample: {
        input: 'How long is the warranty?',
        contexts: ['All devices carry a two-year warranty.', 'Our shop is in Bonn.'],
      },
      answers: [
        {
          reasoning: 'The first answers, the second does not.',
          items: [
            { number: 1, why: 'It names the two years.', verdict: 'relevant' },
            { number: 2, why: 'It names the place.', verdict: 'irrelevant' },
          ],
        },
      ],
      value: 0.5,
    },
  ],
  prompt,
  items: 'contexts',
  numbered: ({ contexts }) => numberContexts(contexts),
  worths: () => ({ relevant: 1, partial: 0.5, irrelevant: 0 }),
  shows: (sample) => show(sample, ['input', 'contexts']),
});
