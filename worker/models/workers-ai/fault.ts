import { boundedText } from '../openai/bounded-text.ts';
import { readComplaint, readErrorNames } from '../openai/complaint.ts';
import { withoutKeys } from '../openai/quotable-message.ts';
import { ModelError, UpstreamError, type UpstreamFault } from '../provider.ts';

const INVALID = { status: 400, type: 'invalid_request_error', code: null };
const NO_MODEL = { status: 404, type: 'invalid_request_error', code: 'model_not_found' };
const CLOSED = { status: 403, type: 'permission_error', code: null };

type Kind = Pick<UpstreamFault, 'status' | 'type' | 'code'>;

/** What OpenAI would answer. Source: the error codes of Workers AI's documentation. */
const KINDS: ReadonlyMap<string, Kind> = new Map<string, Kind>([
  ['3003', INVALID],
  ['3006', { ...INVALID, status: 413, code: 'request_too_large' }],
  ['3016', CLOSED],
  ['3023', CLOSED],
  ['3036', { status: 429, type: 'insufficient_quota', code: 'insufficient_quota' }],
  ['3040', { status: 429, type: 'rate_limit_error', code: 'rate_limit_exceeded' }],
  ['3041', CLOSED],
  ['3042', NO_MODEL],
  ['5004', INVALID],
  ['5007', NO_MODEL],
  ['5016', CLOSED],
  ['5018', CLOSED],
  ['5021', { ...INVALID, code: 'context_length_exceeded' }],
  ['5024', INVALID],
  ['5025', INVALID],
]);

// Timeout, and aborted.
const LATE: ReadonlySet<string> = new Set(['3007', '3008']);

const MOST_BYTES = 1_000_000;
const LONGEST = 1_000;

/** The error of a request that asks for what Workers AI cannot do. */
export function invalidFor(param: string, message: string): UpstreamError {
  return new UpstreamError({ ...INVALID, message, param, retryAfterMs: undefined });
}

/** An error that the binding threw, such as `3040: Capacity temporarily exceeded`. */
export function thrownFault(cause: unknown): UpstreamError | ModelError {
  const message = cause instanceof Error ? cause.message : String(cause);
  const code = /\b(3\d{3}|5\d{3})(?=:)/.exec(message)?.[1];
  return faultOf({ code, message: message.slice(message.indexOf(':') + 1).trim() });
}

/** An error that came as a response. */
export async function respondedFault(
  response: Response,
  nowMs: number,
): Promise<UpstreamError | ModelError> {
  const { status, headers } = response;
  const text = (await boundedText(response.body, MOST_BYTES)) ?? '';
  const json = jsonIn(text);
  const complaint = readComplaint({ status, headers, json }, nowMs);
  const { internalCode, description } = Object(json);
  const message = typeof description === 'string' ? description : complaint?.message;
  return faultOf({
    code: internalCode === undefined ? undefined : String(internalCode),
    message: message ?? '',
    kind: { status, ...readErrorNames(json) },
    retryAfterMs: complaint?.retryAfterMs,
  });
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

interface Described {
  /** Workers AI's own. */
  code: string | undefined;
  message: string;
  /** What is known of an error without such a code. */
  kind?: Kind;
  retryAfterMs?: number | undefined;
}

function faultOf({ code, message, kind, retryAfterMs }: Described): UpstreamError | ModelError {
  if (code !== undefined && LATE.has(code)) {
    const late = 'Workers AI did not answer in time.';
    return new ModelError('judge_timeout', late, { isTransient: true });
  }
  const known = (code === undefined ? undefined : KINDS.get(code)) ?? kind;
  if (known === undefined) {
    return new ModelError('judge_unavailable', 'Workers AI failed.', { isTransient: true });
  }
  const said = withoutKeys(message, undefined).slice(0, LONGEST);
  return new UpstreamError({
    ...known,
    message: said || `Workers AI answered ${known.status}.`,
    param: null,
    retryAfterMs,
  });
}
