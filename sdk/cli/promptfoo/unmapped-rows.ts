import type { Rows, UnmappedRow } from './row.ts';

const none = (why: string, instead?: string): UnmappedRow => ({
  scorer: null,
  why,
  ...(instead !== undefined && { instead }),
});

const TRACE = none('Traces are not read.');
const WEB = none('Judges do not search the web.', 'rubric, with the search results as contexts');

/** What has no counterpart. */
export const UNMAPPED_ROWS: Rows = {
  ruby: none('Code is not run.', 'regex, json-schema, length or a composite such as expression'),
  webhook: none('Other servers are not called.', 'a custom scorer based on rubric'),
  'is-refusal': none(
    'promptfoo uses its own list of phrases.',
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
  human: none('Human grading is not supported.'),
  guardrails: none('It reads the flags of the provider.', 'harmfulness or prompt-injection'),
  pi: none('It is a separate service.', 'rubric'),
  'search-rubric': WEB,
  'agent-rubric': WEB,
  'conversation-relevance': none('Turns are not judged in windows.', 'topic-adherence'),
  'skill-used': none('A sample has no skills.', 'called-tool'),
  'trajectory:tool-args-match': none(
    'Finding one call among others by some of its arguments is not supported.',
    'tool-call-match with expectedToolCalls',
  ),
  'trace-error-spans': TRACE,
  'trace-span-count': TRACE,
  'trace-span-duration': TRACE,
};
