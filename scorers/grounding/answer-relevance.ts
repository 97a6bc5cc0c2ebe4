import * as z from 'zod';
import { tellBlocks } from '../judging/blocks.ts';
import { showSentences } from '../judging/coverage.ts';
import { defineVerdicts, type JudgedItem } from '../judging/define-verdicts.ts';
import { show } from '../judging/fence.ts';
import { definePrompt } from '../judging/prompt.ts';
import { quotable } from '../judging/quotable.ts';

const prompt = definePrompt({
  version: 2,
  instructions: `Check whether the output keeps to what the input asks.

${tellBlocks(['input', 'output'], 'output', { output: 'the answer, one sentence a line, with its number.' })}

1. In "items", list every statement that the output makes. In "item", write the statement. In "sentences", give the numbers of its sentences. In "quote", copy its words.
2. In "verdict", say what it does:
   - "relevant": it answers the input, or a part of it;
   - "supporting": it helps the answer: a reason, a condition, a warning, or a question to the user that is needed to answer;
   - "evasive": it takes the place of an answer but gives none, such as "I don't know", "I cannot help with that" or only "it depends";
   - "irrelevant": the input did not ask for it.
3. In "noClaim", list the numbers of sentences that say nothing: greetings, thanks, headings.

Name every sentence, in an item or in "noClaim". It does not matter whether a statement is true. A good answer to another question is irrelevant. "I don't know" is evasive even if it is honest. To say that the question has no answer, and why, is relevant. To say who can answer it is supporting.`,
});

/**
 * Whether the output answers what was asked, and nothing else. The judge splits the output into
 * statements and calls each relevant, supporting, evasive or irrelevant. The value is the share that
 * is relevant or supporting; `raw` is the number of the others, which are the evidence.
 *
 * "I don't know", a refusal and "it depends" are evasive, honest or not: the scorer asks whether the
 * question was answered, not whether it should have been. Where something is evasive and nothing
 * relevant the value is 0, whatever else is said. That a question has no answer, with the reason, is
 * an answer. Sentences that the judge passes over twice give the warning `claims_missing`.
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
    'relevance-to-query': {},
  },
  version: 2,
  group: 'grounding',
  summary: 'The share of the output’s statements that answer the input, or help to.',
  source: 'DeepEval AnswerRelevancy; Es et al. 2024 (Ragas)',
  needs: ['input', 'output'],
  params: () => z.strictObject({}),
  threshold: 0.7,
  degenerate: 0,
  examples: () => [
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
    {
      title: 'It does not know, and says who does',
      sample: {
        input: 'When do you open?',
        output: 'I do not know. Please ask at the front desk.',
      },
      answers: [
        {
          reasoning: 'No time is given.',
          items: [
            {
              item: 'It does not know.',
              sentences: [1],
              quote: 'I do not know',
              verdict: 'evasive',
            },
            {
              item: 'The front desk can say.',
              sentences: [2],
              quote: 'Please ask at the front desk',
              verdict: 'supporting',
            },
          ],
          noClaim: [],
        },
      ],
      value: 0,
    },
  ],
  prompt,
  items: 'statements',
  worths: () => ({ relevant: 1, supporting: 1, evasive: 0, irrelevant: 0 }),
  shows: (sample) => [...show(sample, ['input']), ...showSentences(show(sample, ['output']))],
  split: (sample) => show(sample, ['output']),
  quotes: (sample) => quotable(sample, ['output']),
  combine: shareOfRelevant,
});

/** The share of statements that serve the answer; 0 where one evades it and none gives it. */
function shareOfRelevant(judged: readonly JudgedItem[]): number {
  const isEvaded = judged.some(({ verdict }) => verdict === 'evasive');
  if (isEvaded && !judged.some(({ verdict }) => verdict === 'relevant')) return 0;
  return judged.reduce((sum, { worth }) => sum + worth, 0) / judged.length;
}
