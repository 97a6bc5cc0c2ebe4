import type { Context, GatewayOptions, JsonObject, VerdictMetadata } from '@assay/schema/types.ts';
import type { RequestContext } from '../scoring/request-context.ts';

/** What applications ask the gateway for, by its path below `/openai/v1`. */
export type Endpoint = 'chat/completions' | 'responses' | 'embeddings';

/** How the samples of a request are stored. */
export interface Storing extends Pick<GatewayOptions, 'store' | 'keep' | 'redact'> {
  /** Labels of their verdicts. */
  tags: readonly string[];
}

/** One request through the gateway. */
export interface Exchange {
  endpoint: Endpoint;
  /** What the caller named as `model`: a pipeline, or `provider/model`. */
  asked: string;
  /** The request in OpenAI's shape, without `assay`, with fields that are not known here as they came. */
  body: JsonObject;
  /** The caller's headers. They never reach a provider. */
  headers: Headers;
  /** What the caller gave in `assay.contexts`, which the body no longer has. */
  contexts: readonly (string | Context)[];
  /** What the caller gave in `assay.metadata`. */
  metadata: VerdictMetadata;
  storing: Storing;
  context: RequestContext;
  /** What the tokens stand for that a guard put into the request. Steps add to it. */
  tokens: Record<string, string>;
  /** `provider/model` that answered last. Set with each answer. */
  answeredBy: string | undefined;
  /** How the answer came about so far, as headers. Set when the request begins. */
  headersSoFar?: (() => Record<string, string>) | undefined;
  /**
   * Whether it tries the models out: its answer is none of the application's, so that it is neither
   * recorded nor scored in the background, and is always a new one.
   */
  isTrial?: boolean;
}
