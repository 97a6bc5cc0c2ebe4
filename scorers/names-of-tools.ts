/** What tools export that scores a sample, as they spell it. */
interface NamesOfTool {
  tool: string;
  /** Where the names are from. */
  source: string;
  names: readonly string[];
  /** What a name does otherwise here, where that is more than another judge's prompt. */
  differences?: Readonly<Record<string, string>>;
}

const words = (text: string) => text.trim().split(/\s+/);

export const NAMES_OF_TOOLS: readonly NamesOfTool[] = [
  {
    tool: 'DeepEval',
    source: 'deepeval.metrics',
    names: words(`
      ExactMatchMetric PatternMatchMetric GEval ArenaGEval ConversationalGEval DAGMetric
      DeepAcyclicGraph ConversationalDAGMetric AnswerRelevancyMetric FaithfulnessMetric
      ContextualRecallMetric ContextualRelevancyMetric ContextualPrecisionMetric
      MCPTaskCompletionMetric MultiTurnMCPUseMetric MCPUseMetric HallucinationMetric BiasMetric
      ToxicityMetric SummarizationMetric PIILeakageMetric NonAdviceMetric MisuseMetric
      RoleViolationMetric ToolPermissionMetric RoleAdherenceMetric AdversarialRobustnessMetric
      ToolCorrectnessMetric JsonCorrectnessMetric PromptAlignmentMetric TaskCompletionMetric
      ArgumentCorrectnessMetric KnowledgeRetentionMetric TopicAdherenceMetric StepEfficiencyMetric
      PlanAdherenceMetric PlanQualityMetric ToolUseMetric GoalAccuracyMetric
      AgentLoopDetectionMetric TurnRelevancyMetric ConversationCompletenessMetric
      TurnFaithfulnessMetric TurnContextualPrecisionMetric TurnContextualRecallMetric
      TurnContextualRelevancyMetric TextToImageMetric ImageEditingMetric ImageCoherenceMetric
      ImageHelpfulnessMetric ImageReferenceMetric VoiceNaturalnessMetric
      TurnTakingNaturalnessMetric SpeechIntelligibilityMetric VoiceConsistencyMetric
      AgentResponsivenessMetric AudioIntegrityMetric VoiceReliabilityMetric`),
    differences: {
      HallucinationMetric: '1 is none, as for all scorers; `contexts` are DeepEval’s `context`',
      BiasMetric: '1 is none, as for all scorers',
      ToxicityMetric: '1 is none, as for all scorers',
      KnowledgeRetentionMetric: 'a conversation is sent as `messages`',
    },
  },
  {
    tool: 'Ragas',
    source: 'ragas.metrics and ragas.metrics.collections',
    names: words(`
      Faithfulness FaithfulnesswithHHEM AnswerRelevancy ResponseRelevancy AnswerSimilarity
      SemanticSimilarity AnswerCorrectness AnswerAccuracy FactualCorrectness ContextPrecision
      LLMContextPrecisionWithReference LLMContextPrecisionWithoutReference ContextUtilization
      NonLLMContextPrecisionWithReference IDBasedContextPrecision ContextRecall LLMContextRecall
      NonLLMContextRecall IDBasedContextRecall ContextEntityRecall ContextRelevance
      ContextRelevancy ResponseGroundedness NoiseSensitivity SummarizationScore AspectCritic
      AspectCritique SimpleCriteriaScore RubricsScore InstanceRubrics DiscreteMetric NumericMetric
      RankingMetric BleuScore RougeScore ChrfScore ExactMatch StringPresence
      NonLLMStringSimilarity ToolCallAccuracy ToolCallF1
      AgentGoalAccuracyWithReference AgentGoalAccuracyWithoutReference TopicAdherenceScore
      DataCompyScore LLMSQLEquivalence MultiModalFaithfulness MultiModalRelevance
      ContextPrecisionWithReference ContextPrecisionWithoutReference SummaryScore
      quoted_spans_alignment multimodal_faithness`),
    differences: {
      AnswerCorrectness: 'without the share of embedding similarity',
      NoiseSensitivity: '1 is no wrong claim, as for all scorers',
      SummarizationScore: 'the text that is summed up is `input`',
      SummaryScore: 'the text that is summed up is `input`',
    },
  },
  {
    tool: 'promptfoo',
    source: 'assertion types',
    names: words(`
      equals contains icontains contains-any contains-all icontains-any icontains-all starts-with
      regex is-json contains-json is-xml contains-xml is-html contains-html is-sql contains-sql
      levenshtein bleu gleu meteor rouge-n similar similar:cosine similar:dot similar:euclidean
      word-count finish-reason latency cost perplexity perplexity-score
      is-refusal guardrails moderation classifier llm-rubric g-eval factuality
      model-graded-factuality model-graded-closedqa answer-relevance context-faithfulness
      context-recall context-relevance conversation-relevance select-best max-score human
      search-rubric agent-rubric pi javascript python ruby webhook assert-set
      is-valid-function-call is-valid-openai-function-call is-valid-openai-tools-call tool-call-f1
      trajectory:tool-used trajectory:tool-sequence trajectory:tool-args-match
      trajectory:step-count trajectory:goal-success
      skill-used trace-span-count trace-span-duration trace-error-spans`),
    differences: {
      factuality: 'F1 of claims instead of five classes',
      'model-graded-factuality': 'F1 of claims instead of five classes',
    },
  },
  {
    tool: 'autoevals',
    source: 'its JavaScript and Python exports',
    names: words(`
      AnswerCorrectness AnswerRelevancy AnswerSimilarity Battle ClosedQA ContextEntityRecall
      ContextPrecision ContextRecall ContextRelevancy EmbeddingSimilarity ExactMatch Factuality
      Faithfulness Humor JSONDiff LLMClassifier LLMClassifierFromTemplate LLMClassifierFromSpec
      LLMClassifierFromSpecFile Levenshtein LevenshteinScorer ListContains Moderation NumericDiff
      Possible Security Sql Summary Translation ValidJSON`),
    differences: {
      AnswerCorrectness: 'without the share of embedding similarity',
      Factuality: 'F1 of claims instead of five classes',
      Sql: 'checks syntax and tables; whether two queries mean the same, ask `rubric`',
      Summary: 'compares the summaries in both orders',
      Translation: 'lists errors by severity; `expected` is optional',
    },
  },
  {
    tool: 'openevals',
    source: 'its exports in Python and JavaScript, and prompts by their names',
    names: words(`
      exact_match exact_match_async levenshtein_distance levenshtein_distance_async
      create_embedding_similarity_evaluator create_async_embedding_similarity_evaluator
      create_json_match_evaluator create_async_json_match_evaluator createJsonMatchEvaluator
      create_llm_as_judge create_async_llm_as_judge createLLMAsJudge create_code_llm_as_judge
      create_async_code_llm_as_judge createCodeLLMAsJudge create_trajectory_match_evaluator
      create_async_trajectory_match_evaluator createTrajectoryMatchEvaluator
      create_trajectory_llm_as_judge create_async_trajectory_llm_as_judge
      createTrajectoryLLMAsJudge create_pyright_evaluator create_mypy_evaluator
      create_e2b_pyright_evaluator create_e2b_execution_evaluator CORRECTNESS_PROMPT
      CONCISENESS_PROMPT HALLUCINATION_PROMPT ANSWER_RELEVANCE_PROMPT CODE_CORRECTNESS_PROMPT
      CODE_CORRECTNESS_PROMPT_WITH_REFERENCE_OUTPUTS PLAN_ADHERENCE_PROMPT LAZINESS_PROMPT
      RAG_GROUNDEDNESS_PROMPT RAG_HELPFULNESS_PROMPT RAG_RETRIEVAL_RELEVANCE_PROMPT
      TOXICITY_PROMPT FAIRNESS_PROMPT PII_LEAKAGE_PROMPT PROMPT_INJECTION_PROMPT
      CODE_INJECTION_PROMPT TRAJECTORY_ACCURACY_PROMPT TRAJECTORY_ACCURACY_PROMPT_WITH_REFERENCE
      TOOL_SELECTION_PROMPT PERCEIVED_ERROR_PROMPT WINS_PROMPT TASK_COMPLETION_PROMPT
      KNOWLEDGE_RETENTION_PROMPT USER_SATISFACTION_PROMPT AGENT_TONE_PROMPT
      LANGUAGE_DETECTION_PROMPT SUPPORT_INTENT_PROMPT EXPLICIT_CONTENT_PROMPT
      SENSITIVE_IMAGERY_PROMPT AUDIO_QUALITY_PROMPT TRANSCRIPTION_ACCURACY_PROMPT
      USER_INTERRUPTS_PROMPT VOCAL_AFFECT_PROMPT`),
  },
  {
    tool: 'Phoenix',
    source: 'phoenix.evals.metrics, and the evaluators of earlier releases',
    names: words(`
      ConcisenessEvaluator CorrectnessEvaluator DocumentRelevanceEvaluator exact_match
      FaithfulnessEvaluator HallucinationEvaluator MatchesRegex PrecisionRecallFScore
      RefusalEvaluator RetrievalRelevanceEvaluator ToolInvocationEvaluator
      ToolResponseHandlingEvaluator ToolSelectionEvaluator ToxicityEvaluator
      UserFrictionEvaluator QAEvaluator RelevanceEvaluator SummarizationEvaluator SQLEvaluator`),
    differences: {
      HallucinationEvaluator: '1 is none, as for all scorers; what was given is sent as `contexts`',
      ToxicityEvaluator: '1 is none, as for all scorers',
    },
  },
  {
    tool: 'MLflow',
    source: 'mlflow.genai.scorers',
    names: words(`
      Completeness ConversationCompleteness ConversationalGuidelines ConversationalRoleAdherence
      ConversationalSafety ConversationalToolCallEfficiency Correctness Equivalence
      ExpectationsGuidelines Fluency Guidelines KnowledgeRetention PIIDetection RegexMatch
      RelevanceToQuery ResponseLength RetrievalGroundedness RetrievalRelevance
      RetrievalSufficiency Safety Summarization ToolCallCorrectness ToolCallEfficiency
      UserFrustration`),
    differences: {
      ResponseLength: 'the parameters are `unit`, `min` and `max`',
      Equivalence: 'always asks a judge, also of numbers; `exact-match` and `numeric-diff` do not',
    },
  },
  {
    tool: 'Mastra',
    source: 'its scorers and quick checks',
    names: words(`
      answer-relevancy answer-similarity faithfulness hallucination completeness
      content-similarity textual-difference tool-call-accuracy prompt-alignment context-precision
      context-relevance tone-consistency toxicity bias keyword-coverage includes excludes matches
      calledTool didNotCall toolOrder maxToolCalls usedNoTools noToolErrors`),
  },
  {
    tool: 'LLM Guard',
    source: 'its input and output scanners',
    names: words(`
      Anonymize BanCode BanCompetitors BanSubstrings BanTopics Bias Code Deanonymize
      EmotionDetection FactualConsistency Gibberish InvisibleText JSON Language LanguageSame
      MaliciousURLs NoRefusal NoRefusalLight PromptInjection ReadingTime Regex Relevance Secrets
      Sensitive Sentiment TokenLimit Toxicity URLReachability`),
    differences: {
      Anonymize: 'it says what was found and leaves the text as it is',
      Sensitive: 'it says what was found and leaves the text as it is',
      Secrets: 'it says what was found and leaves the text as it is',
      BanCompetitors: 'the parameter is `terms`; names are compared as written, by no model',
      PromptInjection: 'a judge; `detect-injection` asks no model',
      Toxicity: 'a judge; `detect-toxicity` asks no model',
    },
  },
  {
    tool: 'Guardrails AI',
    source: 'validators of its hub',
    names: words(`
      ban_list bias_check competitor_check correct_language detect_jailbreak detect_pii
      detect_prompt_injection endpoint_is_reachable ends_with exclude_sql_predicates
      gibberish_text guardrails_pii has_url llamaguard_7b llm_critic logic_check mentions_drugs
      nsfw_text politeness_check profanity_free provenance_embeddings provenance_llm
      qa_relevance_llm_eval quotes_price reading_level reading_time redundant_sentences
      regex_match restrict_to_topic secrets_present sensitive_topics similar_to_document
      toxic_language unusual_prompt valid_json valid_sql valid_url web_sanitization`),
    differences: {
      competitor_check: 'the parameter is `terms`; names are compared as written, by no model',
      ban_list: 'the parameter is `terms`; accents, case, spaces and `leetspeak` instead of edits',
      detect_pii: 'the kinds have names of their own',
      provenance_llm: 'the sources are sent as `contexts`',
    },
  },
];
