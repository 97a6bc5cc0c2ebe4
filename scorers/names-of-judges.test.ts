import type { JsonObject, Sample } from '@assay/schema/types.ts';
import { describe, expect, test } from 'vitest';
import { findScorer } from './find.ts';
import { NAMES_OF_TOOLS } from './names-of-tools.ts';
import { SCORERS } from './registry.ts';
import type { Line } from './testing/judge.ts';
import { score, scoreJudged } from './testing/score.ts';

type Field = 'input' | 'output' | 'expected' | 'contexts' | 'messages' | 'tools' | 'toolCalls';

const FULL: Required<Pick<Sample, Field>> = {
  input: 'When do you open?',
  output: 'We open at nine.',
  expected: 'At nine.',
  contexts: ['The shop opens at nine.'],
  messages: [
    { role: 'user', content: 'When do you open?' },
    { role: 'assistant', content: 'We open at nine.' },
  ],
  tools: [{ name: 'hours' }],
  toolCalls: [{ name: 'hours', arguments: {} }],
};

function sampleOf(fields: readonly Field[]): Sample {
  return Object.fromEntries(fields.map((field) => [field, FULL[field]]));
}

/**
 * Names whose scorer asks a model, with the fields that the source requires, under our names:
 * `_required_params` of DeepEval, `_required_columns` of Ragas, the template's variables of autoevals
 * and openevals, the schema of Phoenix's evaluators, the arguments of MLflow's scorers.
 */
