import type { ScoreErrorCode } from '@assay/schema/errors.ts';
import type { JsonObject, TokenUsage } from '@assay/schema/types.ts';
import type { Finish, JudgeMessage, TokenChoice } from '@assay/scorers/judging/judge.ts';

/** A completion to be had from a model; what a provider cannot do it omits. */
export interface CompletionRequest {
  /** The provider's own name of the model. */
  model: string;
  messages: readonly JudgeMessage[];
  /** The JSON Schema that the answer should fit, and its name. */
  schema: JsonObject;
  schemaName: string;
  temperature: number;
  seed: number | null;
  maxTokens: number;
  logprobs: boolean;
  signal: AbortSignal;
  /** Why the attempt before this one failed; undefined for the first. */
  previous?: ModelError | undefined;
}

export interface Completion {
  text: string;
  /** The model's thinking, where the server returns it apart from the text. */
  reasoningText: string | null;
  finish: Finish;
  modelVersion: string | null;
  usage: TokenUsage;
  /** Whether the provider did not count, and Assay did. */
  usageEstimated: boolean;
  logprobs: readonly TokenChoice[] | null;
}

export interface EmbeddingRequest {
  model: string;
  texts: readonly string[];
  signal: AbortSignal;
}

export interface Embedding {
  vectors: number[][];
  usage: TokenUsage;
  usageEstimated: boolean;
}

export interface RerankingRequest {
  model: string;
  query: string;
  texts: readonly string[];
  signal: AbortSignal;
}

export interface Reranking {
  /** How relevant each text is to the query, from 0 to 1, in their order. */
  relevances: number[];
  usage: TokenUsage;
  usageEstimated: boolean;
}

/** What applications ask in OpenAI's shape, by its path below the base URL. */
export type ForwardEndpoint = 'chat/completions' | 'responses' | 'embeddings';

/** A request in OpenAI's shape, to be answered as the provider answers it. */
export interface ForwardRequest {
  endpoint: ForwardEndpoint;
  /** Its `model` is the provider's own name. */
  body: JsonObject;
  signal: AbortSignal;
}

/** A provider of models. */
export interface Provider {
  /** Whether its calls cost nothing, as on one's own machines. */
  isFree: boolean;
  /** Which server it asks, without credentials; undefined if its name says all. */
  endpoint?: string | undefined;
  /** @throws ModelError */
  complete(request: CompletionRequest): Promise<Completion>;
  /** @throws ModelError */
  embed(request: EmbeddingRequest): Promise<Embedding>;
  /** @throws ModelError */
  rerank(request: RerankingRequest): Promise<Reranking>;
  /**
   * Sends a request on as it is.
   *
   * @returns the answer, whose body is still to be read
   * @throws UpstreamError if the provider answers with an error, ModelError if it does not answer
   */
  forward(request: ForwardRequest): Promise<Response>;
  /**
   * The names of its models; undefined if it cannot tell them.
   *
   * @throws UpstreamError or ModelError
   */
  listModels(signal: AbortSignal): Promise<string[] | undefined>;
}

/** How a provider describes its own error, without keys. */
export interface UpstreamFault {
  status: number;
  message: string;
  type: string | null;
  code: string | null;
  param: string | null;
  retryAfterMs: number | undefined;
}

/** A provider's own error in answer to what was forwarded. */
export class UpstreamError extends Error {
  override readonly name = 'UpstreamError';
  readonly fault: UpstreamFault;

  constructor(fault: UpstreamFault) {
    super(fault.message);
    this.fault = fault;
  }
}

export interface ModelErrorDetails {
  isTransient?: boolean | undefined;
  retryAfterMs?: number | undefined;
  usage?: TokenUsage | undefined;
  usageEstimated?: boolean | undefined;
  status?: number | undefined;
}

/** Why a provider returned no answer. Its message contains nothing of the sample. */
export class ModelError extends Error {
  override readonly name = 'ModelError';
  readonly code: ScoreErrorCode;
  /** Whether the same call may succeed in a moment. */
  readonly isTransient: boolean;
  /** What the provider charges for the failed call; undefined for nothing. */
  readonly usage: TokenUsage | undefined;
  /** Whether Assay counted that in the provider's place. */
  readonly usageEstimated: boolean;
  /** The HTTP status that it answered with. */
  readonly status: number | undefined;
  /** How long the provider asks to wait, in milliseconds. */
  readonly retryAfterMs: number | undefined;

  constructor(
    code: ScoreErrorCode,
    message: string,
    {
      isTransient = false,
      retryAfterMs,
      usage,
      usageEstimated = false,
      status,
    }: ModelErrorDetails = {},
  ) {
    super(message);
    this.usage = usage;
    this.usageEstimated = usageEstimated;
    this.status = status;
    this.code = code;
    this.isTransient = isTransient;
    this.retryAfterMs = retryAfterMs;
  }
}
