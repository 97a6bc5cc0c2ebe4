import type { WebhookAnswer } from '@assay/schema/types.ts';
import type { Config } from '../../core/config.ts';
import { boundedText } from '../../models/openai/bounded-text.ts';
import { withoutKeys } from '../../models/openai/quotable-message.ts';
import { repeatsSecret } from './repeats-secret.ts';
import { targetFault } from './targets.ts';

export interface PostNeeds {
  fetch: typeof fetch;
  config: Config;
  nowMs(): number;
}

/** A message to an address outside. */
export interface OutgoingMessage {
  url: string;
  headers: Record<string, string>;
  body: string;
  /** An error quotes what the server said, unless it repeats one of these; nothing if omitted. */
  quotedWithout?: readonly string[];
}

/** What an attempt got; `retryAfterSeconds` as the server asks for it. */
export interface PostOutcome {
  answer: WebhookAnswer;
  retryAfterSeconds: number | null;
}

const TIMEOUT_MS = 15_000;
const QUOTED_BYTES = 4_096;
const QUOTED_CHARACTERS = 200;
const MOST_RETRY_SECONDS = 4 * 3600;

/** Posts a message once. An address that the rules do not allow is not asked. */
export async function postOnce(message: OutgoingMessage, needs: PostNeeds): Promise<PostOutcome> {
  const startedAtMs = needs.nowMs();
  const { status, error, retryAfterSeconds = null } = await attempt(message, needs);
  const answer = {
    at: new Date(startedAtMs).toISOString(),
    status,
    latencyMs: needs.nowMs() - startedAtMs,
    error,
  };
  return { answer, retryAfterSeconds };
}

interface Attempt extends Pick<WebhookAnswer, 'status' | 'error'> {
  retryAfterSeconds?: number | null;
}

async function attempt(
  { url, headers, body, quotedWithout }: OutgoingMessage,
  { fetch: reach, config }: PostNeeds,
): Promise<Attempt> {
  // The rules may have changed since the address was given.
  const fault = targetFault(url, config);
  if (fault !== undefined) return { status: null, error: `The URL ${fault}.` };
  try {
    const response = await reach(url, {
      method: 'POST',
      body,
      // A redirect could lead where the URL itself may not.
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT_MS),
      headers,
    });
    const { status } = response;
    const said =
      quotedWithout !== undefined && !response.ok ? await quoted(response, quotedWithout) : '';
    // What is not quoted is not needed, and reading it could take forever.
    if (!response.bodyUsed) await response.body?.cancel();
    if (response.ok) return { status, error: null };
    const isRedirect = status >= 300 && status < 400;
    return {
      status,
      error: isRedirect
        ? 'Redirects are not followed.'
        : `The endpoint answered ${status} instead of 2xx.${said}`,
      retryAfterSeconds: retryAfterOf(response),
    };
  } catch (cause) {
    const isTimeout = cause instanceof Error && cause.name === 'TimeoutError';
    return {
      status: null,
      error: isTimeout
        ? `The endpoint did not answer within ${TIMEOUT_MS / 1000} seconds.`
        : 'The connection failed.',
    };
  }
}

async function quoted({ body }: Response, secrets: readonly string[]): Promise<string> {
  const text = await boundedText(body, QUOTED_BYTES).catch(() => undefined);
  if (text === undefined) return '';
  if (repeatsSecret(text, secrets)) return ' What it said repeats a secret, and is not shown.';
  const line = withoutKeys(text, undefined).replace(/\s+/g, ' ').trim().slice(0, QUOTED_CHARACTERS);
  return line ? ` It said: ${line}` : '';
}

/** Source: RFC 9110, 10.2.3; a date is not honoured. */
function retryAfterOf({ headers }: Response): number | null {
  const text = headers.get('retry-after') ?? '';
  return /^\d{1,6}$/.test(text) ? Math.min(Number(text), MOST_RETRY_SECONDS) : null;
}
