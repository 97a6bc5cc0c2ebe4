import { DONE } from '@assay/schema/guard-stream/frame.ts';
import { createFrameReader } from '@assay/schema/guard-stream/frames.ts';
import type { AnyToolCall, GatewayReport, JsonObject } from '@assay/schema/types.ts';
import { isJsonObject, objectsIn } from '../../../core/json-object.ts';
import { ApiProblem } from '../../../core/problem.ts';
import { Timings } from '../../../core/timings.ts';
import { answer } from '../../gateway/answer.ts';
import { createAssembler } from '../../gateway/assemble.ts';
import type { Exchange } from '../../gateway/exchange.ts';
import { saidIn, textsOfAnswer } from '../../gateway/openai/answer-texts.ts';

import { callsIn } from '../../gateway/openai/sample-of.ts';
import { RelayedError } from '../../gateway/relayed-error.ts';
import type { Answered, GatewayNeeds } from '../../gateway/run.ts';
import { mayRetry } from '../../gateway/targets/may-retry.ts';
import type { CallError } from '../../gateway/upstream-problem.ts';
import { type TargetAnswer, TargetError } from './target-answer.ts';

/** A request to a model or a pipeline. */
export interface Asking {
  projectId: string;
  keyId: string;
  requestId: string;
  /** `provider/model`, or a pipeline. */
  target: string;
  body: JsonObject;
  signal: AbortSignal;
}

const ON_STATUS = [408, 409, 425, 429, 500, 502, 503, 504, 529];

/**
 * Asks a model or a pipeline through the gateway, as any caller would: within the project's list of
 * models and its daily cap. The answer is neither recorded as one of the application's nor cached.
 *
 * @throws TargetError
 */
export async function askGateway(asking: Asking, needs: GatewayNeeds): Promise<TargetAnswer> {
  const { projectId, keyId, requestId, target, body, signal } = asking;
  const writes: Promise<void>[] = [];
  const exchange: Exchange = {
    endpoint: 'chat/completions',
    asked: target,
    body: { ...body, model: target },
    headers: new Headers(),
    contexts: [],
    metadata: {},
    storing: { store: 'none', tags: [] },
    tokens: {},
    answeredBy: undefined,
    isTrial: true,
    context: {
      principal: { projectId, keyId, scopes: ['score'] },
      requestId,
      timings: new Timings(needs.nowMs),
      signal,
      later: (work) => writes.push(work),
    },
  };
  const startedAtMs = needs.nowMs();
  try {
    const answered = await answer(exchange, true, needs);
    const read = await readAnswer(answered, () => needs.nowMs() - startedAtMs);
    return { ...answerOf(read), latencyMs: needs.nowMs() - startedAtMs };
  } catch (cause) {
    throw toTargetError(cause);
  } finally {
    await Promise.all(writes);
  }
}

interface Read {
  value: JsonObject;
  report: GatewayReport | undefined;
  firstTokenMs: number | null;
}

/** One that was made of a whole answer is a stream all the same, if one was asked for. */
async function readAnswer({ body, contentType }: Answered, elapsedMs: () => number): Promise<Read> {
  if (typeof body !== 'string') return readStream(body, elapsedMs);
  if (!contentType.startsWith('text/event-stream')) return readWhole(body);
  const read = await readStream(new Blob([body]).stream(), elapsedMs);
  return { ...read, firstTokenMs: null };
}

function readWhole(text: string): Read {
  const { assay, ...value }: JsonObject & { assay?: GatewayReport } = JSON.parse(text);
  return { value, report: assay, firstTokenMs: null };
}

/** @throws TargetError of an error event */
async function readStream(
  body: ReadableStream<Uint8Array>,
  elapsedMs: () => number,
): Promise<Read> {
  const assembler = createAssembler('chat/completions');
  const frames = createFrameReader('sse', false);
  const decoder = new TextDecoder();
  const reader = body.getReader();
  let report: GatewayReport | undefined;
  let firstTokenMs: number | null = null;
  for (let isEnd = false; !isEnd; ) {
    const { done, value: chunk } = await reader.read();
    isEnd = done;
    for (const { value } of frames.read(decoder.decode(chunk, { stream: !done }), done)) {
      if (value === DONE || !isJsonObject(value)) continue;
      if (isJsonObject(value.error)) throw errorIn(value.error);
      const { assay, ...event }: JsonObject & { assay?: GatewayReport } = value;
      report = assay ?? report;
      assembler.push(event);
      if (firstTokenMs === null && saysSomething(event)) firstTokenMs = elapsedMs();
    }
  }
  return { value: assembler.answer(), report, firstTokenMs };
}

/** Whether an event has the beginning of an answer: a text, or a call of a tool. */
function saysSomething({ choices }: JsonObject): boolean {
  return objectsIn(choices).some(({ delta }) => {
    if (!isJsonObject(delta)) return false;
    const { content, tool_calls: calls } = delta;
    return (typeof content === 'string' && content !== '') || objectsIn(calls).length > 0;
  });
}

function errorIn({ code, message }: JsonObject): TargetError {
  return new TargetError(
    typeof code === 'string' ? code : 'provider_answer_cut',
    typeof message === 'string' ? message : 'The answer ended with an error.',
    // What came of it has been paid for: another attempt may do better.
    { mayPass: true, costUsd: null },
  );
}

function answerOf({ value, report, firstTokenMs }: Read): Omit<TargetAnswer, 'latencyMs'> {
  const [choice] = objectsIn(value.choices);
  const finish = choice?.finish_reason;
  const calls: AnyToolCall[] = callsIn(value);
  const said = saidIn('chat/completions', value);
  const refusal = textsOfAnswer('chat/completions', value).find(({ path }) => {
    return path.at(-1) === 'refusal';
  });
  return {
    output: said === '' && refusal !== undefined ? refusal.text : said,
    toolCalls: calls,
    contexts: undefined,
    model: report?.model ?? null,
    finishReason: typeof finish === 'string' ? finish : null,
    usage: report?.usage ?? null,
    costUsd: report === undefined ? null : report.costUsd,
    firstTokenMs,
  };
}

function toTargetError(cause: unknown): TargetError {
  if (cause instanceof TargetError) return cause;
  if (!(cause instanceof ApiProblem || cause instanceof RelayedError)) throw cause;
  const error: CallError = cause;
  const retryAfterMs = error instanceof RelayedError ? error.fault.retryAfterMs : undefined;
  const mayPass = mayRetry(error, ON_STATUS);
  if (error instanceof ApiProblem) {
    return new TargetError(error.code, error.detail, { mayPass });
  }
  const { code, status, message } = error.fault;
  return new TargetError(code ?? `http_${status}`, message, { mayPass, retryAfterMs });
}
