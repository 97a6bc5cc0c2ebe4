import type { Sample } from '@assay/schema/types.ts';
import { createDecoder, DecodeFault } from './decode.ts';
import { AssayError } from './errors.ts';
import { jsonText } from './json-text.ts';
import { chunksOf } from './read-stream.ts';

/**
 * A source of records: a list, an iterable, or NDJSON as bytes or text, such as a file. Only one
 * part is in memory at a time.
 */
export type Source<Item> =
  | Iterable<Item>
  | AsyncIterable<Item | Uint8Array | string>
  | ReadableStream<Item | Uint8Array | string>
  | Blob;

/** A source of samples: a list, an iterable, or NDJSON as bytes or text, such as a file. */
export type SampleSource = Source<Sample>;

/** Samples, or other records, of one request. */
export interface SamplePart<Item = Sample> {
  /** Each as a JSON text. */
  lines: string[];
  /** Size of the lines as UTF-8. */
  bytes: number;
  /** The same as objects; undefined if the source is NDJSON, which the API parses line by line. */
  samples: Item[] | undefined;
  isLast: boolean;
}

const PART_BYTES = 4_194_304;
const PART_LINES = 20_000;

/** A source in parts of up to 4 MiB or 20,000 samples; an empty source is one empty part. */
export async function* partsOf<Item>(
  source: Source<Item>,
  what = 'samples',
): AsyncGenerator<SamplePart<Item>> {
  const encoder = new TextEncoder();
  let part = emptyPart<Item>();
  for await (const item of textsOf(source, what)) {
    const { line, sample } = item;
    const bytes = encoder.encode(line).length + 1;
    const isFull = part.bytes + bytes > PART_BYTES || part.lines.length === PART_LINES;
    if (isFull && part.lines.length > 0) {
      yield part;
      part = emptyPart();
    }
    part.lines.push(line);
    part.bytes += bytes;
    if (sample) part.samples?.push(sample);
    else part.samples = undefined;
  }
  yield { ...part, isLast: true };
}

function emptyPart<Item>(): SamplePart<Item> {
  return { lines: [], bytes: 0, samples: [], isLast: false };
}

interface Text<Item> {
  line: string;
  sample?: Item;
}

async function* textsOf<Item>(source: Source<Item>, what: string): AsyncGenerator<Text<Item>> {
  try {
    yield* linesOf(source, what);
  } catch (cause) {
    if (!(cause instanceof DecodeFault)) throw cause;
    const message = `The ${what} cannot be read. ${cause.message}`;
    throw new AssayError({ code: 'invalid_samples', message, cause });
  }
}

/** Each record as a JSON text, as they come. */
export async function* linesOf<Item>(
  source: Source<Item>,
  what = 'samples',
): AsyncGenerator<Text<Item>> {
  const decode = createDecoder();
  let rest = '';
  for await (const item of itemsOf(source, what)) {
    if (typeof item === 'string' || item instanceof Uint8Array) {
      rest += typeof item === 'string' ? item : decode(item);
      const lines = rest.split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) yield { line };
    } else yield { line: jsonText(item), sample: item };
  }
  rest += decode();
  if (rest !== '') yield { line: rest };
}

function itemsOf<Item>(
  source: Source<Item>,
  what: string,
): Iterable<Item> | AsyncIterable<Item | Uint8Array | string> {
  if (source instanceof Blob) return chunksOf(source.stream());
  // A string is iterable, too, but a record per letter is never intended.
  if (typeof source !== 'object' || source === null) {
    const message = `${what === 'samples' ? 'Samples' : 'Items'} must be a list, an iterable, a stream or a Blob, not a ${typeof source}. For a file, pass createReadStream(path).`;
    throw new AssayError({ code: 'invalid_samples', message });
  }
  return 'getReader' in source ? chunksOf(source) : source;
}
