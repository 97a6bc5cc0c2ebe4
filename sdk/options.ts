import type { AssayBinding, UntypedBinding } from '@assay/schema/binding.ts';
import { AssayError } from './errors.ts';

export interface AssayOptions {
  /** An API key; the environment variable ASSAY_API_KEY when left out. */
  apiKey?: string | undefined;
  /** Where the API is, such as `https://assay.example.com`; ASSAY_BASE_URL when left out. */
  baseUrl?: string | undefined;
  /** A service binding to Assay, on Cloudflare Workers: in place of key and address. */
  binding?: AssayBinding | UntypedBinding | undefined;
  /** Stands in for the platform's fetch. */
  fetch?: typeof globalThis.fetch | undefined;
  /**
   * How long one attempt may take, in milliseconds; 65,000 when left out, which is longer than any
   * deadline that a request may ask for. For what is streamed: until it begins.
   */
  timeoutMs?: number | undefined;
  /**
   * How long a stream of results may send nothing, in milliseconds; 60,000 by default. Streams of
   * events may be silent for as long as nothing happens, unless you set it.
   */
  idleTimeoutMs?: number | undefined;
  /** How long a call may take with all its attempts and pauses, in milliseconds; no limit when left out. */
  totalTimeoutMs?: number | undefined;
  /** How often a call is tried again, 0 or more; 2 when left out. */
  maxRetries?: number | undefined;
  /** Sent with every request. */
  headers?: Record<string, string> | undefined;
  /** Asked at each call for headers that say in which trace it is, as `otelTraceContext()` answers them. */
  traceContext?: (() => Record<string, string>) | undefined;
}

export interface RequestOptions {
  /** Ends the call, its pauses and its stream; the call rejects with the signal's reason. */
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
   * For requests that make something: repeated with the same key, they make it once. Every POST has
   * one, made at random and kept across retries; give your own to keep it across processes.
   */
  idempotencyKey?: string | undefined;
  /** Sent with this request, such as `traceparent`. */
  headers?: Record<string, string> | undefined;
}

/** A setting, or the environment's; @throws AssayError `client_unconfigured` when there is neither. */
export function settingOf(given: string | undefined, option: string, variable: string): string {
  const value = (given ?? environment(variable))?.trim();
  if (value) return value;
  throw new AssayError({
    code: 'client_unconfigured',
    message: `\`${option}\` is missing. Pass it to \`new Assay({ ${option} })\`, or set ${variable}.`,
  });
}

/** A variable, in runtimes that have them; where reading one is forbidden it counts as not set. */
function environment(name: string): string | undefined {
  const { process } = globalThis as { process?: { env?: Record<string, string | undefined> } };
  try {
    return process?.env?.[name];
  } catch {
    return undefined;
  }
}
