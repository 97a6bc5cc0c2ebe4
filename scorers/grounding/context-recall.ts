import * as z from 'zod';
import { tellBlocks } from '../judging/blocks.ts';
import { showSentences } from '../judging/coverage.ts';
import { defineVerdicts } from '../judging/define-verdicts.ts';
import { show } from '../judging/fence.ts';
import { definePrompt } from '../judging/prompt.ts';
import { quotable } from '../judging/quotable.ts';
import { scored } from '../outcome.ts';
import { saysNothing } from './numbered-contexts.ts';

const prompt = definePrompt({
  version: 2,
  instructions: `Check whether the contexts say what the expected answer says.

${tellBlocks(['input', 'expected', 'contexts'], 'contexts', { expected: 'the right answer, one sentence a line, with its number. If there are several, use the one that is closest to the contexts.', contexts: 'texts found for the input.' })}

1. In "items", list every fact that the expected answer states. In "item", write it as one short sentence that can be understood alone. Read a short answer together with the input. In "sentences", give the numbers of its sentences.
2. In "quote", copy the words of a context that say it. Leave it empty if there are none.
3. In "verdict", compare it with the contexts:
   - "found": a context says it, or it follows directly from the contexts;
   - "missing": no context says it, or a context says something else.
4. In "noClaim", list the numbers of sentences that state no fact. Name every sentence, in an item or in "noClaim".

Do not use your own knowledge. The texts may be in different languages.`,
});

/**
 * Whether everything needed was retrieved. The judge splits the expected answer into statements and
 * looks for each in the contexts. The value is the share found; `raw` is the number missing, which
 * are also the evidence. Where no context says anything nothing was found: 0, without a call.
 *
 * Source: S. Es et al., Ragas ContextRecall; DeepEval ContextualRecall.
 */
export const contextRecall = defineVerdicts({
  id: 'context-recall',
  aliases: { 'contextual-recall': {}, 'llm-context-recall': {}, 'retrieval-sufficiency': {} },
  version: 2,
  group: 'grounding',
  summary: 'The share of the expected answer’s statements that the contexts contain.',
  source: 'Ragas ContextRecall',
  needs: ['references', 'contexts'],
  params: () => z.strictObject({}),
  threshold: 0.7,
  degenerate: 'ask',
  examples: () => [
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
  shows: (sample) => [
    ...show(sample, ['input']),
    ...(isOne(sample) ? showSentences(show(sample, ['references'])) : show(sample, ['references'])),
    ...show(sample, ['contexts']),
  ],
  // Of several expected answers only one is looked at, and the judge chooses which.
  split: (sample) => (isOne(sample) ? show(sample, ['references']) : []),
  quotes: (sample) => quotable(sample, ['contexts']),
  unquoted: ['missing'],
  nothing: ({ contexts }) =>
    saysNothing(contexts)
      ? scored(
          0,
          `${contexts.length === 0 ? 'There are no contexts' : 'The contexts are blank'}. No judge was asked.`,
        )
      : undefined,
});

function isOne({ references }: { references: readonly string[] }): boolean {
  return references.length === 1;
}
