/** What the platform binds to the Worker: see wrangler.toml. */
declare global {
  namespace Cloudflare {
    interface Env {
      DB: D1Database;
      VERDICTS: Queue;
      RATE_LIMITER: RateLimit;
      /** Origins that browsers may call from, comma-separated; `*` for any; empty for none. */
      ASSAY_CORS_ORIGINS?: string;
      /** What RATE_LIMITER is set to, as `requests/seconds`, to tell callers of it. */
      ASSAY_RATE_LIMIT?: string;
      /** `development` lets the development key in, on loopback only. Never set in production. */
      ASSAY_ENVIRONMENT?: string;
    }
  }
}

export type Env = Cloudflare.Env;
