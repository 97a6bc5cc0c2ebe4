import { type Dialect, isFields } from '@assay/schema/guard-stream/dialect.ts';
import { dialectOf } from '@assay/schema/guard-stream/dialects.ts';

/** One event of a stream, as it is on the wire and as a value. */
export interface Frame {
  /** The lines of the event, without the empty line that ends it. */
  raw: string;
  /** What its data says: JSON, or a text if it is not JSON; undefined without data. */
  value: unknown;
  /** The value as it came; another one is written anew. */
  source: unknown;
}

export function frameOf(raw: string, value: unknown): Frame {
  return { raw, value, source: value };
}

/** Reads frames as a dialect reads chunks. @param given told from the frames if undefined */
export function dialectOfFrames(given: Dialect | undefined): Dialect {
  let known = given;
  return {
    name: given?.name ?? 'text',
    recognizes: isFields,
    read(frame) {
      if (!isFields(frame)) return [];
      known ??= dialectOf(frame.value);
      return (known?.read(frame.value) ?? []).map((piece) =>
        'path' in piece ? { ...piece, path: ['value', ...piece.path] } : piece,
      );
    },
  };
}
