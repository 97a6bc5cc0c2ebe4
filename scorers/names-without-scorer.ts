/** Names that other tools export and for which no scorer does the same, with what comes nearest. */
interface NamesWithoutScorer {
  tool: string;
  names: readonly string[];
  /** A sentence: what there is instead. */
  instead: string;
}

const CUSTOM = 'use `rubric` or `checklist` instead.';

export const NAMES_WITHOUT_SCORER: readonly NamesWithoutScorer[] = [
  {
    tool: 'DeepEval',
    names: ['DAGMetric', 'DeepAcyclicGraph', 'ConversationalDAGMetric'],
    instead: 'a custom graph; combine scorers with `all`, `any` or `expression`.',
  },
  {
    tool: 'DeepEval',
    names: ['ConversationalGEval'],
    instead: 'a rubric over a whole conversation; `rubric` judges one answer.',
  },
  {
    tool: 'DeepEval',
    names: [
      'TurnRelevancyMetric',
      'TurnFaithfulnessMetric',
      'TurnContextualPrecisionMetric',
      'TurnContextualRecallMetric',
      'TurnContextualRelevancyMetric',
    ],
    instead:
      'a mean over all turns; send each turn as a sample to `answer-relevance`, `faithfulness`, `context-precision`, `context-recall` or `context-relevance`.',
  },
  {
    tool: 'DeepEval',
    names: ['MisuseMetric', 'AdversarialRobustnessMetric', 'PlanQualityMetric'],
    instead: CUSTOM,
  },
  {
    tool: 'DeepEval',
    names: ['ToolPermissionMetric'],
    instead: 'name the tools that are not allowed with `did-not-call`.',
  },
  {
    tool: 'DeepEval',
    names: ['MCPTaskCompletionMetric', 'MultiTurnMCPUseMetric', 'MCPUseMetric'],
    instead: 'use `task-completion` and `tool-choice` with the calls as `toolCalls`.',
  },
  {
    tool: 'DeepEval',
    names: [
      'TextToImageMetric',
      'ImageEditingMetric',
      'ImageCoherenceMetric',
      'ImageHelpfulnessMetric',
      'ImageReferenceMetric',
    ],
    instead: 'images are not scored.',
  },
  {
    tool: 'Ragas',
    names: ['ContextEntityRecall', 'NonLLMContextRecall', 'NonLLMContextPrecisionWithReference'],
    instead: 'use `context-recall`, or `recall-at-k` and `precision-at-k` with ids.',
  },
  {
    tool: 'Ragas',
    names: ['FaithfulnesswithHHEM'],
    instead: 'a different kind of classifier; `faithfulness` asks a judge.',
  },
  { tool: 'Ragas', names: ['DataCompyScore'], instead: 'tables are not compared.' },
  {
    tool: 'Ragas',
    names: ['MultiModalFaithfulness', 'MultiModalRelevance'],
    instead: 'images are not scored.',
  },
  {
    tool: 'Ragas',
    names: [
      'InstanceRubrics',
      'DiscreteMetric',
      'NumericMetric',
      'RankingMetric',
      'LLMSQLEquivalence',
      'LLMSQLEquivalenceWithReference',
    ],
    instead: 'use `rubric`, `classify` or `checklist` instead.',
  },
  {
    tool: 'promptfoo',
    names: ['javascript', 'python', 'ruby', 'webhook'],
    instead: 'custom code; `expression` computes with the scores of other scorers.',
  },
  {
    tool: 'promptfoo',
    names: ['is-refusal', 'guardrails', 'pi', 'search-rubric', 'agent-rubric', 'classifier'],
    instead: CUSTOM,
  },
  {
    tool: 'promptfoo',
    names: ['conversation-relevance'],
    instead: 'a mean over all turns; send each turn as a sample to `answer-relevance`.',
  },
  {
    tool: 'promptfoo',
    names: ['max-score'],
    instead: 'a choice among outputs; `best-of` takes the highest score of one output.',
  },
  { tool: 'promptfoo', names: ['human'], instead: 'a human verdict, which no scorer can give.' },
  {
    tool: 'promptfoo',
    names: ['trace-span-count', 'trace-span-duration', 'trace-error-spans', 'skill-used'],
    instead: 'traces are not scored; `step-count` and `latency` read the sample.',
  },
  {
    tool: 'autoevals',
    names: ['Humor', 'Possible', 'Security', 'LLMClassifierFromSpec'],
    instead: CUSTOM,
  },
  {
    tool: 'openevals',
    names: ['TRAJECTORY_ACCURACY', 'createTrajectoryLLMAsJudge', 'create_trajectory_llm_as_judge'],
    instead: 'use `task-completion`, `step-efficiency` or `tool-choice`.',
  },
  {
    tool: 'openevals',
    names: ['CODE_CORRECTNESS', 'LAZINESS', 'CODE_INJECTION', 'USER_SATISFACTION'],
    instead: CUSTOM,
  },
  {
    tool: 'Phoenix',
    names: ['SQLEvaluator', 'QAEvaluator', 'RefusalEvaluator', 'PrecisionRecallFScore'],
    instead: 'use `closed-qa` to ask a judge, or `classify` to count classes.',
  },
  {
    tool: 'MLflow',
    names: ['Guidelines', 'ExpectationsGuidelines', 'UserFrustration'],
    instead: 'list the rules as the items of `checklist`.',
  },
  {
    tool: 'Mastra',
    names: ['content-similarity', 'textual-difference'],
    instead: 'a similarity of letter pairs or of changed runs; `levenshtein` counts edits.',
  },
  {
    tool: 'RapidFuzz',
    names: ['fuzzy-match'],
    instead: 'a ratio of insertions and deletions; `levenshtein` counts substitutions too.',
  },
  { tool: 'Mastra', names: ['noToolErrors'], instead: 'errors of tools are not scored.' },
];