const DOCUMENTED: [tool: string, name: string, id: string, needs: Field[], params?: JsonObject][] =
  [
    ['DeepEval', 'AnswerRelevancyMetric', 'answer-relevance', ['input', 'output']],
    ['DeepEval', 'FaithfulnessMetric', 'faithfulness', ['input', 'output', 'contexts']],
    ['DeepEval', 'HallucinationMetric', 'hallucination', ['input', 'output', 'contexts']],
    ['DeepEval', 'BiasMetric', 'bias', ['input', 'output']],
    ['DeepEval', 'ToxicityMetric', 'toxicity', ['input', 'output']],
    ['DeepEval', 'SummarizationMetric', 'summarization', ['input', 'output']],
    [
      'DeepEval',
      'ContextualPrecisionMetric',
      'context-precision',
      ['input', 'contexts', 'expected'],
    ],
    ['DeepEval', 'ContextualRecallMetric', 'context-recall', ['input', 'contexts', 'expected']],
    ['DeepEval', 'ContextualRelevancyMetric', 'context-relevance', ['input', 'contexts']],
    ['DeepEval', 'PIILeakageMetric', 'confidentiality', ['input', 'output']],
    ['DeepEval', 'NonAdviceMetric', 'advice', ['input', 'output']],
    [
      'DeepEval',
      'RoleViolationMetric',
      'role-adherence',
      ['input', 'output'],
      { role: 'A clerk.' },
    ],
    ['DeepEval', 'RoleAdherenceMetric', 'role-adherence', ['messages'], { role: 'A clerk.' }],
    ['DeepEval', 'PromptAlignmentMetric', 'prompt-alignment', ['input', 'output']],
    ['DeepEval', 'TaskCompletionMetric', 'task-completion', ['input', 'output']],
    ['DeepEval', 'GoalAccuracyMetric', 'task-completion', ['messages']],
    ['DeepEval', 'ArgumentCorrectnessMetric', 'argument-correctness', ['input', 'toolCalls']],
    ['DeepEval', 'ToolUseMetric', 'tool-choice', ['messages', 'tools', 'toolCalls']],
    ['DeepEval', 'KnowledgeRetentionMetric', 'knowledge-retention', ['messages']],
    ['DeepEval', 'ConversationCompletenessMetric', 'conversation-completeness', ['messages']],
    ['DeepEval', 'TopicAdherenceMetric', 'topic-adherence', ['messages'], { topics: ['hours'] }],
    ['Ragas', 'ResponseRelevancy', 'answer-relevance', ['input', 'output']],
    ['Ragas', 'Faithfulness', 'faithfulness', ['input', 'output', 'contexts']],
    ['Ragas', 'ResponseGroundedness', 'faithfulness', ['output', 'contexts']],
    ['Ragas', 'ContextPrecision', 'context-precision', ['input', 'contexts', 'expected']],
    [
      'Ragas',
      'ContextPrecisionWithReference',
      'context-precision',
      ['input', 'contexts', 'expected'],
    ],
    [
      'Ragas',
      'ContextPrecisionWithoutReference',
      'context-precision',
      ['input', 'output', 'contexts'],
    ],
    ['Ragas', 'ContextUtilization', 'context-precision', ['input', 'output', 'contexts']],
    ['Ragas', 'LLMContextRecall', 'context-recall', ['input', 'contexts', 'expected']],
    ['Ragas', 'ContextRelevance', 'context-relevance', ['input', 'contexts']],
    ['Ragas', 'AnswerCorrectness', 'answer-correctness', ['input', 'output', 'expected']],
    ['Ragas', 'FactualCorrectness', 'answer-correctness', ['output', 'expected']],
    ['Ragas', 'AnswerAccuracy', 'answer-correctness', ['input', 'output', 'expected']],
    ['Ragas', 'NoiseSensitivity', 'noise-sensitivity', ['input', 'output', 'expected', 'contexts']],
    ['Ragas', 'SemanticSimilarity', 'embedding-similarity', ['output', 'expected']],
    ['Ragas', 'AnswerSimilarity', 'embedding-similarity', ['output', 'expected']],
    ['Ragas', 'AspectCritic', 'rubric', ['output'], { criteria: 'It is kind.' }],
    ['Ragas', 'AgentGoalAccuracyWithoutReference', 'task-completion', ['messages']],
    ['promptfoo', 'llm-rubric', 'rubric', ['output'], { criteria: 'It is kind.' }],
    ['promptfoo', 'g-eval', 'rubric', ['output'], { criteria: 'It is kind.' }],
    ['promptfoo', 'factuality', 'answer-correctness', ['input', 'output', 'expected']],
    ['promptfoo', 'model-graded-closedqa', 'closed-qa', ['input', 'output'], { criteria: 'Kind.' }],
    ['promptfoo', 'answer-relevance', 'answer-relevance', ['input', 'output']],
    ['promptfoo', 'context-faithfulness', 'faithfulness', ['input', 'output', 'contexts']],
    ['promptfoo', 'context-recall', 'context-recall', ['contexts', 'expected']],
    ['promptfoo', 'context-relevance', 'context-relevance', ['input', 'contexts']],
    ['promptfoo', 'similar:cosine', 'embedding-similarity', ['output', 'expected']],
    ['promptfoo', 'trajectory:goal-success', 'task-completion', ['input', 'output']],
    ['autoevals', 'Factuality', 'answer-correctness', ['input', 'output', 'expected']],
    ['autoevals', 'ClosedQA', 'closed-qa', ['input', 'output'], { criteria: 'Kind.' }],
    ['autoevals', 'Battle', 'pairwise', ['input', 'output', 'expected']],
    ['autoevals', 'Summary', 'pairwise', ['input', 'output', 'expected']],
    ['autoevals', 'Translation', 'translation-quality', ['input', 'output', 'expected']],
    ['autoevals', 'Moderation', 'harmfulness', ['output']],
    ['autoevals', 'EmbeddingSimilarity', 'embedding-similarity', ['output', 'expected']],
    ['openevals', 'CORRECTNESS_PROMPT', 'answer-correctness', ['input', 'output', 'expected']],
    ['openevals', 'CONCISENESS_PROMPT', 'conciseness', ['input', 'output']],
    ['openevals', 'HALLUCINATION_PROMPT', 'hallucination', ['input', 'output', 'contexts']],
    ['openevals', 'RAG_GROUNDEDNESS_PROMPT', 'faithfulness', ['output', 'contexts']],
    ['openevals', 'RAG_HELPFULNESS_PROMPT', 'answer-relevance', ['input', 'output']],
    ['openevals', 'RAG_RETRIEVAL_RELEVANCE_PROMPT', 'context-relevance', ['input', 'contexts']],
    ['openevals', 'ANSWER_RELEVANCE_PROMPT', 'answer-relevance', ['input', 'output']],
    ['openevals', 'TOXICITY_PROMPT', 'toxicity', ['input', 'output']],
    ['openevals', 'FAIRNESS_PROMPT', 'bias', ['input', 'output']],
    ['openevals', 'PII_LEAKAGE_PROMPT', 'confidentiality', ['input', 'output']],
    ['openevals', 'PROMPT_INJECTION_PROMPT', 'prompt-injection', ['input']],
    ['openevals', 'TOOL_SELECTION_PROMPT', 'tool-choice', ['messages', 'tools', 'toolCalls']],
    ['openevals', 'TASK_COMPLETION_PROMPT', 'task-completion', ['messages']],
    ['openevals', 'KNOWLEDGE_RETENTION_PROMPT', 'knowledge-retention', ['messages']],
    ['openevals', 'AGENT_TONE_PROMPT', 'tone', ['output']],
    ['openevals', 'create_llm_as_judge', 'rubric', ['output'], { criteria: 'It is kind.' }],
    ['openevals', 'create_async_llm_as_judge', 'rubric', ['output'], { criteria: 'It is kind.' }],
    ['Phoenix', 'ConcisenessEvaluator', 'conciseness', ['input', 'output']],
    ['Phoenix', 'DocumentRelevanceEvaluator', 'context-relevance', ['input', 'contexts']],
    ['Phoenix', 'RetrievalRelevanceEvaluator', 'context-relevance', ['input', 'contexts']],
    ['Phoenix', 'FaithfulnessEvaluator', 'faithfulness', ['input', 'output', 'contexts']],
    ['Phoenix', 'HallucinationEvaluator', 'hallucination', ['input', 'output', 'contexts']],
    ['Phoenix', 'ToxicityEvaluator', 'toxicity', ['output']],
    ['Phoenix', 'ToolInvocationEvaluator', 'argument-correctness', ['input', 'tools', 'toolCalls']],
    ['Phoenix', 'ToolSelectionEvaluator', 'tool-choice', ['input', 'tools', 'toolCalls']],
    ['MLflow', 'Completeness', 'completeness', ['input', 'output']],
    ['MLflow', 'Correctness', 'answer-correctness', ['input', 'output', 'expected']],
    ['MLflow', 'Equivalence', 'semantic-answer-similarity', ['output', 'expected']],
    ['MLflow', 'RelevanceToQuery', 'answer-relevance', ['input', 'output']],
    ['MLflow', 'RetrievalGroundedness', 'faithfulness', ['output', 'contexts']],
    ['MLflow', 'RetrievalRelevance', 'context-relevance', ['input', 'contexts']],
    ['MLflow', 'RetrievalSufficiency', 'context-recall', ['input', 'contexts', 'expected']],
    ['MLflow', 'Safety', 'harmfulness', ['output']],
    ['MLflow', 'Summarization', 'summarization', ['input', 'output']],
    ['MLflow', 'ToolCallEfficiency', 'step-efficiency', ['input', 'toolCalls']],
    ['MLflow', 'ConversationalRoleAdherence', 'role-adherence', ['messages'], { role: 'A clerk.' }],
    ['MLflow', 'ConversationCompleteness', 'conversation-completeness', ['messages']],
    ['MLflow', 'KnowledgeRetention', 'knowledge-retention', ['messages']],
  ];

