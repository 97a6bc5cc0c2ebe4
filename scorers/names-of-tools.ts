/** What tools export that scores a sample, as they spell it. */
interface NamesOfTool {
  tool: string;
  /** Where the names are from. */
  source: string;
  names: readonly string[];
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
      ImageHelpfulnessMetric ImageReferenceMetric`),
  },
  {
    tool: 'Ragas',
    source: 'ragas.metrics',
    names: words(`
      Faithfulness FaithfulnesswithHHEM AnswerRelevancy ResponseRelevancy AnswerSimilarity
      SemanticSimilarity AnswerCorrectness AnswerAccuracy FactualCorrectness ContextPrecision
      LLMContextPrecisionWithReference LLMContextPrecisionWithoutReference ContextUtilization
      NonLLMContextPrecisionWithReference IDBasedContextPrecision ContextRecall LLMContextRecall
      NonLLMContextRecall IDBasedContextRecall ContextEntityRecall ContextRelevance
      ContextRelevancy ResponseGroundedness NoiseSensitivity SummarizationScore AspectCritic
      AspectCritique SimpleCriteriaScore RubricsScore InstanceRubrics DiscreteMetric NumericMetric
      RankingMetric BleuScore RougeScore ChrfScore ExactMatch StringPresence
      NonLLMStringSimilarity QuotedSpansAlignment ToolCallAccuracy ToolCallF1
      AgentGoalAccuracyWithReference AgentGoalAccuracyWithoutReference TopicAdherenceScore
      DataCompyScore LLMSQLEquivalence MultiModalFaithfulness MultiModalRelevance`),
  },
  {
    tool: 'promptfoo',
    source: 'assertion types',
    names: words(`
      equals contains icontains contains-any contains-all icontains-any icontains-all starts-with
      regex is-json contains-json is-xml contains-xml is-html contains-html is-sql contains-sql
      levenshtein bleu gleu meteor rouge-n similar word-count finish-reason latency cost perplexity
      is-refusal guardrails moderation classifier llm-rubric g-eval factuality
      model-graded-factuality model-graded-closedqa answer-relevance context-faithfulness
      context-recall context-relevance conversation-relevance select-best max-score human
      search-rubric agent-rubric pi javascript python ruby webhook assert-set
      is-valid-function-call is-valid-openai-function-call is-valid-openai-tools-call tool-call-f1
      trajectory:tool-used trajectory:tool-sequence trajectory:step-count trajectory:goal-success
      skill-used trace-span-count trace-span-duration trace-error-spans`),
  },
  {
    tool: 'autoevals',
    source: 'its JavaScript and Python exports',
    names: words(`
      AnswerCorrectness AnswerRelevancy AnswerSimilarity Battle ClosedQA ContextEntityRecall
      ContextPrecision ContextRecall ContextRelevancy EmbeddingSimilarity ExactMatch Factuality
      Faithfulness Humor JSONDiff LLMClassifier Levenshtein LevenshteinScorer ListContains
      Moderation NumericDiff Possible Security Summary Translation ValidJSON`),
  },
  {
    tool: 'openevals',
    source: 'its exports, and prompts by their names',
    names: words(`
      exact_match levenshtein_distance create_embedding_similarity_evaluator
      create_json_match_evaluator createJsonMatchEvaluator create_llm_as_judge createLLMAsJudge
      create_trajectory_match_evaluator create_trajectory_llm_as_judge CORRECTNESS_PROMPT
      CONCISENESS_PROMPT HALLUCINATION_PROMPT RAG_HELPFULNESS_PROMPT RAG_GROUNDEDNESS_PROMPT
      RAG_RETRIEVAL_RELEVANCE_PROMPT ANSWER_RELEVANCE_PROMPT TOXICITY_PROMPT FAIRNESS_PROMPT
      PII_LEAKAGE_PROMPT PROMPT_INJECTION_PROMPT PLAN_ADHERENCE_PROMPT TASK_COMPLETION_PROMPT
      AGENT_TONE_PROMPT LANGUAGE_DETECTION_PROMPT TRAJECTORY_ACCURACY CODE_CORRECTNESS LAZINESS
      CODE_INJECTION USER_SATISFACTION`),
  },
  {
    tool: 'Phoenix',
    source: 'phoenix.evals',
    names: words(`
      HallucinationEvaluator FaithfulnessEvaluator QAEvaluator RelevanceEvaluator
      DocumentRelevanceEvaluator CorrectnessEvaluator ConcisenessEvaluator SummarizationEvaluator
      ToxicityEvaluator ToolSelectionEvaluator RefusalEvaluator SQLEvaluator
      PrecisionRecallFScore exact_match`),
  },
  {
    tool: 'MLflow',
    source: 'mlflow.genai.scorers',
    names: words(`
      Completeness ConversationCompleteness Correctness Equivalence ExpectationsGuidelines
      Guidelines RelevanceToQuery RetrievalGroundedness RetrievalRelevance RetrievalSufficiency
      Safety UserFrustration`),
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
];
