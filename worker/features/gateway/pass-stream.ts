import { DONE, type Frame } from '@assay/schema/guard-stream/frame.ts';
import {
  createFrameReader,
  EventTooLong,
  errorOf,
  eventOf,
} from '@assay/schema/guard-stream/frames.ts';
import { LIMITS } from '@assay/schema/limits.ts';
import type { GatewayReport } from '@assay/schema/types.ts';
import { isJsonObject } from '../../core/json-object.ts';
import { ApiProblem } from '../../core/problem.ts';
import { withoutKeys } from '../../models/openai/quotable-message.ts';
import type { Assembler } from './assemble.ts';
import type { ByteReader } from './byte-reader.ts';
import { cutOff } from './read-answer.ts';
import { RelayedError } from './relayed-error.ts';
import type { StreamStep } from './step.ts';
import { endingOf, type Held, holdBack, written } from './stream-end.ts';

/** A stream on its way from a provider to the caller. */
export interface Passing {
  /** Name of the provider, for messages. */
  provider: string;
  /** The steps that look at it, in order. */
  steps: readonly StreamStep[];
  /** Collects what the provider says. */
  assembler: Assembler;
  /** Whether the count of tokens is kept from the caller, who did not ask for it. */
  hidesUsage: boolean;
  /** How the answer came about; undefined if the caller does not want to know. */
  report(): GatewayReport | undefined;
  /** Called with what each event says that is sent on. */
  onSent(value: unknown): void;
  /** Called when all of the answer has come, before steps let go of what they hold. */
  onWhole(): void;
  /** Called once, when nothing more is sent, before the report is made. */
  onEnd(end: { isFailed: boolean }): Promise<void>;
}

/**
 * Sends the events of a provider on as they come, reads no more than is asked for, and cancels its
 * source when its reader leaves. A stream that breaks off or is stopped ends with an error event and
 * without `[DONE]`.
 */
export function passStream(reader: ByteReader, passing: Passing): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let hasEnded = false;
  const end = async (isFailed: boolean) => {
    if (hasEnded) return;
    hasEnded = true;
    await passing.onEnd({ isFailed });
  };
  const texts = textsOf(reader, passing, end);
  const leave = (reason?: unknown) => reader.cancel(reason).catch(() => {});
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        for (;;) {
          const { done, value } = await texts.next();
          if (value) controller.enqueue(encoder.encode(value));
          if (done) {
            controller.close();
            void leave();
            return;
          }
          if (value !== '') return;
        }
      },
      async cancel(reason) {
        await Promise.all([leave(reason), end(true)]);
      },
    },
    { highWaterMark: 0 },
  );
}

/** What is sent for each chunk of the source, and then for its end. */
async function* textsOf(
  reader: ByteReader,
  passing: Passing,
  end: (isFailed: boolean) => Promise<void>,
): AsyncGenerator<string, string> {
  const { provider, steps, assembler, hidesUsage, onSent, report } = passing;
  let held: Held = { done: undefined, terminal: undefined };
  try {
    for await (const frames of framesOf(reader, passing)) {
      const passed: Frame[] = [];
      for (const frame of frames) {
        // What comes after a stop is no part of the answer, however the stream is divided.
        if (stopOf(steps) !== undefined) break;
        assembler.push(frame.value);
        if (!(hidesUsage && isUsage(frame.value))) {
          passed.push(...(await throughSteps([frame], steps)));
        }
      }
      for (const { value } of passed) onSent(value);
      const { kept, out } = holdBack(passed, held);
      held = kept;
      yield written(out);
      if (stopOf(steps) !== undefined) break;
    }
    if (stopOf(steps) === undefined) {
      if (!assembler.isWhole() && held.done === undefined) throw cutOff(undefined, provider);
      passing.onWhole();
      const rest = await endSteps(steps);
      for (const { value } of rest) onSent(value);
      const { kept, out } = holdBack(rest, held);
      held = kept;
      yield written(out);
    }
  } catch (cause) {
    await end(true);
    return errorEvent(asProblem(cause, provider), report());
  }
  const stopped = stopOf(steps);
  await end(stopped !== undefined);
  if (stopped !== undefined) return errorEvent(stopped, report());
  return written(endingOf(held, assembler.answer(), report()));
}

function stopOf(steps: readonly StreamStep[]): Stop | undefined {
  return steps.map((step) => step.stopped()).find((stop) => stop !== undefined);
}

