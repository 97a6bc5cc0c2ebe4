import type { AssayBinding, UntypedBinding } from '@assay/schema/binding.ts';
import { AssayError } from './errors.ts';

export interface AssayOptions {
  /** The API key. Defaults to the environment variable ASSAY_API_KEY. */
  apiKey?: string | undefined;
  /** Base URL of the API, such as `https://assay.example.com`. Defaults to ASSAY_BASE_URL. */
  baseUrl?: string | undefined;
  /** A service binding to Assay, on Cloudflare Workers, instead of key and base URL. */
  binding?: AssayBinding | UntypedBinding | undefined;
  /** Replaces the global fetch. */
  fetch?: typeof globalThis.fetch | undefined;
  /**
   * Timeout of one attempt, in milliseconds. Defaults to 65,000, which is longer than the maximum
   * `deadlineMs`. For streams, until the stream starts.
   */
  timeoutMs?: number | undefined;
  /**
   * Idle timeout of a stream of results, in milliseconds. Defaults to 60,000. Event streams have no
   * idle timeout unless you set it.
   */
  idleTimeoutMs?: number | undefined;
  /** Timeout of a call with all its attempts and delays, in milliseconds. Defaults to no limit. */
  totalTimeoutMs?: number | undefined;
  /** Maximum number of retries. Defaults to 2. */
  maxRetries?: number | undefined;
  /** Sent with every request. */
  headers?: Record<string, string> | undefined;
  /** Called for each request; returns its trace headers, such as those of `otelTraceContext()`. */
  traceContext?: (() => Record<string, string>) | undefined;
}

export interface RequestOptions {
  /** Aborts the call, its delays and its stream; the call rejects with the signal's reason. */
  signal?: AbortSignal | undefined;
  /** As the client's, for this call. */
  timeoutMs?: number | undefined;
  /** As the client's, for this call. */
  idleTimeoutMs?: number | undefined;
  /** As the client's, for this call. */
  totalTimeoutMs?: number | undefined;
  /** As the client's, for this call. */
  maxRetries?: number | undefined;
  /**
   * Requests with the same key are executed only once. Every POST gets a random key that is kept
   * across retries; pass your own to extend this across processes.
   */
  idempotencyKey?: string | undefined;
  /** Sent with this request, such as `traceparent`. */
  headers?: Record<string, string> | undefined;
}

/**
 * A setting, or its environment variable.
 *
 * @throws AssayError `client_unconfigured` if neither is set
 */
export function settingOf(given: string | undefined, option: string, variable: string): string {
  const value = (given ?? environment(variable))?.trim();
  if (value) return value;
  throw new AssayError({
    code: 'client_unconfigured',
    message: `\`${option}\` is missing. Pass it to \`new Assay({ ${option} })\`, or set ${variable}.`,
  });
}

/** An environment variable; counts as not set if the runtime has none or forbids reading it. */
function environment(name: string): string | undefined {
  const { process } = globalThis as { process?: { env?: Record<string, string | undefined> } };
  try {
    return process?.env?.[name];
  } catch {
    return undefined;
  }
}
