/** What one verdict takes, on average. */
export interface Counted {
  calls: number;
  inputTokens: number;
  /** Those at the beginning that are the same for every sample, which a prefix cache keeps. */
  fixedTokens?: number;
}

/** What was counted once, on the samples of `judged-sample.ts`, with the tokens of `tokens.ts`. */
interface CountedElsewhere {
  /** Assay at commit 6cd1c5b, by this benchmark. */
  before?: Counted;
  /** Ragas at commit 3e28e9d: `PydanticPrompt.to_string` of each prompt that its metric sends. */
  ragas?: Counted;
  /**
   * DeepEval at commit a2e0d4c: each template that its metric renders, its reason included, without
   * the schema that some models are sent besides. Of GEval the steps are made once a metric, and not
   * counted.
   */
  deepEval?: Counted;
}

/**
 * Second calls were given the claims that `claimsOf` finds, and DeepEval's truths are the sentences
 * of the contexts. The metrics compared: AspectCritic, Faithfulness, ResponseRelevancy,
 * AnswerCorrectness, LLMContextPrecisionWithReference and LLMContextRecall of Ragas; GEval,
 * Faithfulness, AnswerRelevancy, ContextualPrecision and ContextualRecall of DeepEval. Embeddings
 * are not counted.
 */
export const ELSEWHERE: Readonly<Record<string, CountedElsewhere>> = {
  rubric: {
    before: { calls: 1, inputTokens: 556 },
    ragas: { calls: 1, inputTokens: 322 },
    deepEval: { calls: 1, inputTokens: 362 },
  },
  'closed-qa': { before: { calls: 1, inputTokens: 488 } },
  faithfulness: {
    before: { calls: 1, inputTokens: 797 },
    ragas: { calls: 2, inputTokens: 1231 },
    deepEval: { calls: 4, inputTokens: 1272 },
  },
  'answer-relevance': {
    before: { calls: 1, inputTokens: 740 },
    ragas: { calls: 3, inputTokens: 1068 },
    deepEval: { calls: 3, inputTokens: 843 },
  },
  'answer-correctness': {
    before: { calls: 1, inputTokens: 735 },
    ragas: { calls: 3, inputTokens: 1880 },
  },
  'context-precision': {
    before: { calls: 1, inputTokens: 828 },
    ragas: { calls: 1.89, inputTokens: 1736 },
    deepEval: { calls: 2, inputTokens: 934 },
  },
  'context-recall': {
    before: { calls: 1, inputTokens: 828 },
    ragas: { calls: 1, inputTokens: 908 },
    deepEval: { calls: 2, inputTokens: 716 },
  },
};
