/**
 * The contract as plain interfaces, which the SDK publishes. The zod schemas in this folder
 * validate and describe the same shapes; `types.test.ts` fails if the two differ.
 */

export type JsonValue =
  | string
  | number
  | boolean
  | null
  | JsonValue[]
  | { [key: string]: JsonValue };
export type JsonObject = { [key: string]: JsonValue };

/** The input of a model, its output, and the context it was given. */
export interface Sample {
  id?: string;
  input?: string;
  output?: string | JsonObject | JsonValue[];
  expected?: JsonValue;
  contexts?: (string | Context)[];
  referenceContexts?: (string | ReferenceContext)[];
  messages?: (Message | ResponseItem)[];
  tools?: AnyTool[];
  toolCalls?: AnyToolCall[];
  expectedToolCalls?: AnyToolCall[];
  generator?: string;
  generation?: Generation;
  metadata?: JsonObject;
}

export interface Context {
  id?: string;
  text: string;
  score?: number;
}

export interface ReferenceContext {
  id?: string;
  text?: string;
  gain?: number;
}

export type Role = 'system' | 'developer' | 'user' | 'assistant' | 'model' | 'tool' | 'function';

/** One part of a message: text, a tool call in any supported form, or anything else. */
export interface ContentPart {
  type?: string;
  text?: string;
  refusal?: string;
  [other: string]: unknown;
}

export interface Message {
  type?: 'message';
  role: Role;
  content?: string | ContentPart[] | null;
  parts?: ContentPart[];
  id?: string;
  name?: string;
  status?: string;
  toolCalls?: AnyToolCall[] | null;
  tool_calls?: AnyToolCall[] | null;
  function_call?: { name: string; arguments?: JsonObject | string } | null;
  toolCallId?: string;
  tool_call_id?: string;
  refusal?: string | null;
  annotations?: JsonValue[] | null;
  audio?: JsonObject | null;
}

/** An item of OpenAI's Responses API, sent among the messages. */
export interface ResponseItem {
  type: ResponseItemType;
  [other: string]: unknown;
}

export type ResponseItemType =
  | 'function_call'
  | 'function_call_output'
  | 'custom_tool_call'
  | 'custom_tool_call_output'
  | 'mcp_call'
  | 'web_search_call'
  | 'file_search_call'
  | 'code_interpreter_call'
  | 'image_generation_call'
  | 'computer_call'
  | 'computer_call_output'
  | 'reasoning';

/** A tool in any supported form. */
export type AnyTool = Tool | OpenAiTool | McpTool | AnthropicTool | GeminiTools | GeminiPythonTools;

export interface Tool {
  type?: 'function';
  name: string;
  description?: string;
  parameters?: JsonObject;
  strict?: boolean | null;
}

export interface OpenAiTool {
  type: 'function';
  function: {
    name: string;
    description?: string;
    parameters?: JsonObject;
    strict?: boolean | null;
  };
}

/** A tool as listed by MCP or declared for the AI SDK. */
export interface McpTool {
  type?: 'function';
  name: string;
  title?: string;
  description?: string;
  inputSchema: JsonObject;
  outputSchema?: JsonObject;
  annotations?: JsonObject;
  icons?: JsonValue[];
  execution?: JsonObject;
  providerOptions?: JsonObject;
  strict?: boolean | null;
  _meta?: JsonObject;
}

/** A tool as Anthropic's Messages API declares it. */
export interface AnthropicTool {
  type?: 'custom' | null;
  name: string;
  description?: string;
  input_schema: JsonObject;
  input_examples?: JsonValue[];
  cache_control?: JsonObject | null;
  strict?: boolean | null;
}

/** A function as Gemini declares it. */
export interface GeminiFunction {
  name: string;
  description?: string;
  parameters?: JsonObject;
  parametersJsonSchema?: JsonObject;
  response?: JsonObject;
  responseJsonSchema?: JsonObject;
  behavior?: string;
}

/** Gemini's list of functions. */
export interface GeminiTools {
  functionDeclarations: GeminiFunction[];
}

/** The same, as spelled by Gemini's Python SDK. */
export interface GeminiPythonTools {
  function_declarations: GeminiFunction[];
}

export interface ToolCall {
  type?: 'function_call';
  id?: string;
  call_id?: string;
  name: string;
  arguments?: JsonObject | string;
  args?: JsonObject;
  status?: string;
}

export interface OpenAiToolCall {
  id?: string;
  type?: 'function';
  index?: number;
  function: { name: string; arguments?: JsonObject | string };
}

