import { argumentCorrectness } from './agents/argument-correctness.ts';
import { calledTool } from './agents/called-tool.ts';
import { didNotCall } from './agents/did-not-call.ts';
import { loopDetection } from './agents/loop-detection.ts';
import { planAdherence } from './agents/plan-adherence.ts';
import { stepCount } from './agents/step-count.ts';
import { stepEfficiency } from './agents/step-efficiency.ts';
import { toolCallF1 } from './agents/tool-call-f1.ts';
import { toolCallMatch } from './agents/tool-call-match.ts';
import { toolCallValid } from './agents/tool-call-valid.ts';
import { toolChoice } from './agents/tool-choice.ts';
import { toolOrder } from './agents/tool-order.ts';
import { trajectoryMatch } from './agents/trajectory-match.ts';
import { javascript } from './code/javascript.ts';
import { all } from './composite/all.ts';
import { any } from './composite/any.ts';
import { bestOf } from './composite/best-of.ts';
import { expression } from './composite/expression.ts';
import { none } from './composite/none.ts';
import { weightedMean } from './composite/weighted-mean.ts';
import { conversationCompleteness } from './conversation/conversation-completeness.ts';
import { knowledgeRetention } from './conversation/knowledge-retention.ts';
import { roleAdherence } from './conversation/role-adherence.ts';
import { taskCompletion } from './conversation/task-completion.ts';
import { topicAdherence } from './conversation/topic-adherence.ts';
import { detectBannedTerms } from './detectors/detect-banned-terms.ts';
import { detectCanary } from './detectors/detect-canary.ts';
import { detectCodeInjection } from './detectors/detect-code-injection.ts';
import { detectGibberish } from './detectors/detect-gibberish.ts';
import { detectInjection } from './detectors/detect-injection.ts';
import { detectInvisibleText } from './detectors/detect-invisible-text.ts';
import { detectPii } from './detectors/detect-pii.ts';
import { detectRefusal } from './detectors/detect-refusal.ts';
import { detectSecrets } from './detectors/detect-secrets.ts';
import { detectToxicity } from './detectors/detect-toxicity.ts';
import { detectUngrounded } from './detectors/detect-ungrounded.ts';
import { detectUrls } from './detectors/detect-urls.ts';
import { html } from './format/html.ts';
import { jsonDiff } from './format/json-diff.ts';
import { jsonMatch } from './format/json-match.ts';
import { jsonSchema } from './format/json-schema.ts';
import { jsonValid } from './format/json-valid.ts';
import { markdownStructure } from './format/markdown-structure.ts';
import { sql } from './format/sql.ts';
import { xml } from './format/xml.ts';
import { answerCorrectness } from './grounding/answer-correctness.ts';
import { answerRelevance } from './grounding/answer-relevance.ts';
import { citationFaithfulness } from './grounding/citation-faithfulness.ts';
import { contextPrecision } from './grounding/context-precision.ts';
import { contextRecall } from './grounding/context-recall.ts';
import { contextRelevance } from './grounding/context-relevance.ts';
import { faithfulness } from './grounding/faithfulness.ts';
import { hallucination } from './grounding/hallucination.ts';
import { noiseSensitivity } from './grounding/noise-sensitivity.ts';
import { summarization } from './grounding/summarization.ts';
import { clarity } from './quality/clarity.ts';
import { coherence } from './quality/coherence.ts';
import { completeness } from './quality/completeness.ts';
import { conciseness } from './quality/conciseness.ts';
import { helpfulness } from './quality/helpfulness.ts';
import { politeness } from './quality/politeness.ts';
import { promptAlignment } from './quality/prompt-alignment.ts';
import { tone } from './quality/tone.ts';
import { translationQuality } from './quality/translation-quality.ts';
import { bpref } from './retrieval/bpref.ts';
import { dcg } from './retrieval/dcg.ts';
import { fAtK } from './retrieval/f-at-k.ts';
import { hitRate } from './retrieval/hit-rate.ts';
import { map } from './retrieval/map.ts';
import { mrr } from './retrieval/mrr.ts';
import { ndcg } from './retrieval/ndcg.ts';
import { precisionAtK } from './retrieval/precision-at-k.ts';
import { rPrecision } from './retrieval/r-precision.ts';
import { rbp } from './retrieval/rbp.ts';
import { recallAtK } from './retrieval/recall-at-k.ts';
import { checklist } from './rubric/checklist.ts';
import { classify } from './rubric/classify.ts';
import { closedQa } from './rubric/closed-qa.ts';
import { pairwise } from './rubric/pairwise.ts';
import { rubric } from './rubric/rubric.ts';
import { selectBest } from './rubric/select-best.ts';
import { advice } from './safety/advice.ts';
import { bias } from './safety/bias.ts';
import { confidentiality } from './safety/confidentiality.ts';
import { harmfulness } from './safety/harmfulness.ts';
import { policyCompliance } from './safety/policy-compliance.ts';
import { promptInjection } from './safety/prompt-injection.ts';
import { toxicity } from './safety/toxicity.ts';
import { embeddingSimilarity } from './similarity/embedding-similarity.ts';
import { rerankRelevance } from './similarity/rerank-relevance.ts';
import { semanticAnswerSimilarity } from './similarity/semantic-answer-similarity.ts';
import { bleu } from './text/bleu.ts';
import { characterErrorRate } from './text/character-error-rate.ts';
import { chrf } from './text/chrf.ts';
import { contains } from './text/contains.ts';
import { cost } from './text/cost.ts';
import { damerauLevenshtein } from './text/damerau-levenshtein.ts';
import { endsWith } from './text/ends-with.ts';
import { exactMatch } from './text/exact-match.ts';
import { finishReason } from './text/finish-reason.ts';
import { gleu } from './text/gleu.ts';
import { jaroWinkler } from './text/jaro-winkler.ts';
import { keywordCoverage } from './text/keyword-coverage.ts';
import { language } from './text/language.ts';
import { latency } from './text/latency.ts';
import { length } from './text/length.ts';
import { levenshtein } from './text/levenshtein.ts';
import { listContains } from './text/list-contains.ts';
import { mathEquivalence } from './text/math-equivalence.ts';
import { meteor } from './text/meteor.ts';
import { numericDiff } from './text/numeric-diff.ts';
import { oneOf } from './text/one-of.ts';
import { perplexity } from './text/perplexity.ts';
import { quotedSpans } from './text/quoted-spans.ts';
import { readability } from './text/readability.ts';
import { regex } from './text/regex.ts';
import { repetition } from './text/repetition.ts';
import { rougeL } from './text/rouge-l.ts';
import { rougeLsum } from './text/rouge-lsum.ts';
import { rougeN } from './text/rouge-n.ts';
import { startsWith } from './text/starts-with.ts';
import { ter } from './text/ter.ts';
import { tokenF1 } from './text/token-f1.ts';
import { wordErrorRate } from './text/word-error-rate.ts';

