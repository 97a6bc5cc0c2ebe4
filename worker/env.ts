/** What the platform binds to the Worker: see wrangler.toml. */
declare global {
  namespace Cloudflare {
    interface Env {
      DB: D1Database;
      VERDICTS: Queue;
      RATE_LIMITER: RateLimit;
      ASSAY_CORS_ORIGINS?: string;
      /** `development` lets the development key in, on loopback only. Never set in production. */
      ASSAY_ENVIRONMENT?: string;
    }
  }
}

export type Env = Cloudflare.Env;