/** A tool call in any supported form. */
export type AnyToolCall = ToolCall | OpenAiToolCall | OpenAiCustomToolCall | ContentPart;

/** A call of a tool that takes free text. */
export interface OpenAiCustomToolCall {
  id?: string;
  type: 'custom';
  custom: { name: string; input: string };
}

export interface Generation {
  finishReason?: string;
  latencyMs?: number;
  costUsd?: number;
  usage?: TokenUsage;
  logprobs?: number[] | { content: TokenLogprob[] | null; refusal?: JsonValue };
}

export interface TokenLogprob {
  token: string;
  logprob: number;
  [other: string]: unknown;
}

export interface TokenUsage {
  inputTokens: number;
  outputTokens: number;
}

/** A scorer by id or alias, or an object with its settings. */
export type ScorerReference = string | ScorerSettings;

export interface ScorerSettings {
  scorer: string;
  params?: JsonObject;
  threshold?: number | null;
  weight?: number;
  required?: boolean;
  negate?: boolean;
  onMissing?: 'error' | 'skip';
  extract?: ExtractStep[];
  onNoMatch?: 'fail' | 'error' | 'whole';
  as?: string;
}

/** One step from the output to the scored text: a transformation, or an extraction. */
export type ExtractStep = ExtractTransform | ExtractFinder;

export type ExtractTransform =
  | 'trim'
  | 'lowercase'
  | 'uppercase'
  | 'collapse-whitespace'
  | 'first-line'
  | 'last-line'
  | 'strip-thinking'
  | 'strip-markdown';

export type ExtractFinder =
  | {
      by: 'regex';
      pattern: string;
      group?: number | string;
      which?: 'first' | 'last';
      caseSensitive?: boolean;
    }
  | { by: 'marker'; marker: string; to?: 'line' | 'end'; which?: 'first' | 'last' }
  | { by: 'tag'; name: string; which?: 'first' | 'last' }
  | { by: 'json'; path: string }
  | { by: 'choice'; choices?: string[] }
  | { by: 'code-block'; language?: string; which?: 'first' | 'last' }
  | { by: 'boxed'; which?: 'first' | 'last' };

export type Policy = { rule: 'required' } | { rule: 'weighted-mean'; threshold: number };

export type ScorerKind = 'code' | 'embedding' | 'judge';

/** Where in the sample a score found its reason. */
export interface Evidence {
  pointer?: string;
  start?: number;
  end?: number;
  text?: string;
  note?: string;
  /** What a detector found there. */
  kind?: string;
  /** How sure the detector is, from 0 to 1. */
  certainty?: number;
}

/** One answer of one judge. */
export interface Vote {
  model: string;
  modelVersion: string | null;
  value: number | null;
  reason: string;
  counted: boolean;
  usage: TokenUsage;
  usageEstimated?: boolean;
  costUsd: number;
  latencyMs: number;
  cached: boolean;
  error?: ScoreError;
}

/** What a judge's score contains in addition to its value. */
export interface JudgementDetails {
  confidence: number | null;
  agreement: number | null;
  votes: Vote[];
  warnings: string[];
}

interface ScoreBase extends Partial<JudgementDetails> {
  scorer: string;
  name: string;
  version: number;
  kind: ScorerKind;
  fingerprint: string;
  threshold: number | null;
  weight: number;
  required: boolean;
  negated: boolean;
  reason: string;
  evidence: Evidence[];
  usage: TokenUsage | null;
  usageEstimated?: boolean;
  costUsd: number;
  latencyMs: number;
  cached: boolean;
  children?: Score[];
}

export interface ScoredScore extends ScoreBase {
  status: 'scored';
  value: number;
  raw: number | null;
  passed: boolean | null;
  /** What the metric counted: the counts of samples add up to those of a corpus. Only of `bleu`, `chrf` and `ter`. */
  counts?: number[];
}

export interface UnscoredScore extends ScoreBase {
  status: 'abstained' | 'skipped';
  value: null;
  raw: null;
  passed: null;
}

export interface ErrorScore extends ScoreBase {
  status: 'error';
  value: null;
  raw: null;
  passed: null;
  error: ScoreError;
}

export interface ScoreError {
  code: string;
  message: string;
  retryable: boolean;
  /** The beginning of a judge’s answer that could not be parsed. */
  answer?: string;
}

export type Score = ScoredScore | UnscoredScore | ErrorScore;