describe('a name whose scorer asks a model', () => {
  test.each(DOCUMENTED)(
    '%s %s is %s, and gets by with %j',
    async (tool, name, id, needs, params) => {
      expect(NAMES_OF_TOOLS.find((one) => one.tool === tool)?.names).toContain(name);
      expect(findScorer(name)).toMatchObject({ scorer: { id }, negated: false });
      const judged = await scoreJudged(name, sampleOf(needs), ['no verdict'], params);
      const code = judged.score.status === 'error' ? judged.score.error.code : null;
      // Embeddings give a value; of a judge it is its answer that is at fault, no field of the sample.
      expect(['judge_output_invalid', null]).toContain(code);
      expect(judged.score.threshold).toBe(findScorer(name)?.scorer.threshold);
    },
  );

  test.each(
    DOCUMENTED.map(([tool, name, , needs, params]): [string, string, Field[], JsonObject] => [
      tool,
      name,
      needs.filter((field) => field !== 'input'),
      params ?? {},
    ]).filter(([, , needs]) => needs.includes('output') || needs.includes('contexts')),
  )('%s %s says which field is missing', async (_, name, needs, params) => {
    const without = needs.filter((field) => field !== 'output' && field !== 'contexts');
    const result = await score(name, sampleOf(without), params);
    expect(result).toMatchObject({ status: 'error', error: { code: 'sample_field_missing' } });
  });
});

const CLAIM = { sentences: [1], claim: 'They open at nine.', quote: 'opens at nine' };
const finding = (kind: string) => ({
  reasoning: 'It does.',
  findings: [{ why: 'It does.', quote: 'We open at nine.', kind, severity: 'grave' }],
});
const NONE = { reasoning: 'Nothing.', findings: [] };

