import { AssayError } from '../errors.ts';
import type { GenerateResult, StreamPart } from './model-answer.ts';

type Parts = ReadableStream<StreamPart>;

/** Parts without content of the answer are passed on immediately. */
const FREE = new Set<StreamPart['type']>(['stream-start', 'response-metadata', 'ping']);

/**
 * Buffers the text of the model until it is complete.
 *
 * @param release called at the end, returns the parts to send instead of the buffered ones; an
 * error that it throws ends the stream
 */
export function holdBack(
  stream: Parts,
  onPart: (part: StreamPart) => void,
  release: (held: StreamPart[]) => Promise<StreamPart[]>,
): Parts {
  const reader = stream.getReader();
  const held: StreamPart[] = [];
  return new ReadableStream<StreamPart>(
    {
      async pull(controller) {
        for (;;) {
          const { done, value } = await reader.read();
          if (done) break;
          onPart(value);
          if (FREE.has(value.type)) {
            controller.enqueue(value);
            return;
          }
          held.push(value);
        }
        for (const part of await release(held)) controller.enqueue(part);
        controller.close();
      },
      async cancel(reason) {
        await reader.cancel(reason);
      },
    },
    { highWaterMark: 0 },
  );
}

type Finish = Extract<StreamPart, { type: 'finish' }>;

export const STOPPED: GenerateResult['finishReason'] = { unified: 'stop', raw: undefined };

const UNCOUNTED: GenerateResult['usage'] = {
  inputTokens: {
    total: undefined,
    noCache: undefined,
    cacheRead: undefined,
    cacheWrite: undefined,
  },
  outputTokens: { total: undefined, text: undefined, reasoning: undefined },
};

/** A text as stream parts; the token usage is kept. */
export function partsOfText(text: string, finish: Finish | undefined): StreamPart[] {
  const id = 'assay-fallback';
  return [
    { type: 'text-start', id },
    { type: 'text-delta', id, delta: text },
    { type: 'text-end', id },
    { type: 'finish', usage: finish?.usage ?? UNCOUNTED, finishReason: STOPPED },
  ];
}

/** Replaces the error of an incomplete stream, which could quote the answer. */
export function brokenOff(parts: readonly StreamPart[]): StreamPart {
  const cause = parts.find((part) => part.type === 'error')?.error;
  const message = 'The answer ended early and could not be scored.';
  return { type: 'error', error: new AssayError({ code: 'answer_unscored', message, cause }) };
}

export function finishOf(parts: readonly StreamPart[]): Finish | undefined {
  return parts.find((part) => part.type === 'finish');
}
