import type { EvaluationExportTest, JsonValue } from '@assay/schema/types.ts';
import { BinaryReader } from '@bufbuild/protobuf/wire';
import type { Config } from '../../core/config.ts';
import { withoutKeys } from '../../models/openai/quotable-message.ts';
import type { StoredEvaluationTarget } from '../../store/evaluation-targets.ts';
import { repeatsSecret } from '../webhooks/repeats-secret.ts';
import { targetFault } from '../webhooks/targets.ts';
import { encodeEvents } from './encode-events.ts';
import type { EvaluationEvent } from './evaluation-events.ts';
import { headersOf } from './settings.ts';

export interface PostEventsNeeds {
  fetch: typeof fetch;
  config: Config;
  nowMs(): number;
}

/** What became of a request; `isRetryable` as the protocol says which are. */
export interface PostedEvents extends EvaluationExportTest {
  isRetryable: boolean;
  /** Seconds that the endpoint asks for; null if it asks for none. */
  retryAfterSeconds: number | null;
}

const TIMEOUT_MS = 15_000;
const MOST_RETRY_SECONDS = 4 * 3600;
// OTLP/HTTP: "Failures", "Retryable Response Codes".
const RETRYABLE = new Set([429, 502, 503, 504]);

/** Posts events to the endpoint of a project once. An address that the rules do not allow is not asked. */
export async function postEvents(
  target: StoredEvaluationTarget,
  events: readonly EvaluationEvent[],
  needs: PostEventsNeeds,
): Promise<PostedEvents> {
  const startedAtMs = needs.nowMs();
  const attempted = await attempt(target, events, needs);
  return { ...attempted, latencyMs: needs.nowMs() - startedAtMs };
}

type Attempted = Omit<PostedEvents, 'latencyMs'>;

const refused = (error: string): Attempted => ({
  ...{ status: null, error, isRetryable: false, retryAfterSeconds: null },
});

async function attempt(
  target: StoredEvaluationTarget,
  events: readonly EvaluationEvent[],
  { fetch: reach, config }: PostEventsNeeds,
): Promise<Attempted> {
  // The rules may have changed since the address was given.
  const fault = targetFault(target.url, config);
  if (fault !== undefined) return refused(`The URL ${fault}.`);
  const headers = await headersOf(target, config).catch(() => undefined);
  if (headers === undefined) {
    return refused('The headers cannot be decrypted with ASSAY_WEBHOOK_KEY. Set them again.');
  }
  const { body, contentType } = encodeEvents(events, target.encoding);
  try {
    const response = await reach(target.url, {
      method: 'POST',
      body,
      // A redirect could lead where the URL itself may not.
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT_MS),
      headers: { ...headers, 'Content-Type': contentType, 'User-Agent': 'assay' },
    });
    return await readAnswer(response, Object.values(headers));
  } catch (cause) {
    const isTimeout = cause instanceof Error && cause.name === 'TimeoutError';
    const error = isTimeout
      ? `The endpoint did not answer within ${TIMEOUT_MS / 1000} seconds.`
      : 'The connection failed.';
    return { ...refused(error), isRetryable: true };
  }
}

async function readAnswer(response: Response, secrets: readonly string[]): Promise<Attempted> {
  const { status, headers, ok } = response;
  const said = await textWithin(response);
  if (ok) {
    // What is refused in part is refused for good: "the client MUST NOT retry".
    const error = rejectionIn(said, headers.get('content-type') ?? '', secrets);
    return { ...{ status, error, isRetryable: false, retryAfterSeconds: null } };
  }
  const isRedirect = status >= 300 && status < 400;
  return {
    status,
    error: isRedirect
      ? 'Redirects are not followed.'
      : `The endpoint answered ${status} instead of 2xx.`,
    isRetryable: RETRYABLE.has(status),
    retryAfterSeconds: retryAfterOf(headers),
  };
}

const MOST_BYTES = 65_536;
/** Longer ones are not searched for secrets. */
const QUOTABLE_CHARACTERS = 4_096;

/** The beginning of the body; the rest is not needed, and could take forever. */
async function textWithin({ body }: Response): Promise<Uint8Array> {
  const reader = body?.getReader();
  const chunks: Uint8Array[] = [];
  let size = 0;
  while (reader !== undefined && size < MOST_BYTES) {
    const { value, done } = await reader.read();
    if (done) break;
    chunks.push(value);
    size += value.length;
  }
  if (size >= MOST_BYTES) await reader?.cancel();
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}

/**
 * Why an endpoint that answers 2xx did not take events: its `partialSuccess`; null if it took all.
 *
 * @param secrets values of headers, which it may repeat
 */
function rejectionIn(
  bytes: Uint8Array,
  contentType: string,
  secrets: readonly string[],
): string | null {
  try {
    const { rejected, message } = contentType.startsWith('application/json')
      ? partialInJson(JSON.parse(new TextDecoder().decode(bytes)))
      : partialInProtobuf(bytes);
    if (rejected === 0) return null;
    const refusal = `The endpoint refused ${rejected} events`;
    if (message === '') return refusal;
    if (message.length > QUOTABLE_CHARACTERS || repeatsSecret(message, secrets)) {
      return `${refusal}; what it said repeats a secret or is too long, and is not shown.`;
    }
    return `${refusal}: ${withoutKeys(message, undefined).slice(0, 500)}`;
  } catch {
    // An endpoint that answers otherwise, such as with a page, has taken them: it said 2xx.
    return null;
  }
}

interface Partial {
  rejected: number;
  message: string;
}

function partialInJson(given: JsonValue): Partial {
  const partial = field(given, 'partialSuccess');
  const message = field(partial, 'errorMessage');
  return {
    rejected: Number(field(partial, 'rejectedLogRecords') ?? 0) || 0,
    message: typeof message === 'string' ? message : '',
  };
}

function field(given: JsonValue, name: string): JsonValue {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) return null;
  return given[name] ?? null;
}

/** ExportLogsServiceResponse{partial_success 1}; its rejected_log_records (1) and error_message (2). */
function partialInProtobuf(bytes: Uint8Array): Partial {
  const found: Partial = { rejected: 0, message: '' };
  const response = new BinaryReader(bytes);
  while (response.pos < response.len) {
    const [number, wire] = response.tag();
    if (number !== 1) {
      response.skip(wire, number);
      continue;
    }
    const partial = new BinaryReader(response.bytes());
    while (partial.pos < partial.len) {
      const [inner, innerWire] = partial.tag();
      if (inner === 1) found.rejected = Number(partial.int64());
      else if (inner === 2) found.message = partial.string();
      else partial.skip(innerWire, inner);
    }
  }
  return found;
}

/** Source: RFC 9110, 10.2.3; a date is not honoured. */
function retryAfterOf(headers: Headers): number | null {
  const text = headers.get('retry-after') ?? '';
  return /^\d{1,6}$/.test(text) ? Math.min(Number(text), MOST_RETRY_SECONDS) : null;
}