/** All scorers, grouped by category. Adding one is a line here and a line above. */
export const SCORERS = [
  exactMatch,
  contains,
  startsWith,
  endsWith,
  regex,
  oneOf,
  length,
  numericDiff,
  mathEquivalence,
  listContains,
  keywordCoverage,
  levenshtein,
  damerauLevenshtein,
  jaroWinkler,
  wordErrorRate,
  characterErrorRate,
  tokenF1,
  bleu,
  gleu,
  chrf,
  ter,
  rougeN,
  rougeL,
  rougeLsum,
  meteor,
  quotedSpans,
  readability,
  language,
  repetition,
  finishReason,
  latency,
  cost,
  perplexity,
  jsonValid,
  jsonSchema,
  jsonMatch,
  jsonDiff,
  xml,
  html,
  sql,
  markdownStructure,
  precisionAtK,
  recallAtK,
  fAtK,
  rPrecision,
  hitRate,
  mrr,
  map,
  bpref,
  ndcg,
  dcg,
  rbp,
  toolCallValid,
  toolCallMatch,
  toolCallF1,
  trajectoryMatch,
  calledTool,
  didNotCall,
  toolOrder,
  stepCount,
  loopDetection,
  toolChoice,
  argumentCorrectness,
  planAdherence,
  stepEfficiency,
  faithfulness,
  hallucination,
  citationFaithfulness,
  noiseSensitivity,
  answerRelevance,
  answerCorrectness,
  contextPrecision,
  contextRecall,
  contextRelevance,
  summarization,
  rubric,
  closedQa,
  checklist,
  classify,
  pairwise,
  selectBest,
  helpfulness,
  conciseness,
  clarity,
  coherence,
  politeness,
  tone,
  completeness,
  promptAlignment,
  translationQuality,
  harmfulness,
  toxicity,
  bias,
  advice,
  promptInjection,
  policyCompliance,
  confidentiality,
  detectPii,
  detectSecrets,
  detectInvisibleText,
  detectUrls,
  detectCodeInjection,
  detectBannedTerms,
  detectGibberish,
  detectCanary,
  detectInjection,
  detectToxicity,
  detectRefusal,
  detectUngrounded,
  conversationCompleteness,
  knowledgeRetention,
  roleAdherence,
  topicAdherence,
  taskCompletion,
  embeddingSimilarity,
  rerankRelevance,
  semanticAnswerSimilarity,
  javascript,
  all,
  any,
  none,
  weightedMean,
  bestOf,
  expression,
] as const;

export type ScorerId = (typeof SCORERS)[number]['id'];