/** How `passed` was decided. */
export interface Decision {
  rule: 'required' | 'weighted-mean';
  threshold: number | null;
  decidedBy: string[];
  undecidedBy: string[];
  reason: string;
}

export interface Lineage {
  sampleHash: string;
  suite: SuiteIdentity | null;
  generator: string | null;
  requestId: string;
  assayVersion: string;
  traceparent?: string;
}

export interface SuiteIdentity {
  name: string;
  version: number;
  fingerprint: string;
}

export type StoreMode = 'now' | 'queued' | 'none';

/** The result for one sample. */
export interface Verdict {
  id: string;
  sampleId: string | null;
  passed: boolean | null;
  value: number | null;
  decision: Decision;
  scores: Score[];
  lineage: Lineage;
  stored: StoreMode;
  tags: string[];
  metadata: VerdictMetadata;
  usage: TokenUsage | null;
  costUsd: number;
  latencyMs: number;
  createdAt: string;
}

export type VerdictMetadata = { [key: string]: string | number | boolean };

/** A stored verdict with its sample. */
export interface StoredVerdict extends Verdict {
  sample: Sample;
}

interface ScoreOptions {
  scorers?: ScorerReference[];
  suite?: string;
  policy?: Policy;
  store?: StoreMode;
  deadlineMs?: number;
  metadata?: VerdictMetadata;
  tags?: string[];
}

export interface ScoreOneRequest extends ScoreOptions {
  sample: Sample;
}

export interface ScoreManyRequest extends ScoreOptions {
  samples: Sample[];
}

export type ScoreRequest = ScoreOneRequest | ScoreManyRequest;

export interface ScoreManyResponse {
  verdicts: Verdict[];
}

/** One entry of the scorer catalogue. */
export interface ScorerInfo {
  id: string;
  aliases: ScorerAlias[];
  version: number;
  kind: ScorerKind;
  group: string;
  summary: string;
  source: string;
  needs: string[];
  params: JsonObject;
  threshold: number | null;
  fingerprint: string | null;
  examples: ScorerExample[];
}

/** Another name for a scorer, and the parameters that it implies. */
export interface ScorerAlias {
  name: string;
  params: JsonObject;
}

export interface ScorerExample {
  title: string;
  sample: Sample;
  params?: JsonObject;
  answers?: JsonValue[];
  value: number;
}

export interface SuiteInput {
  name: string;
  description?: string;
  scorers: ScorerReference[];
  policy?: Policy;
}

export interface SuiteVersionInput {
  description?: string;
  scorers: ScorerReference[];
  policy?: Policy;
}

export interface Suite {
  name: string;
  version: number;
  description: string;
  scorers: ScorerReference[];
  policy: Policy;
  fingerprint: string;
  createdAt: string;
}

/** The effect of saving a suite. */
export interface SuitePreview {
  isChanged: boolean;
  newest: Suite | null;
  next: Omit<Suite, 'version' | 'createdAt'>;
}

export type BatchStatus = 'open' | 'running' | 'completed' | 'cancelled';

export type BatchPriority = 'high' | 'normal' | 'low';

export interface BatchOptions {
  scorers?: ScorerReference[];
  suite?: string;
  policy?: Policy;
  tags?: string[];
  metadata?: VerdictMetadata;
  priority?: BatchPriority;
  webhook?: WebhookTarget;
  onInvalid?: 'reject' | 'skip';
  open?: boolean;
}

export interface BatchInput extends BatchOptions {
  samples?: Sample[];
}

export interface BatchAppend {
  samples: Sample[];
  onInvalid?: 'reject' | 'skip';
}

export interface WebhookTarget {
  url: string;
}

/** Many samples that are scored through the queue. */
export interface Batch {
  id: string;
  status: BatchStatus;
  scorers: ScorerReference[];
  suite: SuiteIdentity | null;
  policy: Policy;
  priority: BatchPriority;
  tags: string[];
  metadata: VerdictMetadata;
  webhook: WebhookTarget | null;
  counts: BatchCounts;
  invalid: InvalidLines;
  usage: TokenUsage;
  costUsd: number;
  samplesPerSecond: number | null;
  createdAt: string;
  startedAt: string | null;
  estimatedEndAt: string | null;
  endedAt: string | null;
  gate: BatchGate | null;
}

/** A batch with the statistics of its scorers. */
export interface BatchReport extends Batch {
  statistics: ScorerStatistics[];
}

export interface BatchCounts {
  total: number;
  pending: number;
  scored: number;
  passed: number;
  failed: number;
  abstained: number;
  error: number;
}

