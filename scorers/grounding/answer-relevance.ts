import { z } from 'zod';
import { tellBlocks } from '../judging/blocks.ts';
import { defineVerdicts } from '../judging/define-verdicts.ts';
import { show } from '../judging/fence.ts';
import { definePrompt } from '../judging/prompt.ts';

const prompt = definePrompt({
  version: 2,
  instructions: `Check whether the output keeps to what the input asks.

${tellBlocks(['input', 'output'], 'output', { output: 'the answer to the user, one sentence a line, with the number of the sentence.' })}

1. Go through the output sentence by sentence. In "items", list every statement that it makes. In "item", write the statement. In "sentences", give the numbers of its sentences. In "quote", copy its words from the output, exactly as they are.
2. In "verdict", say what the statement does:
   - "relevant": it answers the input, or a part of it;
   - "supporting": it helps the answer: a reason, a condition, a warning, or a question to the user that is needed to answer;
   - "evasive": it takes the place of an answer but gives none, such as "I don't know", "I cannot help with that" or "it depends" with nothing more;
   - "irrelevant": the input did not ask for it.
3. In "noClaim", list the numbers of the sentences that say nothing: greetings, thanks, headings.

Every sentence must be named, by an item or in "noClaim". It does not matter whether a statement is true. A good answer to another question is irrelevant. "I don't know" is evasive even if it is honest. To say that the question has no answer, and why, is relevant. To say who can answer it is supporting.`,
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
  version: 2,
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
