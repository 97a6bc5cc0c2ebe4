import { folded } from './nearest.ts';

/** What other tools call the fields of a sample, and of a scorer. */
const OTHER_NAMES: Readonly<Record<string, readonly string[]>> = {
  input: ['question', 'query', 'prompt', 'user_input', 'inputs'],
  output: ['answer', 'response', 'completion', 'actual_output', 'prediction', 'outputs', 'result'],
  expected: [
    ...['reference', 'expected_output', 'ground_truth', 'target', 'ideal', 'label'],
    ...['reference_outputs', 'gold', 'answer_key'],
  ],
  contexts: ['context', 'retrieval_context', 'retrieved_contexts', 'documents', 'passages'],
  referenceContexts: ['reference_contexts', 'relevant_documents', 'qrels'],
  toolCalls: ['tools_called', 'calls'],
  expectedToolCalls: ['expected_tools', 'reference_tool_calls'],
  messages: ['conversation', 'turns', 'chat'],
  scorers: ['metrics', 'evaluators', 'asserts', 'assertions', 'scorer'],
  scorer: ['name', 'type', 'metric', 'id'],
  params: ['parameters', 'options', 'config', 'arguments', 'args'],
  samples: ['items', 'rows', 'data', 'examples', 'dataset', 'test_cases'],
};

const byOtherName = new Map(
  Object.entries(OTHER_NAMES).flatMap(([field, names]) =>
    names.map((name): [string, string] => [folded(name), field]),
  ),
);

/** The field that another tool's name stands for; undefined for any other name. */
export function fieldCalled(name: string): string | undefined {
  return byOtherName.get(folded(name));
}