export interface InvalidLines {
  count: number;
  first: InvalidLine[];
}

export interface InvalidLine {
  line: number;
  message: string;
}

export interface Estimate {
  value: number;
  low: number;
  high: number;
}

export interface ScorerStatistics {
  name: string;
  scored: number;
  abstained: number;
  skipped: number;
  error: number;
  mean: Estimate | null;
  passRate: Estimate | null;
  quantiles: { p: number; estimate: Estimate }[];
  /** The metric of all scored samples together. Only of `bleu`, `chrf` and `ter`. */
  corpus?: CorpusScore;
}

/** A metric of many samples together, which is not the mean of theirs. */
export interface CorpusScore {
  /** 0 (worst) to 1 (best). */
  value: number;
  /** On the metric's own scale. */
  raw: number;
}

export type ItemStatus = 'pending' | 'passed' | 'failed' | 'abstained' | 'error';

/** The result of one sample of a batch. */
export interface BatchItem {
  index: number;
  sampleId: string | null;
  status: ItemStatus;
  attempts: number;
  verdict: Verdict | null;
  error: ItemError | null;
  /** The sample, if requested with `include`. */
  sample?: Sample;
}

export interface ItemError {
  code: string;
  message: string;
}

export type GateOutcome = 'passed' | 'failed' | 'undecided';

/** The criteria of a batch's gate: `minPassRate`, or `maxRegression` with a `base`, or both. */
export interface BatchGateRequest {
  /** Minimum share of samples that must pass, 0 to 1. */
  minPassRate?: number;
  /** The batch to compare with: its id, or `latest:TAG` for the newest one with that tag and suite whose gate did not fail. */
  base?: string;
  /** Maximum allowed drop of a scorer’s mean and pass rate from the base, 0 to 1. */
  maxRegression?: number;
  /** Restricts the comparison with the base to this scorer; `verdict` means the verdict itself. */
  scorer?: string;
  /** Allows `latest:TAG` to select a batch whose gate failed. */
  allowFailedBase?: boolean;
  /** Passes if no batch matches `latest:TAG`, as in the first run of a new branch. */
  allowMissingBase?: boolean;
}

/** The last outcome of the batch’s gate. */
export interface BatchGate {
  outcome: GateOutcome;
  base: string | null;
  at: string;
}

export interface BatchGateResult {
  batch: string;
  base: string | null;
  outcome: GateOutcome;
  reasons: string[];
  comparison: BatchComparison | null;
}

/** Comparison of two batches, sample by sample; a difference is batch minus base. */
export interface BatchComparison {
  batch: string;
  base: string;
  pairs: number;
  unpaired: number;
  /** Pairs whose input or expected answer differs from the base. */
  changed: number;
  gate: Gate;
  regressions: Regression[];
  scorers: ScorerComparison[];
}

export interface Gate {
  outcome: GateOutcome;
  passed: boolean;
  failures: string[];
}

export interface ScorerComparison {
  name: string;
  pairs: number;
  mean: Difference | null;
  passRate: Difference | null;
  mcnemar: Mcnemar | null;
  wins: number;
  losses: number;
  ties: number;
  lost: number;
  /** The metric of all pairs together. Only of `bleu`, `chrf` and `ter`, where both batches counted. */
  corpus?: CorpusDifference;
}

export interface CorpusDifference {
  batch: CorpusScore;
  base: CorpusScore;
  /** Batch less base. */
  difference: CorpusScore;
}

export interface Difference {
  batch: number;
  base: number;
  difference: Estimate;
  resamples: number;
}

export interface Mcnemar {
  onlyBatchPassed: number;
  onlyBasePassed: number;
  exactP: number;
  midP: number;
}

export interface Regression {
  sampleId: string;
  scorer: string;
  batch: number | null;
  base: number | null;
  batchPassed: boolean | null;
  basePassed: boolean | null;
}

export interface WebhookSecret {
  secret: string;
  previousUntil: string | null;
}

export interface WebhookRotation {
  overlapSeconds?: number;
}

export interface WebhookDelivery {
  id: string;
  url: string;
  status: 'pending' | 'delivered' | 'failed';
  answers: WebhookAnswer[];
  createdAt: string;
}

export interface WebhookAnswer {
  at: string;
  status: number | null;
  latencyMs: number;
  error: string | null;
}

/** The message that a webhook receives. */
export interface WebhookMessage {
  type: 'batch.completed';
  timestamp: string;
  data: Batch;
}

export type Scope = 'score' | 'read' | 'suites' | 'admin';

