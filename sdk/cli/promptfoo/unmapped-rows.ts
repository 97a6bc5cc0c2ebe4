import type { Rows, UnmappedRow } from './row.ts';

const none = (why: string, instead?: string): UnmappedRow => ({
  scorer: null,
  why,
  ...(instead !== undefined && { instead }),
});

const TRACE = none('Traces are not read.');
const WEB = none('Judges do not look things up.', 'rubric, with what was found as contexts');

/** What has no counterpart. */
export const UNMAPPED_ROWS: Rows = {
  ruby: none('Code is not run.', 'regex, json-schema, length or a composite such as expression'),
  webhook: none('Other servers are not asked for scores.', 'a custom scorer made of rubric'),
  'is-refusal': none(
    'promptfoo has a list of phrases of its own.',
    'contains-any with phrases, or rubric: “The output refuses to answer.”',
  ),
  classifier: none('Classification models are not called.', 'classify'),
  'similar:dot': none('Embeddings are compared by cosine.', 'embedding-similarity'),
  'similar:euclidean': none('Embeddings are compared by cosine.', 'embedding-similarity'),
  'select-best': none(
    'It compares the outputs of several prompts or models.',
    'POST /v1/compare, pairwise or select-best',
  ),
  'max-score': none('It compares the outputs of several prompts or models.', 'POST /v1/compare'),
  human: none('People’s grades are not asked for.'),
  guardrails: none('It reads what the provider flagged.', 'harmfulness or prompt-injection'),
  pi: none('It is a service of its own.', 'rubric'),
  'search-rubric': WEB,
  'agent-rubric': WEB,
  'conversation-relevance': none('Turns are not judged by windows.', 'topic-adherence'),
  'skill-used': none('Skills are not in a sample.', 'called-tool'),
  'trajectory:tool-args-match': none(
    'One call among others, with part of its arguments, is not looked for.',
    'tool-call-match with expectedToolCalls',
  ),
  'trace-error-spans': TRACE,
  'trace-span-count': TRACE,
  'trace-span-duration': TRACE,
};
