import { defineCriterion } from '../judging/criterion.ts';

/**
 * Whether the output says what it must in no more words than that takes. It looks for what could go
 * and would not be missed: preambles, the question said back, repetition, hedges that hedge
 * nothing, offers of further help, answers to what was not asked. The value is that of the level
 * the judge chose, `raw` its number:
 *
 * - 0: much of it could go, a third or more;
 * - 0.5: a sentence or a few phrases could go;
 * - 1: nothing could go.
 *
 * Long is not the same as wordy: a question that calls for detail gets it. What was omitted is
 * `completeness`; how many words there are is `length`. Without an input, the output is judged by
 * what it seems to be for. An empty output, or a copy of the input, is worth 0: it says nothing in
 * few words.
 *
 * Source: `CONCISENESS` of openevals; levels with anchors instead of a grade.
 */
export const conciseness = defineCriterion({
  id: 'conciseness',
  version: 2,
  group: 'quality',
  summary: 'Whether the output uses no more words than it needs.',
  source: 'openevals CONCISENESS',
  needs: ['output'],
  shows: ['messages', 'input', 'output'],
  criterion:
    'Does the output have words that the reader would not miss? Examples: an opening that only announces the answer, the question repeated, the same thing said twice, cautious words and apologies that say nothing, praise for the question, a summary of what was just said, an offer of more help, and answers to what was not asked. Details that were asked for, or that are needed to use the answer, are never too much. It does not matter if something is missing or wrong.',
  levels: [
    { value: 0, anchor: 'A third of it or more could be left out.' },
    { value: 0.5, anchor: 'A sentence or a few phrases could be left out. Most of it is needed.' },
    {
      value: 1,
      anchor: 'Nothing could be left out: every sentence says something that is needed.',
    },
  ],
  degenerate: 0,
  threshold: 0.5,
  examples: () => [
    {
      title: 'A preamble and an offer around one word',
      sample: {
        input: 'What is the capital of France?',
        output:
          'Great question! The capital of France is Paris. Let me know if you would like to know more about France.',
      },
      answers: [
        { reasoning: 'The first and the last sentence tell nothing: over half of it.', level: 1 },
      ],
      value: 0,
    },
    {
      title: 'To the point',
      sample: { input: 'What is the capital of France?', output: 'Paris.' },
      answers: [{ reasoning: 'One word answers it.', level: 3 }],
      value: 1,
    },
  ],
});
