import { LIMITS } from '@assay/schema/limits.ts';
import type { JsonObject, PipelineTarget } from '@assay/schema/types.ts';
import { isJsonObject } from '../../core/json-object.ts';
import type { TtlCache } from '../../core/ttl-cache.ts';
import { ModelError, UpstreamError } from '../../models/provider.ts';
import { createTimeout, type Timeout } from '../judging/timeout.ts';
import { type ByteReader, readerFromFirstBytes } from './byte-reader.ts';
import type { Endpoint } from './exchange.ts';
import type { CallEnd, Meter, OpenModel } from './meter.ts';

/** An answer that has begun: of a stream, its first bytes are there. */
export interface Sent {
  response: Response;
  /** The bytes of a stream; undefined for an answer that is none. */
  bytes: ByteReader | undefined;
  model: OpenModel;
  /** What the target was asked. */
  body: JsonObject;
  /** Whether the count of tokens was asked for, though the caller did not. */
  isUsageAdded: boolean;
  /** Why the call was ended from here; undefined if it was not. */
  stopped(): unknown;
  /** Ends the call: its timeouts, and its budget. */
  end(end: CallEnd): void;
}

export interface SendNeeds {
  meter: Meter;
  /** Models that refuse to count the tokens of streams. */
  uncounted: TtlCache<true>;
}

/** A request to one target. */
export interface Call {
  endpoint: Endpoint;
  body: JsonObject;
  target: PipelineTarget;
  /** Aborts when the caller leaves. */
  signal: AbortSignal;
}

/**
 * Asks one target once.
 *
 * @throws ApiProblem of the allow-list and the budget, or the error of the provider
 */
export async function send(call: Call, { meter, uncounted }: SendNeeds): Promise<Sent> {
  const { endpoint, target, signal } = call;
  const model = meter.open(target.model);
  const asked = { ...call.body, ...target.parameters, model: model.name };
  const charge = await meter.reserve(model, asked);
  const whole = createTimeout(signal, target.timeoutMs ?? LIMITS.gatewayTimeoutMs);
  const stopped = () => (whole.signal.aborted ? whole.signal.reason : undefined);
  let hasAnswered = false;
  const end = (ended: CallEnd) => {
    whole.clear();
    charge(ended);
  };
  try {
    const isCounting = mustCount(endpoint, asked) && uncounted.get(model.id) === undefined;
    const body = isCounting ? counting(asked) : asked;
    const forward = (given: JsonObject) =>
      begin(model, { endpoint, body: given }, call, {
        whole,
        onAnswer() {
          hasAnswered = true;
        },
      });
    try {
      const sent = await forward(body);
      return { ...sent, model, body, isUsageAdded: isCounting, stopped, end };
    } catch (cause) {
      if (!isCounting || !refusesCounting(cause)) throw cause;
      uncounted.set(model.id, true);
      const sent = await forward(asked);
      return { ...sent, model, body: asked, isUsageAdded: false, stopped, end };
    }
  } catch (cause) {
    // A caller who leaves pays for what the provider may have read by then, and so does a stream without a word.
    end({ answer: signal.aborted || hasAnswered ? {} : undefined, isFailed: true });
    const { reason } = whole.signal;
    throw reason instanceof ModelError ? reason : cause;
  }
}

async function begin(
  { provider }: OpenModel,
  request: { endpoint: Endpoint; body: JsonObject },
  { target, body }: Call,
  { whole, onAnswer }: { whole: Timeout; onAnswer(): void },
): Promise<Pick<Sent, 'response' | 'bytes'>> {
  const firstByteMs = target.firstByteTimeoutMs;
  const forwarded = async (signal: AbortSignal) => {
    const response = await provider.forward({ ...request, signal });
    onAnswer();
    return opened(response, body, { first: signal, whole: whole.signal });
  };
  // An answer that is no stream begins when all of it is there.
  if (firstByteMs === undefined || body.stream !== true) {
    return forwarded(whole.signal);
  }
  const late = new AbortController();
  const reason = new ModelError('judge_timeout', `No answer began within ${firstByteMs} ms.`);
  const timer = setTimeout(() => late.abort(reason), firstByteMs);
  try {
    const signal = AbortSignal.any([whole.signal, late.signal]);
    return await forwarded(signal);
  } catch (cause) {
    throw late.signal.aborted ? reason : cause;
  } finally {
    clearTimeout(timer);
  }
}

/** Waits for the first bytes of a stream, until which another target can be asked. @throws ApiProblem if it has none */
async function opened(
  response: Response,
  { stream }: JsonObject,
  limits: { first: AbortSignal; whole: AbortSignal },
): Promise<Pick<Sent, 'response' | 'bytes'>> {
  if (stream !== true) return { response, bytes: undefined };
  const isStream = response.headers.get('content-type')?.startsWith('text/event-stream');
  if (!isStream) return { response, bytes: undefined };
  return { response, bytes: await readerFromFirstBytes(response.body, limits) };
}

/** Streams of chat completions say what they used only if they are asked to. */
function mustCount(endpoint: Endpoint, { stream, stream_options: options }: JsonObject): boolean {
  if (endpoint !== 'chat/completions' || stream !== true) return false;
  return !isJsonObject(options) || options.include_usage !== true;
}

function counting(body: JsonObject): JsonObject {
  const { stream_options: options } = body;
  const given = isJsonObject(options) ? options : {};
  return { ...body, stream_options: { ...given, include_usage: true } };
}

function refusesCounting(cause: unknown): boolean {
  if (!(cause instanceof UpstreamError)) return false;
  const { status, message, param } = cause.fault;
  return (
    (status === 400 || status === 422) &&
    /stream_options|include_usage/.test(`${param ?? ''} ${message}`)
  );
}
