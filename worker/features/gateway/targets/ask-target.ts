import type { GatewayAttempt, JsonObject, PipelineTarget } from '@assay/schema/types.ts';
import { sleep } from '../../judging/timeout.ts';
import type { ByteReader } from '../byte-reader.ts';
import type { Endpoint } from '../exchange.ts';
import type { CallEnd } from '../meter.ts';
import { readAnswer, type WholeAnswer } from '../read-answer.ts';
import { RelayedError } from '../relayed-error.ts';
import { type SendNeeds, type Sent, send } from '../send.ts';
import { attemptOf, type CallError, toCallError } from '../upstream-problem.ts';
import { mayRetry } from './may-retry.ts';

/** How often one target is asked, and how long it may ask to wait. */
export interface Retry {
  attempts: number;
  onStatus: readonly number[];
  maxWaitMs: number;
}

export interface AskNeeds extends SendNeeds {
  attempted(attempt: GatewayAttempt): void;
  nowMs(): number;
  /** A number from 0 to 1, for jitter. */
  random(): number;
  /** Waits for work before what was spent is written. */
  later(work: Promise<void>): void;
}

export interface Asking {
  endpoint: Endpoint;
  body: JsonObject;
  retry: Retry;
  signal: AbortSignal;
}

/** What a target answered: all of it, or a stream that has begun. */
export type TargetAnswer = { model: string; provider: string } & (
  | { whole: WholeAnswer }
  | { stream: ByteReader; isUsageAdded: boolean; end(end: CallEnd): void }
);

const FIRST_DELAY_MS = 300;
const DELAY_GROWTH = 3;

/**
 * Asks one target until it answers, as often as it may be asked. It waits as long as the target asks for
 * with `Retry-After`, and no longer than the pipeline allows.
 *
 * @throws CallError of the last attempt
 */
export async function askTarget(
  target: PipelineTarget,
  asking: Asking,
  needs: AskNeeds,
): Promise<TargetAnswer> {
  const { retry, signal } = asking;
  for (let made = 1; ; made += 1) {
    const result = await attempt(target, asking, needs);
    if ('answer' in result) return result.answer;
    const { error } = result;
    const waitMs = waitAfter(error, made, needs.random());
    const isLast = made >= retry.attempts || waitMs > retry.maxWaitMs;
    if (isLast || signal.aborted || !mayRetry(error, retry.onStatus)) throw error;
    await sleep(waitMs, signal);
  }
}

function waitAfter(error: CallError, made: number, random: number): number {
  const asked = error instanceof RelayedError ? error.fault.retryAfterMs : undefined;
  return asked ?? FIRST_DELAY_MS * DELAY_GROWTH ** (made - 1) * (0.5 + random);
}

async function attempt(
  target: PipelineTarget,
  { endpoint, body, signal }: Asking,
  needs: AskNeeds,
): Promise<{ answer: TargetAnswer } | { error: CallError }> {
  const { model } = target;
  const provider = providerOf(model);
  const startedAtMs = needs.nowMs();
  const attempted = (status: number | null, code: string | null) =>
    needs.attempted({ model, status, code, latencyMs: needs.nowMs() - startedAtMs });
  try {
    const sent = await send({ endpoint, body, target, signal }, needs);
    const answer = await begin(sent, provider);
    attempted(sent.response.status, null);
    return { answer };
  } catch (cause) {
    const error = toCallError(cause, provider);
    const { status, code } = attemptOf(error);
    // A hedge that lost, or a caller who left: the provider did nothing wrong.
    attempted(status, signal.aborted ? 'cancelled' : code);
    return { error };
  }
}

async function begin(sent: Sent, provider: string): Promise<TargetAnswer> {
  const { response, bytes, isUsageAdded, stopped, end } = sent;
  const model = sent.model.id;
  if (bytes !== undefined) return { model, provider, stream: bytes, isUsageAdded, end };
  try {
    const whole = await readAnswer(response, provider);
    end({ answer: whole.value });
    return { model, provider, whole };
  } catch (cause) {
    end({ answer: {}, isFailed: true });
    throw stopped() ?? cause;
  }
}

export function providerOf(model: string): string {
  return model.slice(0, model.indexOf('/'));
}
