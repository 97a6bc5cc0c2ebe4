import type { Dialect } from '@assay/schema/guard-stream/dialect.ts';
import { DIALECTS, dialectOf } from '@assay/schema/guard-stream/dialects.ts';
import { type Frame, isFrame } from '@assay/schema/guard-stream/frame.ts';
import {
  createFrameReader,
  type StreamFormat,
  writeFrame,
} from '@assay/schema/guard-stream/frames.ts';
import { AssayError } from '../errors.ts';

export interface FrameOptions {
  format: StreamFormat;
  /** How its events are read; told from them if undefined. */
  dialect: Dialect | undefined;
  /** Bytes that the stream may have. */
  maxBytes: number;
  /** Called if some of the stream is not looked at; may throw, which ends the stream. */
  onUnread(why: string): void;
}

/**
 * Divides the bytes of a response into frames.
 *
 * Events that are JSON of no known dialect wait until one is known. If the stream ends without, they are
 * unread.
 */
export function frameTransform(options: FrameOptions): TransformStream<Uint8Array, Frame> {
  const { format, dialect, maxBytes, onUnread } = options;
  const decoder = new TextDecoder();
  const reader = createFrameReader(format, dialect === DIALECTS.text);
  let isKnown = dialect !== undefined;
  let waiting: Frame[] = [];
  let bytes = 0;

  function release(controller: TransformStreamDefaultController<Frame>): void {
    for (const frame of waiting) controller.enqueue(frame);
    waiting = [];
  }

  function take(frames: readonly Frame[], controller: TransformStreamDefaultController<Frame>) {
    for (const frame of frames) {
      const isJson = typeof frame.value === 'object';
      isKnown ||= isJson && dialectOf(frame.value) !== undefined;
      waiting.push(frame);
      if (isKnown || waiting.every(({ value }) => typeof value !== 'object')) release(controller);
    }
  }

  return new TransformStream<Uint8Array, Frame>({
    transform(chunk, controller) {
      bytes += chunk.length;
      if (bytes > maxBytes) onUnread(`It has more than ${maxBytes} bytes.`);
      take(reader.read(decoder.decode(chunk, { stream: true })), controller);
    },
    flush(controller) {
      take(reader.read(decoder.decode(), true), controller);
      if (waiting.length > 0) {
        onUnread('Its events are of no known dialect. Name their texts in `answerTexts`.');
      }
      release(controller);
    },
  });
}

/** A frame as its format writes it. */
export function frameText(frame: unknown, format: StreamFormat): string {
  if (!isFrame(frame)) return '';
  if (format === 'sse') return writeFrame(frame, 'sse');
  const { raw, value, source } = frame;
  if (format === 'text') return String(value);
  return `${value === source ? raw : typeof value === 'string' ? value : JSON.stringify(value)}\n`;
}

export function unreadable(why: string): AssayError {
  const message = `The answer cannot be checked. ${why}`;
  return new AssayError({ code: 'unreadable_answer', message });
}
