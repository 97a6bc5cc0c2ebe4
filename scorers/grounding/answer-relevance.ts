import { z } from 'zod';
import { defineVerdicts } from '../judging/define-verdicts.ts';
import { show } from '../judging/fence.ts';
import { definePrompt } from '../judging/prompt.ts';

const prompt = definePrompt({
  version: 1,
  instructions: `Check whether the output keeps to what the input asks.

1. Split the output into its statements. Leave out greetings and thanks.
2. Give each a verdict:
   - "relevant": it answers the input, or a part of it;
   - "supporting": it does not answer, but helps the answer: a reason, a condition, a caveat, a question back that is needed to answer;
   - "irrelevant": the input did not call for it.
3. Copy the words of the output that make the statement, exactly as they stand there.

Whether a statement is true does not matter here. An answer to another question is irrelevant, however good.`,
});

/**
 * Whether the output answers what was asked, and nothing else. The judge splits the output into
 * statements and calls each relevant, supporting or irrelevant. The value is the share that is not
 * irrelevant; `raw` is the number that is. Evidence is the irrelevant statements.
 *
 * Statements are judged one by one, as DeepEval does, and not by questions guessed back from the
 * answer and compared as embeddings, as Ragas does: those change from run to run and cannot say what
 * was beside the point. An empty output, or a copy of the input, is worth 0.
 *
 * Source: DeepEval AnswerRelevancy; S. Es et al., "Ragas", 2024.
 */
export const answerRelevance = defineVerdicts({
  id: 'answer-relevance',
  aliases: {
    'answer-relevancy': {},
    'response-relevancy': {},
    'rag-helpfulness': {},
    'turn-relevancy': {},
  },
  version: 1,
  group: 'grounding',
  summary: 'The share of the output’s statements that bear on what was asked.',
  source: 'DeepEval AnswerRelevancy; Es et al. 2024 (Ragas)',
  needs: ['input', 'output'],
  params: z.strictObject({}),
  threshold: 0.7,
  degenerate: 0,
  examples: [
    {
      title: 'One statement of two is beside the point',
      sample: {
        input: 'When do you open?',
        output: 'We open at nine. Our founder collects stamps.',
      },
      answers: [
        {
          reasoning: 'The founder was not asked about.',
          items: [
            { item: 'They open at nine.', quote: 'We open at nine', verdict: 'relevant' },
            {
              item: 'The founder collects stamps.',
              quote: 'Our founder collects stamps',
              verdict: 'irrelevant',
            },
          ],
        },
      ],
      value: 0.5,
    },
  ],
  prompt,
  items: 'statements',
  worths: () => ({ relevant: 1, supporting: 1, irrelevant: 0 }),
  shows: (sample) => show(sample, ['input', 'output']),
  quotes: ({ output }) => [{ pointer: '/output', text: output }],
});
