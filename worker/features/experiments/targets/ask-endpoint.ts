import { DONE } from '@assay/schema/guard-stream/frame.ts';
import { createFrameReader, EventTooLong } from '@assay/schema/guard-stream/frames.ts';
import { pointerSteps } from '@assay/schema/json-pointer.ts';
import type {
  Context,
  ExperimentEndpoint,
  ExperimentResponse,
  JsonObject,
  TokenUsage,
} from '@assay/schema/types.ts';
import type { Config } from '../../../core/config.ts';
import { readRetryAfter } from '../../../models/openai/complaint.ts';
import { targetFault } from '../../webhooks/targets.ts';
import { type Lookup, renderJson, renderText } from '../template.ts';
import { bodyOf } from './endpoint-lookup.ts';
import { type TargetAnswer, TargetError } from './target-answer.ts';

export interface EndpointNeeds {
  config: Config;
  fetch: typeof fetch;
  nowMs(): number;
}

/** A request to an endpoint of the user's own. */
export interface EndpointCall {
  endpoint: ExperimentEndpoint;
  /** Values of its templates, secrets included. */
  lookup: Lookup;
  signal: AbortSignal;
}

const TIMEOUT_MS = 120_000;
const MOST_BYTES = 1_048_576;
/** More than this is said by mistake. */
const MOST_USD = 1_000_000;
const MOST_TOKENS = 1e9;
const RETRIED = [408, 409, 425, 429, 500, 502, 503, 504, 529];

/**
 * Asks an endpoint. The URL is held to the rules of webhooks when it is called; redirects are not
 * followed, and time and size are limited.
 *
 * @throws TargetError
 */
export async function askEndpoint(
  { endpoint, lookup, signal }: EndpointCall,
  { config, fetch: reach, nowMs }: EndpointNeeds,
): Promise<TargetAnswer> {
  const { url, method = 'POST', headers = {}, response: how = {} } = endpoint;
  const body = bodyOf(endpoint);
  const fault = targetFault(url, config);
  if (fault !== undefined) throw new TargetError('endpoint_refused', `The URL ${fault}.`, FINAL);
  const timeoutMs = endpoint.timeoutMs ?? TIMEOUT_MS;
  const timeout = AbortSignal.timeout(timeoutMs);
  const stop = AbortSignal.any([timeout, signal]);
  const startedAtMs = nowMs();
  const elapsedMs = () => nowMs() - startedAtMs;
  try {
    const response = await reach(url, {
      method,
      headers: { ...(body !== undefined && JSON_TYPE), ...renderHeaders(headers, lookup) },
      ...(body !== undefined && { body: JSON.stringify(renderJson(body, lookup)) }),
      // A redirect could lead where the URL itself may not.
      redirect: 'manual',
      signal: stop,
    });
    if (!response.ok) throw await refusalOf(response, nowMs());
    const read = await readAnswer(response, how, { elapsedMs, stop });
    return { ...read, toolCalls: [], finishReason: null, latencyMs: elapsedMs() };
  } catch (cause) {
    if (cause instanceof TargetError) throw cause;
    if (timeout.aborted) {
      const message = `The endpoint did not answer within ${timeoutMs} ms.`;
      throw new TargetError('endpoint_timeout', message, { mayPass: true });
    }
    if (cause instanceof TypeError || Object(cause).name === 'AbortError' || isNetwork(cause)) {
      throw new TargetError('endpoint_unreachable', 'The connection failed.', { mayPass: true });
    }
    throw cause;
  }
}

const FINAL = { mayPass: false };
const JSON_TYPE = { 'Content-Type': 'application/json' };

/** How the runtime reports connections that break, beside TypeErrors. */
function isNetwork(cause: unknown): boolean {
  return (
    cause instanceof Error && /network|connection|internal error|terminated/i.test(cause.message)
  );
}

function renderHeaders(headers: Record<string, string>, lookup: Lookup): Record<string, string> {
  const rendered = Object.entries(headers).map(([name, value]) => {
    const text = renderText(value, lookup);
    // A line break in a value could add a header of its own. Source: RFC 9110, 5.5.
    if (!/^[\t\x20-\x7e\x80-\xff]*$/.test(text)) {
      const message = `The header ${name} has a line break, or a character that no header may have.`;
      throw new TargetError('endpoint_refused', message, FINAL);
    }
    return [name, text];
  });
  return Object.fromEntries(rendered);
}

async function refusalOf(response: Response, nowMs: number): Promise<TargetError> {
  const { status, headers } = response;
  await response.body?.cancel();
  const isRedirect = status >= 300 && status < 400;
  const message = isRedirect
    ? 'Redirects are not followed.'
    : `The endpoint answered ${status} instead of 2xx.`;
  return new TargetError(`http_${status}`, message, {
    mayPass: RETRIED.includes(status),
    retryAfterMs: readRetryAfter(headers, nowMs),
  });
}

type ReadAnswer = Pick<
  TargetAnswer,
  'output' | 'contexts' | 'model' | 'usage' | 'costUsd' | 'firstTokenMs'
>;

interface Reading {
  elapsedMs: () => number;
  /** Aborts when there is no more time. */
  stop: AbortSignal;
}