/**
 * The frames of each chunk of the source, to `[DONE]`.
 *
 * @throws ApiProblem or RelayedError, after what came before
 */
async function* framesOf(reader: ByteReader, { provider }: Passing): AsyncGenerator<Frame[]> {
  const decoder = new TextDecoder();
  const input = createFrameReader('sse', false);
  let bytes = 0;
  for (let isEnd = false; !isEnd; ) {
    const { done, value: chunk } = await reader.read().catch((cause: unknown) => {
      throw cutOff(cause, provider);
    });
    isEnd = done;
    bytes += chunk?.length ?? 0;
    if (bytes > LIMITS.gatewayBytes) throw tooLarge(provider);
    const frames: Frame[] = [];
    for (const frame of input.read(decoder.decode(chunk, { stream: !isEnd }), isEnd)) {
      const fault = faultOf(frame.value, provider);
      if (fault !== undefined) {
        yield frames;
        throw fault;
      }
      frames.push(frame);
      if (frame.value === DONE) {
        isEnd = true;
        break;
      }
    }
    yield frames;
  }
}

/** Why an event is no part of an answer; undefined if it is one. */
function faultOf(value: unknown, provider: string): ApiProblem | RelayedError | undefined {
  if (typeof value === 'string' && value !== DONE) return unreadable(provider);
  if (!isJsonObject(value)) return undefined;
  if (value.type === 'error') return reported(value.error ?? value, provider);
  return value.type === undefined && value.error != null
    ? reported(value.error, provider)
    : undefined;
}

/** The chunk of chat completions that says nothing but what was used. */
function isUsage(value: unknown): boolean {
  if (!isJsonObject(value) || value.usage == null) return false;
  return Array.isArray(value.choices) && value.choices.length === 0;
}

async function throughSteps(
  frames: readonly Frame[],
  steps: readonly StreamStep[],
): Promise<readonly Frame[]> {
  let passed = frames;
  for (const step of steps) {
    const out: Frame[] = [];
    for (const frame of passed) {
      if (step.stopped() !== undefined) break;
      // What marks the end is no part of an answer.
      out.push(...(frame.value === DONE ? [frame] : await step.push(frame)));
    }
    passed = out;
  }
  return passed;
}

/** What steps still hold when all has come: each step's rest passes through those after it. */
async function endSteps(steps: readonly StreamStep[]): Promise<readonly Frame[]> {
  const out: Frame[] = [];
  for (const [i, step] of steps.entries()) {
    const rest = await step.end();
    out.push(...(await throughSteps(rest, steps.slice(i + 1))));
    if (step.stopped() !== undefined) break;
  }
  return out;
}

interface Stop {
  code: string;
  message: string;
}

function errorEvent({ code, message }: Stop, report: GatewayReport | undefined): string {
  return eventOf('error', {
    ...errorOf(code, message),
    ...(report === undefined ? {} : { assay: report }),
  });
}

function asProblem(cause: unknown, provider: string): Stop {
  if (cause instanceof EventTooLong) return asProblem(tooLarge(provider), provider);
  if (cause instanceof RelayedError) {
    return { code: cause.fault.code ?? 'provider_answer_cut', message: cause.message };
  }
  const { code, detail } = cause instanceof ApiProblem ? cause : cutOff(cause, provider);
  return { code, message: detail };
}

function tooLarge(provider: string): ApiProblem {
  const detail = `The stream of ${provider} has an event of more than ${LIMITS.lineBytes} bytes, or more than ${LIMITS.gatewayBytes} bytes in all.`;
  return new ApiProblem('provider_answer_invalid', { detail });
}

function unreadable(provider: string): ApiProblem {
  const detail = `${provider} sent an event that is not JSON. What came before it is not the whole answer.`;
  return new ApiProblem('provider_answer_invalid', { detail });
}

function reported(error: unknown, provider: string): RelayedError {
  const { message, code, type } = Object(error);
  const said =
    typeof message === 'string' ? `: “${withoutKeys(message, undefined).slice(0, 300)}”` : '';
  return new RelayedError({
    status: 502,
    message: `${provider} ended its answer with an error${said}. What came before it is not the whole answer.`,
    type: typeof type === 'string' ? type : null,
    code: typeof code === 'string' ? code : null,
    ...{ param: null, retryAfterMs: undefined },
  });
}
