import { z } from 'zod';
import { defineVerdicts } from '../judging/define-verdicts.ts';
import { show } from '../judging/fence.ts';
import { definePrompt } from '../judging/prompt.ts';
import { scored } from '../outcome.ts';

const prompt = definePrompt({
  version: 1,
  instructions: `Check whether the contexts hold what the expected answer says.

1. Split the expected answer into its statements: short statements of fact, complete in themselves. Read a short answer in the light of the input. Where there are several expected answers, they are alternatives: take the one that the contexts come closest to.
2. Give each statement a verdict:
   - "found": a context says it, or it follows directly from the contexts;
   - "missing": no context does, or a context says otherwise.
3. For each statement found, copy the words of the context that show it, exactly as they stand there.

Go by the contexts alone, not by what you know.`,
});

/**
 * Whether everything needed was retrieved. The judge splits the expected answer into statements and
 * looks for each in the contexts. The value is the share found; `raw` is the number missing, which
 * are also the evidence. Without contexts nothing was found: 0, without a call.
 *
 * Source: S. Es et al., Ragas ContextRecall; DeepEval ContextualRecall.
 */
export const contextRecall = defineVerdicts({
  id: 'context-recall',
  aliases: { 'contextual-recall': {}, 'turn-contextual-recall': {} },
  version: 1,
  group: 'grounding',
  summary: 'The share of the expected answer’s statements that the contexts hold.',
  source: 'Ragas ContextRecall',
  needs: ['references', 'contexts'],
  params: z.strictObject({}),
  threshold: 0.7,
  degenerate: 'ask',
  examples: [
    {
      title: 'One statement of two was retrieved',
      sample: {
        input: 'Who wrote Emma, and when?',
        expected: 'Jane Austen, in 1815.',
        contexts: ['Emma is a novel by Jane Austen.'],
      },
      answers: [
        {
          reasoning: 'The author is there, the year is not.',
          items: [
            { item: 'Jane Austen wrote Emma.', quote: 'a novel by Jane Austen', verdict: 'found' },
            { item: 'Emma is of 1815.', quote: '', verdict: 'missing' },
          ],
        },
      ],
      value: 0.5,
    },
  ],
  prompt,
  items: 'statements',
  worths: () => ({ found: 1, missing: 0 }),
  shows: (sample) => show(sample, ['input', 'references', 'contexts']),
  quotes: ({ contexts }) => contexts.map(({ text }, i) => ({ pointer: `/contexts/${i}`, text })),
  unquoted: ['missing'],
  nothing: ({ contexts }) =>
    contexts.length === 0 ? scored(0, 'There are no contexts. No judge was asked.') : undefined,
});