async function readAnswer(
  response: Response,
  how: ExperimentResponse,
  reading: Reading,
): Promise<ReadAnswer> {
  const { elapsedMs, stop } = reading;
  const { format = 'json' } = how;
  if (format === 'events') return readEvents(response, how, reading);
  let firstTokenMs: number | null = null;
  let text = '';
  for await (const part of textOf(response, stop)) {
    if (part !== '') firstTokenMs ??= elapsedMs();
    text += part;
  }
  if (format === 'text') return { ...NOTHING_SAID, output: text, firstTokenMs };
  const value = parsed(text);
  return { ...detailsIn(value, how), output: outputIn(value, how), firstTokenMs: null };
}

const NOTHING_SAID = { contexts: undefined, model: null, usage: null, costUsd: null };

async function readEvents(
  response: Response,
  how: ExperimentResponse,
  { elapsedMs, stop }: Reading,
): Promise<ReadAnswer> {
  const pointer = how.output ?? '/output';
  const frames = createFrameReader('sse', false);
  let output = '';
  let isFound = false;
  let firstTokenMs: number | null = null;
  let details: Omit<ReadAnswer, 'output' | 'firstTokenMs'> = NOTHING_SAID;
  const take = (text: string, isEnd: boolean) => {
    for (const { value } of frames.read(text, isEnd)) {
      if (value === DONE || value === undefined) continue;
      const added = pointer === '' ? value : valueAt(value, pointer);
      isFound ||= typeof added === 'string';
      if (typeof added === 'string' && added !== '') {
        firstTokenMs ??= elapsedMs();
        output += added;
      }
      details = { ...details, ...known(detailsIn(value, how)) };
    }
  };
  try {
    for await (const part of textOf(response, stop)) take(part, false);
    take('', true);
  } catch (cause) {
    if (cause instanceof EventTooLong) throw invalid(cause.message);
    throw cause;
  }
  if (!isFound) {
    throw invalid(`No event has a text at \`${pointer}\`. Set \`response.output\`.`);
  }
  return { ...details, output, firstTokenMs };
}

function known<Details extends object>(details: Details): Partial<Details> {
  const given = Object.entries(details).filter(
    ([, value]) => value !== null && value !== undefined,
  );
  return Object.fromEntries(given) as Partial<Details>;
}

/** The text of a body as it comes, however slowly. @throws TargetError if it is too large */
async function* textOf({ body }: Response, stop: AbortSignal): AsyncGenerator<string> {
  const reader = body?.getReader();
  if (reader === undefined) return;
  const cancel = () => void reader.cancel().catch(() => {});
  stop.addEventListener('abort', cancel, { once: true });
  const decoder = new TextDecoder();
  let bytes = 0;
  for (;;) {
    const { done, value } = await reader.read();
    stop.throwIfAborted();
    if (done) break;
    bytes += value.byteLength;
    if (bytes > MOST_BYTES) {
      await reader.cancel().catch(() => {});
      throw invalid(`The answer has more than ${MOST_BYTES} bytes.`);
    }
    yield decoder.decode(value, { stream: true });
  }
  stop.removeEventListener('abort', cancel);
  yield decoder.decode();
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw invalid('The answer is not JSON. For plain text set `response.format` to `text`.');
  }
}

function outputIn(value: unknown, { output = '/output' }: ExperimentResponse): string {
  const found = valueAt(value, output);
  if (typeof found === 'string') return found;
  if (found === undefined || found === null) {
    throw invalid(`The answer has nothing at \`${output}\`. Set \`response.output\`.`);
  }
  try {
    return JSON.stringify(found);
  } catch {
    throw invalid(`What the answer has at \`${output}\` is nested too deeply.`);
  }
}

function detailsIn(value: unknown, how: ExperimentResponse) {
  const { model, costUsd, inputTokens, outputTokens, contexts } = how;
  const of = (pointer: string | undefined) =>
    pointer === undefined ? undefined : valueAt(value, pointer);
  const [named, cost] = [of(model), of(costUsd)];
  return {
    contexts: contextsIn(of(contexts)),
    model: typeof named === 'string' ? named : null,
    usage: usageIn(of(inputTokens), of(outputTokens)),
    // JSON has numbers beyond those that can be added up.
    costUsd: typeof cost === 'number' && cost >= 0 ? Math.min(cost, MOST_USD) : null,
  };
}

function usageIn(input: unknown, output: unknown): TokenUsage | null {
  const count = (given: unknown) =>
    typeof given === 'number' && given >= 0 ? Math.round(Math.min(given, MOST_TOKENS)) : null;
  const [inputTokens, outputTokens] = [count(input), count(output)];
  if (inputTokens === null && outputTokens === null) return null;
  return { inputTokens: inputTokens ?? 0, outputTokens: outputTokens ?? 0 };
}

function contextsIn(value: unknown): (string | Context)[] | undefined {
  if (!Array.isArray(value)) return undefined;
  return value.flatMap((one: unknown): (string | Context)[] => {
    if (typeof one === 'string') return [one];
    const { text, id } = Object(one) as JsonObject;
    if (typeof text !== 'string') return [];
    return [typeof id === 'string' ? { id, text } : { text }];
  });
}

function invalid(message: string): TargetError {
  return new TargetError('endpoint_answer_invalid', message, FINAL);
}

/** Source: RFC 6901. */
function valueAt(value: unknown, pointer: string): unknown {
  return pointerSteps(pointer).reduce<unknown>((inner, step) => {
    if (typeof inner !== 'object' || inner === null || !Object.hasOwn(inner, step))
      return undefined;
    return (inner as Record<string, unknown>)[step];
  }, value);
}
