import * as z from 'zod';
import { tellBlocks } from '../judging/blocks.ts';
import { showSentences } from '../judging/coverage.ts';
import { defineVerdicts } from '../judging/define-verdicts.ts';
import { show } from '../judging/fence.ts';
import { definePrompt } from '../judging/prompt.ts';
import { quotable } from '../judging/quotable.ts';

const prompt = definePrompt({
  version: 2,
  instructions: `Find the wrong claims of the output, and where they come from.

${tellBlocks(['input', 'expected', 'contexts', 'output'], 'output', { expected: 'the right answer. Take it as true.', contexts: 'the sources of the output. A context is relevant if it says something that "expected" says. Otherwise it is irrelevant.', output: 'the answer, one sentence a line, with its number.' })}

1. In "items", list every fact that the output states. In "item", write it as one short sentence that can be understood alone. In "sentences", give the numbers of its sentences. In "quote", copy its words.
2. In "verdict", compare it with the expected answer and the contexts:
   - "correct": the expected answer says it, or it follows from it;
   - "misled-by-relevant": it is not correct, and a relevant context says it or suggests it;
   - "misled-by-irrelevant": it is not correct, and only an irrelevant context says it or suggests it;
   - "wrong-alone": it is not correct, and no context says it.
3. In "noClaim", list the numbers of sentences that state no fact, such as greetings and questions.

Name every sentence, in an item or in "noClaim".`,
});

/**
 * Whether the contexts mislead the output. The judge compares the output's claims with the
 * expected answer and says of each wrong one whether it comes from a relevant context, from an
 * irrelevant one, or from none. The value is one less the share of claims that are wrong because of
 * the contexts that `mode` names, so that 1 is best. A wrong claim that no context holds is not noise:
 * `hallucination` finds those. An output without claims is abstained from.
 *
 * Source: Ragas NoiseSensitivity (its value is the share, ours one less it); K. Ru et al.,
 * "RAGChecker", 2024.
 */
export const noiseSensitivity = defineVerdicts({
  id: 'noise-sensitivity',
  version: 2,
  group: 'grounding',
  summary: '1 minus the share of claims that are wrong because of the contexts.',
  source: 'Ragas NoiseSensitivity; RAGChecker (Ru et al. 2024)',
  needs: ['output', 'references', 'contexts'],
  params: () =>
    z.strictObject({
      mode: z
        .enum(['relevant', 'irrelevant', 'any'])
        .default('relevant')
        .describe(
          'Which contexts are considered: relevant ones as in Ragas, irrelevant ones, or both.',
        ),
    }),
  threshold: 0.8,
  degenerate: 'abstain',
  examples: () => [
    {
      title: 'An irrelevant context is followed',
      sample: {
        input: 'When was the Eiffel Tower completed?',
        output: 'In 1889, and it is in Las Vegas.',
        expected: 'In 1889.',
        contexts: ['The tower was completed in 1889.', 'A copy of the tower is in Las Vegas.'],
      },
      params: { mode: 'any' },
      answers: [
        {
          reasoning: 'The place comes from the context on the copy.',
          items: [
            { item: 'It was completed in 1889.', quote: 'In 1889', verdict: 'correct' },
            {
              item: 'It is in Las Vegas.',
              quote: 'it is in Las Vegas',
              verdict: 'misled-by-irrelevant',
            },
          ],
        },
      ],
      value: 0.5,
    },
  ],
  prompt,
  items: 'claims',
  worths: ({ mode }) => ({
    correct: 1,
    'misled-by-relevant': mode === 'irrelevant' ? 1 : 0,
    'misled-by-irrelevant': mode === 'relevant' ? 1 : 0,
    'wrong-alone': 1,
  }),
  shows: (sample) => [
    ...show(sample, ['input', 'references', 'contexts']),
    ...showSentences(show(sample, ['output'])),
  ],
  split: (sample) => show(sample, ['output']),
  quotes: (sample) => quotable(sample, ['output']),
});
