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
      RATE_LIMITER: RateLimit;
      /** Origins that browsers may call from, comma-separated; `*` for any; empty for none. */
      ASSAY_CORS_ORIGINS?: string;
      /** What RATE_LIMITER is set to, as `requests/seconds`, to tell callers of it. */
      ASSAY_RATE_LIMIT?: string;
      /** Ranges of one project that may be in the queue at once; 20 when left out. */
      ASSAY_BATCH_WINDOW?: string;
      /** Samples of a range that are scored at once; 6 when left out. */
      ASSAY_BATCH_CONCURRENCY?: string;
      /** Unfinished batches a project may have; 100 when left out. */
      ASSAY_BATCH_QUOTA?: string;
      /** Samples not yet scored a project may have; 2,000,000 when left out. */
      ASSAY_SAMPLE_QUOTA?: string;
      /** A secret of at least 32 characters, from which webhook signing secrets are derived. */
      ASSAY_WEBHOOK_KEY?: string;
      /** `development` lets the development key in, on loopback only. Never set in production. */
      ASSAY_ENVIRONMENT?: string;
    }
  }
}

export type Env = Cloudflare.Env;
