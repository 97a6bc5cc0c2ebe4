import { DONE, type Frame, isFrame } from '@assay/schema/guard-stream/frame.ts';
import {
  createFrameReader,
  EventTooLong,
  errorOf,
  eventOf,
  type StreamFormat,
  writeFrame,
} from '@assay/schema/guard-stream/frames.ts';
import type { StreamGuard } from '@assay/schema/guard-stream/stream-guard.ts';
import type { GuardStreamQuery } from '@assay/schema/guard-stream-query.ts';
import { LIMITS } from '@assay/schema/limits.ts';
import { ApiProblem } from '../../core/problem.ts';
import { guardStream } from '../../features/guard/guard-stream.ts';
import type { AppContext } from '../context.ts';
import { asApiProblem } from './errors.ts';
import { requestContextOf } from './request-context.ts';
import { readChunk } from './timed-read.ts';

const FORMATS: Readonly<Record<string, StreamFormat>> = {
  'text/event-stream': 'sse',
  'application/x-ndjson': 'ndjson',
  'application/jsonl': 'ndjson',
  'text/plain': 'text',
};

export const STREAM_TYPES = Object.keys(FORMATS);

/**
 * The stream in the body as server-sent events, guarded, while it still comes in.
 *
 * @throws ApiProblem `unsupported_media_type`, or of the policy, before anything is sent
 */
export async function streamGuarded(c: AppContext, query: GuardStreamQuery): Promise<Response> {
  const format = formatOf(c);
  const guard = await guardStream(
    query,
    requestContextOf(c),
    c.var.services,
    (cause) => asApiProblem(cause, c).detail,
  );
  const source = c.req.raw.body ?? new Blob([]).stream();
  const events = guardedEvents(source, {
    guard,
    format,
    query,
    asProblem: (e) => asApiProblem(e, c),
  });
  return c.body(events, 200, {
    'Content-Type': 'text/event-stream',
    'Cache-Control': 'no-cache',
    // Proxies that buffer would hold back more than the guard does.
    'X-Accel-Buffering': 'no',
  });
}

function formatOf(c: AppContext): StreamFormat {
  const type = c.req.header('content-type')?.split(';')[0]?.trim().toLowerCase() ?? '';
  const format = Object.hasOwn(FORMATS, type) ? FORMATS[type] : undefined;
  const encoding = c.req.header('content-encoding')?.toLowerCase() ?? 'identity';
  if (format === undefined || encoding !== 'identity') {
    const detail = `Send the stream as ${STREAM_TYPES.join(', ')}, without Content-Encoding.`;
    throw new ApiProblem('unsupported_media_type', { detail });
  }
  return format;
}

interface Guarded {
  guard: StreamGuard;
  format: StreamFormat;
  query: Pick<GuardStreamQuery, 'dialect'>;
  idleMs?: number;
  asProblem(cause: unknown): ApiProblem;
}

/** Reads no more than is asked for, and lets go of the source when its reader leaves. */
export function guardedEvents(
  source: ReadableStream<Uint8Array>,
  guarded: Guarded,
): ReadableStream<Uint8Array> {
  const { guard, asProblem } = guarded;
  const reader = source.getReader();
  const frames = framesOf(reader, guarded);
  const encoder = new TextEncoder();
  const leave = (reason?: unknown) => reader.cancel(reason).catch(() => {});
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const send = (text: string) => controller.enqueue(encoder.encode(text));
        try {
          for (;;) {
            const { done, value: out } = await frames.next();
            if (out !== undefined && out !== '') {
              send(out);
              if (!done) return;
            }
            if (done) break;
          }
        } catch (cause) {
          const problem = cause instanceof EventTooLong ? tooLarge(cause.message) : cause;
          const { code, detail } = asProblem(problem);
          send(errorEvent(guard, code, detail));
          void leave(cause);
        }
        controller.close();
      },
      async cancel(reason) {
        await leave(reason);
      },
    },
    { highWaterMark: 0 },
  );
}

/** What is sent for each chunk of the source. */
async function* framesOf(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  { guard, format, query, idleMs = LIMITS.guardedStreamIdleMs }: Guarded,
): AsyncGenerator<string, string> {
  const decoder = new TextDecoder();
  const input = createFrameReader(format, query.dialect === 'text');
  const write = (frames: readonly unknown[]) =>
    frames.map((frame) => (isFrame(frame) ? writeFrame(frame, format) : '')).join('');
  let bytes = 0;
  let isChat = false;
  let done: Frame | undefined;
  for (let isEnd = false; !isEnd; ) {
    const chunk = await readChunk(reader, idleMs);
    isEnd = chunk === undefined;
    bytes += chunk?.length ?? 0;
    if (bytes > LIMITS.guardedStreamBytes) throw tooLarge();
    const text = decoder.decode(chunk, { stream: !isEnd });
    for (const frame of input.read(text, isEnd)) {
      if (frame.value === DONE) {
        done = frame;
        continue;
      }
      isChat ||= Array.isArray(Object(frame.value).choices);
      yield write(await guard.push(frame));
      if (guard.isBlocked()) break;
    }
    if (guard.isBlocked()) break;
  }
  if (!guard.isBlocked()) yield write(await guard.end());
  if (guard.isBlocked()) {
    await reader.cancel().catch(() => {});
    return errorEvent(guard, 'guard_blocked', 'The guard blocked the rest of this stream.');
  }
  // Clients of chat completions expect choices in all that they read.
  const report = { ...guard.report(), ...(isChat ? { choices: [] } : {}) };
  return eventOf('assay.guard', report) + (done ? writeFrame(done, format) : '');
}

function errorEvent(guard: StreamGuard, code: string, message: string): string {
  return eventOf('error', { ...errorOf(code, message), guard: guard.report() });
}

function tooLarge(
  detail = `A guarded stream can have at most ${LIMITS.guardedStreamBytes} bytes.`,
): ApiProblem {
  return new ApiProblem('request_too_large', { detail });
}