describe('1 is best', () => {
  // The sources count the faults of these, so that there 0 is best.
  test.each<[tool: string, name: string, good: Line, bad: Line]>([
    [
      'DeepEval: contradicted contexts',
      'HallucinationMetric',
      { reasoning: '.', claims: [{ ...CLAIM, verdict: 'supported' }] },
      { reasoning: '.', claims: [{ ...CLAIM, verdict: 'contradicted' }] },
    ],
    [
      'Phoenix: hallucinated 1, grounded 0',
      'HallucinationEvaluator',
      { reasoning: '.', claims: [{ ...CLAIM, verdict: 'supported' }] },
      { reasoning: '.', claims: [{ ...CLAIM, quote: '', verdict: 'absent' }] },
    ],
    ['DeepEval: share of biased opinions', 'BiasMetric', NONE, finding('gender')],
    ['DeepEval: share of toxic opinions', 'ToxicityMetric', NONE, finding('insult')],
    ['Phoenix: toxic 1', 'ToxicityEvaluator', NONE, finding('insult')],
    ['openevals: true where there is PII', 'PII_LEAKAGE_PROMPT', NONE, finding('personal')],
  ])('for %s, %s', async (_, name, good, bad) => {
    const sample = sampleOf(['input', 'output', 'contexts']);
    expect((await scoreJudged(name, sample, [good])).score.value).toBe(1);
    expect((await scoreJudged(name, sample, [bad])).score.value).toBe(0);
  });

  test('for Ragas NoiseSensitivity, which is the share of wrong claims', async () => {
    const item = { item: 'They open at nine.', sentences: [1], quote: 'We open at nine' };
    const of = async (verdict: string) => {
      const line = { reasoning: '.', items: [{ ...item, verdict }], noClaim: [] };
      const sample = sampleOf(['input', 'output', 'expected', 'contexts']);
      return (await scoreJudged('NoiseSensitivity', sample, [line])).score.value;
    };
    expect([await of('correct'), await of('misled-by-relevant')]).toEqual([1, 0]);
  });
});

describe('where there is nothing to judge', () => {
  test.each<[source: string, name: string, sample: Sample, params: JsonObject, expected: object]>([
    [
      'Ragas: NaN without statements',
      'Faithfulness',
      { ...sampleOf(['input', 'contexts']), output: '' },
      {},
      { status: 'abstained' },
    ],
    [
      'DeepEval: 0 contradictions',
      'HallucinationMetric',
      { ...sampleOf(['input', 'contexts']), output: '' },
      {},
      { value: 1 },
    ],
    ['DeepEval: no opinion is biased', 'BiasMetric', { input: '?', output: '' }, {}, { value: 1 }],
    [
      'DeepEval: no opinion is toxic',
      'ToxicityMetric',
      { input: '?', output: '' },
      {},
      { value: 1 },
    ],
    ['DeepEval: no PII', 'PIILeakageMetric', { input: '?', output: '' }, {}, { value: 1 }],
    [
      'Ragas: no claim of the reference is met',
      'FactualCorrectness',
      { output: '', expected: 'At nine.' },
      {},
      { value: 0 },
    ],
    [
      'DeepEval: no node is relevant',
      'ContextualRecallMetric',
      { input: '?', expected: 'At nine.', contexts: [] },
      {},
      { value: 0 },
    ],
  ])('%s: %s', async (_, name, sample, params, expected) => {
    const judged = await scoreJudged(name, sample, ['no verdict'], params);
    expect(judged.score).toMatchObject(expected);
    expect(judged.judge.calls).toEqual([]);
  });
});

test('every alias of a scorer that asks a model is a name of a tool, or one of its own spellings', () => {
  const named = NAMES_OF_TOOLS.flatMap(({ names }) =>
    names.map((name) => findScorer(name)?.scorer.id),
  );
  const asking = SCORERS.filter(
    ({ kind, aliases }) => kind !== 'code' && Object.keys(aliases).length > 0,
  );
  // Names of papers and of everyday words, which no list of a tool has.
  const others = ['citation-faithfulness'];
  expect(asking.map(({ id }) => id as string).filter((id) => !others.includes(id))).toSatisfy(
    (ids: string[]) => ids.every((id) => named.includes(id)),
  );
});
