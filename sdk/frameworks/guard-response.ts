import type { Dialect } from '@assay/schema/guard-stream/dialect.ts';
import { dialectOfFrames } from '@assay/schema/guard-stream/frame.ts';
import { errorOf, eventOf, type StreamFormat } from '@assay/schema/guard-stream/frames.ts';
import type { GuardStreamReport } from '@assay/schema/types.ts';
import { AssayError } from '../errors.ts';
import { GuardBlockedError } from '../guard-blocked-error.ts';
import { type GuardStreamOptions, guardChunks } from '../guard-stream.ts';
import { JSON_TYPE } from './hono-context.ts';
import { dialectOfTexts, type JsonText, TooManyTexts, textsInJson } from './json-texts.ts';
import { readWithin } from './read-within.ts';
import { frameText, frameTransform, unreadable } from './response-frames.ts';
import { streamOf } from './stream-of.ts';

export interface GuardResponseOptions extends Omit<GuardStreamOptions, 'dialect'> {
  maxBytes: number;
  /** How events are read; told from them if undefined. */
  dialect: Dialect | undefined;
  pointersOf(body: unknown): readonly string[] | undefined;
  /** Whether `pointersOf` names anything, so that events of any shape can be read. */
  hasPointers: boolean;
  /** The last text of a stream that is blocked after it has begun. */
  stopped: ((cause: AssayError) => string | Promise<string>) | undefined;
}

/** What to send, with the cause if it goes out unchecked; or null, and why nothing may be sent. */
export type GuardedResponse = { report: Promise<GuardStreamReport> } & (
  | { response: Response; cause: AssayError | undefined }
  | { response: null; cause: AssayError }
);

/** Texts of one answer in JSON: each is one check. */
const MOST_TEXTS = 100;

const FORMATS: readonly (readonly [RegExp, StreamFormat])[] = [
  [/^text\/event-stream\b/, 'sse'],
  [/^application\/(?:x-ndjson|jsonl|x-jsonlines)\b/, 'ndjson'],
  [/^text\/|^$/, 'text'],
];

/** Checks what a response has in its body, whole or while it streams. */
export async function guardResponse(
  response: Response,
  options: GuardResponseOptions,
): Promise<GuardedResponse> {
  const type = (response.headers.get('content-type') ?? '').trim().toLowerCase();
  const format = FORMATS.find(([pattern]) => pattern.test(type))?.[1];
  if (response.headers.has('content-encoding')) {
    return uncheckable(
      response,
      options,
      'It is compressed. Register `compress` before the guard.',
    );
  }
  if (JSON_TYPE.test(type)) return guardJson(response, options);
  if (format !== undefined) return guardStreamed(response, format, options);
  return uncheckable(response, options, `It is neither text nor JSON, but “${type}”.`);
}

/** An answer that cannot be looked at did not pass: `onError` decides. */
function uncheckable(
  response: Response,
  { onError, mode = 'window' }: GuardResponseOptions,
  why: string,
): GuardedResponse {
  const isAllowed = onError === 'allow' || mode === 'observe';
  const report: GuardStreamReport = {
    ...{ status: 'not_run', mode, action: isAllowed ? 'allow' : 'block' },
    ...{ decidedBy: null, verdictId: null, findings: [], notRun: [], parts: [] },
  };
  const about = { cause: unreadable(why), report: Promise.resolve(report) };
  return isAllowed ? { response, ...about } : { response: null, ...about };
}

async function guardJson(
  response: Response,
  options: GuardResponseOptions,
): Promise<GuardedResponse> {
  const { maxBytes, pointersOf } = options;
  const copy = response.clone();
  const signal = options.signal ?? new AbortController().signal;
  const text = await readWithin(copy, maxBytes, signal);
  if (text === undefined)
    return uncheckable(response, options, `It has more than ${maxBytes} bytes.`);
  void response.body?.cancel().catch(() => {});
  const whole = withBody(response, text);
  const found = textsOf(text, pointersOf);
  if (typeof found === 'string') return uncheckable(whole, options, found);
  const { json, texts } = found;
  const mode = options.mode === 'observe' ? 'observe' : 'buffer';
  const guarded = guardChunks<unknown>(
    { ...options, mode },
    dialectOfTexts(() => texts),
  );
  const reader = streamOf([json]).pipeThrough(guarded).getReader();
  try {
    const { value: sent } = await reader.read();
    while (!(await reader.read()).done);
    // What was not changed goes out as it was written.
    const body = sent === json ? text : JSON.stringify(sent);
    return { response: withBody(response, body), cause: undefined, report: guarded.report };
  } catch (cause) {
    if (!(cause instanceof GuardBlockedError)) throw cause;
    return { response: null, cause, report: guarded.report };
  }
}

