import { type Dialect, isFields } from './dialect.ts';
import { dialectOf } from './dialects.ts';
import { plainText } from './plain-text.ts';

/** One event of a stream, as it is on the wire and as a value. */
export interface Frame {
  /** The lines of the event, without the empty line that ends it. */
  raw: string;
  /** What its data says: JSON, or a text if it is not JSON; undefined without data. */
  value: unknown;
  /** The value as it came; another one is written anew. */
  source: unknown;
}

/** What marks the end of many streams of events; it is no part of an answer. */
export const DONE = '[DONE]';

export function frameOf(raw: string, value: unknown): Frame {
  return { raw, value, source: value };
}

export function isFrame(frame: unknown): frame is Frame {
  return isFields(frame) && 'raw' in frame;
}

/**
 * Reads frames as a dialect reads chunks.
 *
 * @param given told from the frames if undefined. Texts between events that are JSON, such as a `ping`, are
 *   then read only until the dialect of those is known
 */
export function dialectOfFrames(given: Dialect | undefined): Dialect {
  let known = given;
  return {
    name: given?.name ?? 'text',
    recognizes: isFields,
    read(frame) {
      if (!isFields(frame) || frame.value === DONE) return [];
      if (typeof frame.value !== 'string') known ??= dialectOf(frame.value);
      return (known ?? plainText)
        .read(frame.value)
        .map((piece) => ('path' in piece ? { ...piece, path: ['value', ...piece.path] } : piece));
    },
  };
}