export interface ApiKeyInput {
  name: string;
  scopes: Scope[];
  expiresAt?: string;
}

export interface ApiKeyRotation {
  overlapSeconds?: number;
}

/** An API key as listed after its creation, without the key itself. */
export interface ApiKey {
  id: string;
  name: string;
  hint: string;
  scopes: Scope[];
  createdAt: string;
  expiresAt: string | null;
  revokedAt: string | null;
}

/** A new API key. This response is the only one that contains the key itself. */
export interface CreatedApiKey extends ApiKey {
  key: string;
}

export type CustomScorerBase = 'rubric' | 'checklist' | 'classify' | 'pairwise';

/** A custom scorer: a judge scorer with fixed parameters, saved under a name. */
export interface CustomScorerInput {
  name: string;
  description?: string;
  base: CustomScorerBase;
  params: JsonObject;
  threshold?: number | null;
}

export interface CustomScorerVersionInput {
  description?: string;
  base: CustomScorerBase;
  params: JsonObject;
  threshold?: number | null;
}

export interface CustomScorer {
  name: string;
  version: number;
  description: string;
  base: CustomScorerBase;
  params: JsonObject;
  threshold: number | null;
  fingerprint: string;
  createdAt: string;
}

export interface CustomScorerTrial {
  base: CustomScorerBase;
  params: JsonObject;
  threshold?: number | null;
  sample: Sample;
}

export interface CompareRequest {
  a: Sample | Sample[];
  b: Sample | Sample[];
  scorer?: string;
  params?: JsonObject;
  deadlineMs?: number;
}

export interface ComparedPair {
  id: string | null;
  winner: 'a' | 'b' | 'tie' | null;
  score: Score;
}

/** Two systems compared over pairs of outputs. */
export interface Comparison {
  wins: { a: number; b: number };
  ties: number;
  undecided: number;
  winRate: number | null;
  interval: { low: number; high: number } | null;
  pairs: ComparedPair[];
  usage: TokenUsage;
  costUsd: number;
}

/** Settings of a project about models. */
export interface ProjectSettings {
  allowedModels: string[] | null;
  selfEvaluation: 'allow' | 'warn' | 'refuse';
  dailyCapUsd: number | null;
}

/** What a project spent on models in one day (UTC). */
export interface DailySpend {
  day: string;
  costUsd: number;
  calls: number;
  usage: TokenUsage;
}

/** Selects a page of a list. */
export interface PageQuery {
  cursor?: string;
  /** Items per page, 1 to 100. Defaults to 20. */
  limit?: number;
}

/** Filters for verdicts; all of them must match. */
export interface VerdictFilter extends PageQuery {
  /** Created at or after this time; ISO 8601. */ from?: string /** Created before this time; ISO 8601. */;
  to?: string /** null for undecided verdicts. */;
  passed?: boolean | null;
  /** With a score of this name. */
  scorer?: string;
  /** In which the score of this name did not pass. */
  failed?: string;
  /** In which the score of this name is an error. */
  errored?: string;
  /** With each of these tags. */
  tag?: string[];
  /** With each of these: `key`, or `key:value`. */
  metadata?: string[];
}

/** Filters for batches; all of them must match. */
export interface BatchFilter extends PageQuery {
  status?: BatchStatus;
  /** Of this suite, in any version. */
  suite?: string;
  tag?: string;
  /** Made at this time or later; ISO 8601. */
  from?: string;
  /** Made before this time; ISO 8601. */
  to?: string;
}

/** Filters for the samples of a batch. */
export interface ItemFilter extends PageQuery {
  status?: ItemStatus;
  /** `sample` adds the sample to each result. */
  include?: 'sample';
}

/** The bounds of a comparison's gate. */
export interface GateLimits {
  /** Fails if the mean or the pass rate of a scorer is more than this below the base; 0 to 1. */
  maxRegression?: number;
  /** Fails if the pass rate of a scorer is below this; 0 to 1. */
  minPassRate?: number;
  /** Restricts the gate to this scorer; `verdict` means the verdict itself. */
  scorer?: string;
  /** Maximum number of regressions to list, up to 1,000. Defaults to 50. */
  regressions?: number;
}

export interface Page<Item> {
  items: Item[];
  nextCursor: string | null;
}

/** RFC 9457 problem details. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  code: string;
  detail: string;
  retryable: boolean;
  requestId: string;
  errors?: ProblemField[];
}

export interface ProblemField {
  pointer: string;
  message: string;
}