/** The texts of an answer in JSON, or why they cannot be read. */
function textsOf(
  text: string,
  pointersOf: GuardResponseOptions['pointersOf'],
): { json: unknown; texts: JsonText[] } | string {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return 'It is not the JSON that its type says it is.';
  }
  const pointers = pointersOf(json);
  try {
    const texts = textsInJson(json, pointers, MOST_TEXTS);
    const isNothing = texts.length === 0 && pointers !== undefined && pointers.length > 0;
    return isNothing ? 'None of the texts that `answerTexts` names is there.' : { json, texts };
  } catch (cause) {
    if (!(cause instanceof TooManyTexts)) throw cause;
    return `${cause.message} Name those to check in \`answerTexts\`.`;
  }
}

async function guardStreamed(
  response: Response,
  format: StreamFormat,
  options: GuardResponseOptions,
): Promise<GuardedResponse> {
  const { pointersOf, hasPointers, stopped, mode, maxBytes } = options;
  const isStrict = options.onError !== 'allow' && mode !== 'observe';
  const dialect = hasPointers
    ? dialectOfTexts((event) => textsInJson(event, pointersOf(event), MOST_TEXTS))
    : options.dialect;
  let unread: AssayError | undefined;
  const onUnread = (why: string) => {
    unread = unreadable(why);
    if (isStrict) throw unread;
  };
  const guarded = guardChunks<unknown>(options, dialectOfFrames(dialect));
  const source = response.body ?? new Blob([]).stream();
  const reader = source
    .pipeThrough(frameTransform({ format, dialect, maxBytes, onUnread }))
    .pipeThrough(guarded)
    .getReader();
  const encoder = new TextEncoder();

  const report = guarded.report.then(
    (made): GuardStreamReport =>
      unread === undefined
        ? made
        : { ...made, status: 'not_run', action: isStrict ? 'block' : made.action },
  );

  async function next(): Promise<Uint8Array | undefined> {
    const { done, value } = await reader.read();
    return done ? undefined : encoder.encode(frameText(value, format));
  }

  let first: Uint8Array | undefined;
  try {
    // Until something may go out, the whole response can still be replaced.
    first = await next();
  } catch (cause) {
    if (!isRefusal(cause)) throw cause;
    return { response: null, cause, report };
  }
  const body = new ReadableStream<Uint8Array>(
    {
      start(controller) {
        if (first === undefined) controller.close();
        else controller.enqueue(first);
      },
      async pull(controller) {
        try {
          const bytes = await next();
          if (bytes === undefined) controller.close();
          else controller.enqueue(bytes);
        } catch (cause) {
          if (!isRefusal(cause)) throw cause;
          const last = await lastText(cause, format, stopped);
          if (last === undefined) throw cause;
          controller.enqueue(encoder.encode(last));
          controller.close();
        }
      },
      cancel: (reason) => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  );
  return { response: withBody(response, body), cause: undefined, report };
}

/** Whether a stream ended because it may not go on, and not by a mistake or an outage. */
function isRefusal(cause: unknown): cause is AssayError {
  return (
    cause instanceof GuardBlockedError ||
    (cause instanceof AssayError && cause.code === 'unreadable_answer')
  );
}

/** What a stream that had begun ends with; undefined if its format has no word for it. */
async function lastText(
  cause: AssayError,
  format: StreamFormat,
  stopped: GuardResponseOptions['stopped'],
): Promise<string | undefined> {
  if (stopped) return stopped(cause);
  const { code, message } = cause;
  if (format === 'sse') return eventOf('error', errorOf(code, message));
  return format === 'ndjson' ? `${JSON.stringify(errorOf(code, message))}\n` : undefined;
}

function withBody(response: Response, body: BodyInit): Response {
  const headers = new Headers(response.headers);
  for (const name of ['content-length', 'etag']) headers.delete(name);
  const { status, statusText } = response;
  return new Response(body, { status, statusText, headers });
}
