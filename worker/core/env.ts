import type { MonitorNamespace } from './monitoring/writer.ts';
import type { LogNamespace } from './project-log.ts';

/** The part of the AI binding that is used; tests replace it with a fake. */
export interface AiBinding {
  /** With `returnRawResponse`: a response whose body is what the model answers, also for errors. */
  run(
    model: string,
    input: object,
    options?: { signal?: AbortSignal; returnRawResponse?: boolean },
  ): Promise<unknown>;
  /** The models that there are. */
  models?(search?: { per_page?: number }): Promise<unknown>;
}

/** What the platform binds to the Worker: see wrangler.toml. */
declare global {
  namespace Cloudflare {
    interface Env {
      DB: D1Database;
      VERDICTS: Queue;
      /** References to ranges of batches that are to be scored. */
      RANGES: Queue;
      /** References to webhook deliveries. */
      WEBHOOKS: Queue;
      /** Answers of the gateway that are to be scored. */
      ANSWERS: Queue;
      /** References to live traces that are due. */
      TRACES: Queue;
      /** References to verdicts that are sent as events. */
      EVALUATIONS: Queue;
      /** References to deliveries of alerts. */
      ALERTS: Queue;
      /** References to steps of experiments. */
      EXPERIMENTS: Queue;
      /** The writer of each project's log, by the project's id. */
      PROJECT_LOGS: LogNamespace;
      /** The writer of each monitor, by the project's id and the monitor's name. */
      MONITORS: MonitorNamespace;
      /** The static assets, which the build writes. */
      ASSETS: Fetcher;
      RATE_LIMITER: RateLimit;
      /** Origins that browsers may call from, comma-separated; `*` for any; empty for none. */
      ASSAY_CORS_ORIGINS?: string;
      /** What RATE_LIMITER is set to, as `requests/seconds`, to tell callers of it. */
      ASSAY_RATE_LIMIT?: string;
      /** Ranges of one project that may be in the queue at once. Defaults to 20. */
      ASSAY_BATCH_WINDOW?: string;
      /** Samples of a range that are scored at once. Defaults to 6. */
      ASSAY_BATCH_CONCURRENCY?: string;
      /** Calls of an experiment's targets that one invocation makes at once. Defaults to 6. */
      ASSAY_EXPERIMENT_CONCURRENCY?: string;
      /** Unfinished batches a project may have. Defaults to 100. */
      ASSAY_BATCH_QUOTA?: string;
      /** Samples not yet scored a project may have. Defaults to 2,000,000. */
      ASSAY_SAMPLE_QUOTA?: string;
      /** A secret of at least 32 characters, from which webhook signing secrets are derived. */
      ASSAY_WEBHOOK_KEY?: string;
      /** A secret of at least 32 characters: the key of hashes that the guard redacts with. */
      ASSAY_REDACTION_KEY?: string;
      /** A secret: the JSON Web Key Set that `npm run signing-key` makes. Its first key signs receipts. */
      ASSAY_SIGNING_KEYS?: string;
      ASSAY_ENCRYPTION_KEYS?: string;
      /** The host of the deployment, with which the names of logs start. Defaults to `assay`. */
      ASSAY_LOG_HOST?: string;
      /** Where D1 was created, as `wrangler d1 info` says it: for the data map. */
      ASSAY_D1_LOCATION?: string;
      /** The jurisdiction that D1 was created with, `eu` or `fedramp`: for the data map. */
      ASSAY_D1_JURISDICTION?: string;
      /** Ids of projects whose logs can be followed without a key, comma-separated. */
      ASSAY_PUBLIC_LOGS?: string;
      /** `development` lets the development key in, on loopback only. Never set in production. */
      ASSAY_ENVIRONMENT?: string;
      /** Workers AI; absent without an account, as in local development. */
      AI?: AiBinding;
      /** One OpenAI-compatible server, known as the provider `local`. */
      ASSAY_JUDGE_BASE_URL?: string;
      /** Its API key, if needed. A secret. */
      ASSAY_JUDGE_API_KEY?: string;
      /** The default judge: `provider/model`, or a model of that server. */
      ASSAY_JUDGE_MODEL?: string;
      /** Fallback judges, comma-separated. */
      ASSAY_JUDGE_FALLBACK?: string;
      /** The default embedding model. */
      ASSAY_EMBEDDING_MODEL?: string;
      /** The default reranking model. */
      ASSAY_RERANKING_MODEL?: string;
      /** More servers: `{ "name": { "baseUrl", "apiKeyVariable"?, "isFree"? } }`. */
      ASSAY_PROVIDERS?: string;
      /** Service bindings to Workers that may be asked as models, comma-separated: the provider `binding`. */
      ASSAY_BINDINGS?: string;
      /** US dollars a million tokens: `{ "provider/model": { "input", "output" } }`. */
      ASSAY_PRICES?: string;
      /** Milliseconds after which a second, hedged judge call is sent. */
      ASSAY_JUDGE_HEDGE_MS?: string;
      /** Days that judges' answers are kept. Defaults to 30. */
      ASSAY_JUDGE_CACHE_DAYS?: string;
    }
  }
}

export type Env = Cloudflare.Env;
