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
    tool: 'DeepEval',
    names: [
      'VoiceNaturalnessMetric',
      'TurnTakingNaturalnessMetric',
      'SpeechIntelligibilityMetric',
      'VoiceConsistencyMetric',
      'AgentResponsivenessMetric',
      'AudioIntegrityMetric',
      'VoiceReliabilityMetric',
    ],
    instead: 'sound is not scored.',
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
    names: ['MultiModalFaithfulness', 'multimodal_faithness', 'MultiModalRelevance'],
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
    names: ['python', 'ruby', 'webhook'],
    instead: 'custom code; `javascript` runs a function of your own.',
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
  {
    tool: 'promptfoo',
    names: ['similar:dot', 'similar:euclidean'],
    instead: 'another measure of vectors; `embedding-similarity` takes their cosine.',
  },
  {
    tool: 'promptfoo',
    names: ['trajectory:tool-args-match'],
    instead: 'use `tool-call-match`, with the wanted calls as `expectedToolCalls`.',
  },
  { tool: 'promptfoo', names: ['human'], instead: 'a human verdict, which no scorer can give.' },
  {
    tool: 'promptfoo',
    names: ['trace-span-count', 'trace-span-duration', 'trace-error-spans', 'skill-used'],
    instead: 'traces are not scored; `step-count` and `latency` read the sample.',
  },
  {
    tool: 'autoevals',
    names: ['Humor', 'Possible', 'Security'],
    instead: CUSTOM,
  },
  {
    tool: 'autoevals',
    names: ['LLMClassifierFromTemplate', 'LLMClassifierFromSpec', 'LLMClassifierFromSpecFile'],
    instead: 'a prompt of your own; give `classify` the classes and what each is worth.',
  },
  {
    tool: 'openevals',
    names: [
      'TRAJECTORY_ACCURACY',
      'TRAJECTORY_ACCURACY_PROMPT',
      'TRAJECTORY_ACCURACY_PROMPT_WITH_REFERENCE',
      'createTrajectoryLLMAsJudge',
      'create_trajectory_llm_as_judge',
      'create_async_trajectory_llm_as_judge',
    ],
    instead: 'use `task-completion`, `step-efficiency` or `tool-choice`.',
  },
  {
    tool: 'openevals',
    names: [
      'CODE_CORRECTNESS',
      'CODE_CORRECTNESS_PROMPT',
      'CODE_CORRECTNESS_PROMPT_WITH_REFERENCE_OUTPUTS',
      'LAZINESS',
      'LAZINESS_PROMPT',
      'CODE_INJECTION',
      'CODE_INJECTION_PROMPT',
      'USER_SATISFACTION',
      'USER_SATISFACTION_PROMPT',
      'PERCEIVED_ERROR_PROMPT',
      'WINS_PROMPT',
      'SUPPORT_INTENT_PROMPT',
      'create_code_llm_as_judge',
      'create_async_code_llm_as_judge',
      'createCodeLLMAsJudge',
    ],
    instead: CUSTOM,
  },
  {
    tool: 'openevals',
    names: [
      'create_pyright_evaluator',
      'create_mypy_evaluator',
      'create_e2b_pyright_evaluator',
      'create_e2b_execution_evaluator',
    ],
    instead: 'code is neither checked nor run.',
  },
  {
    tool: 'openevals',
    names: ['LANGUAGE_DETECTION_PROMPT'],
    instead: 'the name of a language; `language` checks whether the output is in one.',
  },
  {
    tool: 'openevals',
    names: ['EXPLICIT_CONTENT_PROMPT', 'SENSITIVE_IMAGERY_PROMPT'],
    instead: 'images are not scored.',
  },
  {
    tool: 'openevals',
    names: [
      'AUDIO_QUALITY_PROMPT',
      'TRANSCRIPTION_ACCURACY_PROMPT',
      'USER_INTERRUPTS_PROMPT',
      'VOCAL_AFFECT_PROMPT',
    ],
    instead: 'sound is not scored.',
  },
  {
    tool: 'Phoenix',
    names: ['SQLEvaluator', 'QAEvaluator', 'RefusalEvaluator', 'PrecisionRecallFScore'],
    instead: 'use `closed-qa` to ask a judge, or `classify` to count classes.',
  },
  {
    tool: 'Phoenix',
    names: ['CorrectnessEvaluator'],
    instead:
      'a judgement without an expected answer: ask for it with `rubric`, or give `expected` to `answer-correctness`.',
  },
  {
    tool: 'Phoenix',
    names: ['ToolResponseHandlingEvaluator', 'UserFrictionEvaluator'],
    instead: CUSTOM,
  },
  {
    tool: 'MLflow',
    names: ['Fluency'],
    instead: 'ask for it with `rubric`; `clarity` and `coherence` come nearest.',
  },
  {
    tool: 'MLflow',
    names: ['ConversationalSafety'],
    instead: 'a judgement of all turns; send each turn as a sample to `harmfulness`.',
  },
  {
    tool: 'MLflow',
    names: ['ToolCallCorrectness'],
    instead:
      'use `tool-choice` and `argument-correctness`, or `tool-call-match` where the right calls are known.',
  },
  {
    tool: 'MLflow',
    names: ['PIIDetection'],
    instead: 'a list of patterns; `confidentiality` asks a judge, and `not-regex` takes your own.',
  },
  {
    tool: 'MLflow',
    names: ['Guidelines', 'ExpectationsGuidelines', 'ConversationalGuidelines', 'UserFrustration'],
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
  {
    tool: 'Hugging Face evaluate',
    names: ['bertscore', 'bert-score'],
    instead:
      'a match of token vectors; `embedding-similarity` compares whole texts, and `semantic-answer-similarity` asks a judge.',
  },
  { tool: 'Mastra', names: ['noToolErrors'], instead: 'errors of tools are not scored.' },
  {
    tool: 'LLM Guard',
    names: ['Deanonymize'],
    instead: 'puts back what was taken out, which no scorer does.',
  },
  {
    tool: 'LLM Guard',
    names: ['BanTopics', 'Relevance', 'Sentiment', 'EmotionDetection'],
    instead:
      'a classifier of another kind; list words with `detect-banned-terms`, or ask a judge with `classify`, `tone` or `answer-relevance`.',
  },
  {
    tool: 'LLM Guard',
    names: ['BanCode', 'Code'],
    instead:
      'a classifier of programming languages; `markdown-structure` counts code blocks and `detect-code-injection` finds attacks.',
  },
  {
    tool: 'LLM Guard',
    names: ['MaliciousURLs', 'URLReachability'],
    instead: 'a classifier or a request; `detect-urls` finds disguised and denied links.',
  },
  { tool: 'LLM Guard', names: ['JSON'], instead: 'use `json-valid` or `json-schema`.' },
  { tool: 'LLM Guard', names: ['ReadingTime'], instead: 'bound the words with `length`.' },
  {
    tool: 'Guardrails AI',
    names: ['reading_time', 'reading_level'],
    instead: 'bound the words with `length`, or use `readability`.',
  },
  {
    tool: 'Guardrails AI',
    names: [
      'restrict_to_topic',
      'sensitive_topics',
      'mentions_drugs',
      'logic_check',
      'llm_critic',
      'qa_relevance_llm_eval',
      'llamaguard_7b',
      'unusual_prompt',
      'politeness_check',
      'bias_check',
    ],
    instead:
      'asks a model its own way; use `classify`, `checklist`, `answer-relevance`, `harmfulness`, `politeness` or `bias`.',
  },
  {
    tool: 'Guardrails AI',
    names: ['profanity_free'],
    instead: 'a list of words; use `detect-toxicity`, or your own list with `detect-banned-terms`.',
  },
  {
    tool: 'Guardrails AI',
    names: ['valid_url', 'endpoint_is_reachable', 'has_url'],
    instead: 'nothing is fetched; `detect-urls` finds disguised and denied links.',
  },
  {
    tool: 'Guardrails AI',
    names: ['web_sanitization'],
    instead: 'use `detect-code-injection` with `kinds: ["script"]`.',
  },
  {
    tool: 'Guardrails AI',
    names: ['exclude_sql_predicates', 'valid_sql', 'quotes_price'],
    instead: 'use `sql`, or `regex`.',
  },
  {
    tool: 'Guardrails AI',
    names: ['similar_to_document', 'provenance_embeddings', 'redundant_sentences'],
    instead: 'use `embedding-similarity`, `detect-ungrounded` or `repetition`.',
  },
  {
    tool: 'Guardrails AI',
    names: ['correct_language'],
    instead: 'translates what is in another language; `language` says whether it is.',
  },
];
