import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { concat, createDecoder, DecodeFault } from '../decode.ts';
import { CliError } from './cli-error.ts';

export interface ReadOptions {
  /** What the bytes are called in errors. */
  name: string;
  /**
   * A label of the WHATWG Encoding Standard, such as `windows-1252`; UTF-8, or what a byte order
   * mark says, if omitted.
   */
  encoding?: string | undefined;
}

/**
 * The text of a file as it comes: unpacked where it is gzip (of one or several members), without
 * its byte order mark.
 *
 * @throws CliError for an unknown encoding, a broken archive, or a byte that the encoding lacks
 */
export async function* readText(
  bytes: AsyncIterable<Uint8Array>,
  { name, encoding }: ReadOptions,
): AsyncGenerator<string> {
  let decode: ReturnType<typeof createDecoder> | undefined;
  try {
    for await (const chunk of unpacked(bytes, name)) {
      decode ??= decoderOf(encoding ?? encodingOfMark(chunk));
      const text = decode(chunk);
      if (text !== '') yield text;
    }
    const rest = decode?.() ?? '';
    if (rest !== '') yield rest;
  } catch (cause) {
    if (!(cause instanceof DecodeFault)) throw cause;
    const how = 'Save it as UTF-8, or name its encoding, such as --encoding windows-1252.';
    throw new CliError(`${name} cannot be read. ${cause.message} ${how}`, { cause });
  }
}

/** The bytes, unpacked where they begin as gzip does. Source: RFC 1952. */
async function* unpacked(
  bytes: AsyncIterable<Uint8Array>,
  name: string,
): AsyncGenerator<Uint8Array> {
  const { head, rest } = await headOf(bytes);
  if (head[0] !== 0x1f || head[1] !== 0x8b) return yield* rest;
  try {
    yield* Readable.from(rest, { objectMode: false }).compose(createGunzip());
  } catch (cause) {
    if (cause instanceof CliError) throw cause;
    throw new CliError(`${name} is not valid gzip: ${(cause as Error).message}.`, { cause });
  }
}

/** The first two bytes, however the stream is cut, and all of it. */
async function headOf(
  bytes: AsyncIterable<Uint8Array>,
): Promise<{ head: Uint8Array; rest: AsyncIterable<Uint8Array> }> {
  const chunks = bytes[Symbol.asyncIterator]();
  let head: Uint8Array = new Uint8Array();
  let isDone = false;
  while (head.length < 2 && !isDone) {
    const next = await chunks.next();
    isDone = next.done === true;
    if (!next.done) head = concat(head, next.value);
  }
  const all = async function* () {
    if (head.length > 0) yield head;
    if (!isDone) yield* { [Symbol.asyncIterator]: () => chunks };
  };
  return { head, rest: all() };
}

function encodingOfMark([first, second]: Uint8Array): string {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
}

function decoderOf(label: string): (chunk?: Uint8Array) => string {
  try {
    return createDecoder(label);
  } catch (cause) {
    const known = 'utf-8, utf-16le, windows-1252, iso-8859-1 or shift_jis';
    throw new CliError(`--encoding takes an encoding such as ${known}, not “${label}”.`, { cause });
  }
}

/** All of a file or of standard input. @throws CliError as readText */
export async function textOf(
  bytes: AsyncIterable<Uint8Array>,
  options: ReadOptions,
): Promise<string> {
  let text = '';
  for await (const piece of readText(bytes, options)) text += piece;
  return text;
}
