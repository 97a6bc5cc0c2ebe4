import * as z from 'zod';
import { tellBlocks } from '../judging/blocks.ts';
import { defineVerdicts, type JudgedItem } from '../judging/define-verdicts.ts';
import { definePrompt } from '../judging/prompt.ts';
import { nobodyAsked, showTurns, userTexts } from './turns.ts';

const prompt = definePrompt({
  version: 2,
  instructions: `Check whether the assistant keeps to its topics:

{{topics}}

${tellBlocks(['conversation'], 'conversation')}

1. In "items", list what the user asks about, each subject once. In "item", name it.
2. In "quote", copy the words of the user that ask for it, exactly as they are.
3. In "verdict", say what the assistant did:
   - "answered-on": it belongs to one of the topics above, and the assistant answered;
   - "refused-on": it belongs to one of them, and the assistant refused or ignored it;
   - "answered-off": it belongs to none of them, and the assistant answered anyway;
   - "refused-off": it belongs to none of them, and the assistant did not answer it.

To say what it can talk about, or to lead the user back to that, is not an answer. It does not matter whether an answer is right.`,
});

/**
 * Whether the assistant talks about what it is there for, and about nothing else. The judge lists what
 * the user asks about, and whether each is on topic and was answered. Answers on topic are true
 * positives, answers off topic false positives, refusals on topic false negatives. The value is
 * precision, recall or F1 (`mode`) of these; `raw` is the number of mistakes, which are the evidence.
 * Where everything was off topic and refused there was no mistake: 1. Where nothing was asked the
 * scorer abstains.
 *
 * Source: Ragas TopicAdherence; DeepEval TopicAdherence.
 */
export const topicAdherence = defineVerdicts({
  id: 'topic-adherence',
  aliases: { 'topic-adherence-score': {} },
  version: 2,
  group: 'conversation',
  summary: 'Whether the assistant answers on its topics, and refuses off them.',
  source: 'Ragas TopicAdherence',
  needs: ['messages'],
  params: () =>
    z.strictObject({
      topics: z
        .array(z.string().min(1).max(200))
        .min(1)
        .max(50)
        .describe('The topics that the assistant is meant for.'),
      mode: z
        .enum(['f1', 'precision', 'recall'])
        .default('f1')
        .describe('Which mistakes count: both kinds, answers off topic, or refusals on topic.'),
    }),
  threshold: 0.8,
  degenerate: 'ask',
  examples: () => [
    {
      title: 'An answer off topic: precision 1/2',
      sample: {
        messages: [
          { role: 'user', content: 'How do I bake bread? And who won the election?' },
          { role: 'assistant', content: 'Knead and wait. The greens won.' },
        ],
      },
      params: { topics: ['cooking'], mode: 'precision' },
      answers: [
        {
          reasoning: 'Elections are no cooking.',
          items: [
            { item: 'Baking bread', quote: 'How do I bake bread', verdict: 'answered-on' },
            { item: 'The election', quote: 'who won the election', verdict: 'answered-off' },
          ],
        },
      ],
      value: 0.5,
    },
  ],
  prompt,
  variables: ({ topics }) => ({ topics: topics.map((topic) => `- ${topic}`).join('\n') }),
  items: 'topics',
  worths: () => ({ 'answered-on': 1, 'refused-off': 1, 'answered-off': 0, 'refused-on': 0 }),
  shows: (sample) => showTurns(sample),
  quotes: userTexts,
  nothing: nobodyAsked,
  combine(judged, { mode }) {
    const right = count(judged, 'answered-on');
    const off = mode === 'recall' ? 0 : count(judged, 'answered-off');
    const refused = mode === 'precision' ? 0 : count(judged, 'refused-on');
    const mistakes = mode === 'f1' ? (off + refused) / 2 : off + refused;
    return right + mistakes === 0 ? 1 : right / (right + mistakes);
  },
});

function count(judged: readonly JudgedItem[], verdict: string): number {
  return judged.filter((each) => each.verdict === verdict).length;
}
