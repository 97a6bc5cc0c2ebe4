import { ConfigurationError } from './configuration-error.ts';
import type { Env } from './env.ts';

/** The Worker's settings, parsed once from its variables. */
export interface Config {
  isDevelopment: boolean;
  /** Origins that browsers may call from; empty for none. */
  corsOrigins: string[];
  /** The rate limit, as the binding in wrangler.toml sets it, to tell callers of it. */
  rateLimit: { requests: number; periodSeconds: number };
  /** Ranges of one project that may be in the queue at once: its share of the consumers. */
  rangesInQueue: number;
  /** Samples of a range that are scored at once. */
  samplesAtOnce: number;
  /** Calls of the targets of experiments that one invocation makes at once. */
  experimentCallsAtOnce: number;
  quota: { batches: number; samples: number };
  /** What webhook signing secrets are derived from; undefined when no webhooks are to be sent. */
  webhookKey: string | undefined;
  /** The key of the hashes that the guard redacts with; undefined if policies cannot use them. */
  redactionKey: string | undefined;
  /** What the names of logs start with: the host of the deployment. */
  logHost: string;
  /** Where the database was made, as the operator says; `unknown` if that is not said. */
  storage: { location: string; jurisdiction: string };
  /** Projects whose logs can be followed without a key. */
  publicLogs: string[];
  /** A JSON Web Key Set, whose first key signs receipts; undefined if there are to be none. */
  signingKeys: string | undefined;
  /** Master keys of the encryption at rest; undefined if nothing is encrypted. */
  encryptionKeys: string | undefined;
}

// Public on purpose: development signs and hashes to be tried, not to be trusted.
const DEVELOPMENT_KEYS = {
  ASSAY_WEBHOOK_KEY: 'assay-development-webhook-key-000000',
  ASSAY_REDACTION_KEY: 'assay-development-redaction-key-0000',
};
const DEVELOPMENT_SIGNING_KEYS = JSON.stringify({
  keys: [
    {
      kty: 'OKP',
      crv: 'Ed25519',
      x: 'ndQMfYtGD9k7PSsiFLemJb4mM9rHJLVpwzM8lYZ9wME',
      d: 'TKhMtiPujiwGkQFbV8FkJ4dBkA3bsvUWPXB9j9dzgbg',
      kid: 'zS4n_yUkCXvkQrpGpJJj7Zr3bj20S9JGdw4SW6u8pmg',
    },
  ],
});
const KEY_CHARACTERS = 32;

/** @throws Error naming the variable that cannot be understood */
export function parseConfig(env: Env): Config {
  const isDevelopment = env.ASSAY_ENVIRONMENT === 'development';
  return {
    isDevelopment,
    corsOrigins: parseList(env.ASSAY_CORS_ORIGINS),
    rateLimit: parseRateLimit(env.ASSAY_RATE_LIMIT ?? '6000/60'),
    rangesInQueue: parseCount('ASSAY_BATCH_WINDOW', env.ASSAY_BATCH_WINDOW, 20),
    samplesAtOnce: parseCount('ASSAY_BATCH_CONCURRENCY', env.ASSAY_BATCH_CONCURRENCY, 6),
    experimentCallsAtOnce: parseCount(
      'ASSAY_EXPERIMENT_CONCURRENCY',
      env.ASSAY_EXPERIMENT_CONCURRENCY,
      6,
    ),
    quota: {
      batches: parseCount('ASSAY_BATCH_QUOTA', env.ASSAY_BATCH_QUOTA, 100),
      samples: parseCount('ASSAY_SAMPLE_QUOTA', env.ASSAY_SAMPLE_QUOTA, 2_000_000),
    },
    webhookKey: parseKey('ASSAY_WEBHOOK_KEY', env.ASSAY_WEBHOOK_KEY, isDevelopment),
    redactionKey: parseKey('ASSAY_REDACTION_KEY', env.ASSAY_REDACTION_KEY, isDevelopment),
    publicLogs: parseList(env.ASSAY_PUBLIC_LOGS),
    logHost: parseHost(env.ASSAY_LOG_HOST),
    encryptionKeys: env.ASSAY_ENCRYPTION_KEYS || undefined,
    storage: {
      location: parseChoice('ASSAY_D1_LOCATION', env.ASSAY_D1_LOCATION, LOCATIONS),
      jurisdiction: parseChoice('ASSAY_D1_JURISDICTION', env.ASSAY_D1_JURISDICTION, JURISDICTIONS),
    },
    signingKeys: env.ASSAY_SIGNING_KEYS || (isDevelopment ? DEVELOPMENT_SIGNING_KEYS : undefined),
  };
}

function parseRateLimit(text: string): Config['rateLimit'] {
  const [, requests, periodSeconds] = /^(\d+)\/(10|60)$/.exec(text) ?? [];
  if (requests === undefined || periodSeconds === undefined) {
    throw new ConfigurationError(
      `ASSAY_RATE_LIMIT must look like "6000/60" (requests/seconds), not "${text}"`,
    );
  }
  return { requests: Number(requests), periodSeconds: Number(periodSeconds) };
}

/** Those that D1 has: developers.cloudflare.com/d1/configuration/data-location. */
const LOCATIONS = ['wnam', 'enam', 'weur', 'eeur', 'apac', 'oc'];
const JURISDICTIONS = ['eu', 'fedramp'];

function parseChoice(name: string, text: string | undefined, choices: readonly string[]): string {
  if (text === undefined || text === '') return 'unknown';
  if (choices.includes(text)) return text;
  throw new ConfigurationError(`${name} must be one of ${choices.join(', ')}, not "${text}"`);
}

function parseList(text = ''): string[] {
  return text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
}

function parseHost(text: string | undefined): string {
  if (text === undefined || text === '') return 'assay';
  if (/^[A-Za-z0-9.-]+(:\d+)?$/.test(text)) return text;
  throw new ConfigurationError(
    `ASSAY_LOG_HOST must be a host such as "assay.example.com", not "${text}"`,
  );
}

function parseCount(name: string, text: string | undefined, otherwise: number): number {
  if (text === undefined || text === '') return otherwise;
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new ConfigurationError(`${name} must be a whole number from 1, not "${text}"`);
}

function parseKey(
  name: keyof typeof DEVELOPMENT_KEYS,
  key: string | undefined,
  isDevelopment: boolean,
): string | undefined {
  if (key === undefined || key === '') return isDevelopment ? DEVELOPMENT_KEYS[name] : undefined;
  if (key.length >= KEY_CHARACTERS) return key;
  throw new ConfigurationError(`${name} must have at least ${KEY_CHARACTERS} characters`);
}
