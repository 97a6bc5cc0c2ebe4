import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { LIMITS } from '@assay/schema/limits.ts';
import { ApiProblem, bodyBrokeOff } from './problem.ts';
import { decodeUtf8 } from './utf8.ts';

/** A line of a body, counted from 1. */
export interface Line {
  number: number;
  /** null when the line cannot be read at all; `fault` says why. */
  text: string | null;
  fault: string;
}

const NEWLINE = 0x0a;
// What is unpacked comes without waiting for the network: without pauses nothing else would run.
const BYTES_BETWEEN_PAUSES = 524_288;

/**
 * Reads a body line by line, without ever holding more of it than a line and a chunk. Empty lines
 * are counted and omitted.
 *
 * @returns the lines that each chunk completed
 * @throws ApiProblem `request_too_large` or `invalid_request`
 */
export async function* readLines(
  body: ReadableStream<Uint8Array>,
  isGzip: boolean,
): AsyncGenerator<Line[]> {
  const lines = new LineCutter();
  let bytes = 0;
  let pausedAt = 0;
  for await (const chunk of isGzip ? gunzip(body) : chunksOf(body)) {
    bytes += chunk.length;
    if (bytes > LIMITS.batchBytes) throw tooLarge(`${LIMITS.batchBytes} bytes (uncompressed)`);
    const cut = lines.cut(chunk);
    if (lines.number > LIMITS.batchLines) throw tooLarge(`${LIMITS.batchLines} lines`);
    yield cut;
    if (bytes - pausedAt < BYTES_BETWEEN_PAUSES) continue;
    pausedAt = bytes;
    await scheduler.wait(0);
  }
  yield lines.end();
}

async function* chunksOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = stream.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } catch {
    throw bodyBrokeOff();
  } finally {
    await reader.cancel().catch(() => {});
  }
}

/**
 * The bytes of a gzip file, of one member or several, as `pigz`, `bgzip` and `cat a.gz b.gz` make
 * them; DecompressionStream takes one only. No more is unpacked than is asked for.
 *
 * Source: RFC 1952, section 2.2.
 */
async function* gunzip(body: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const packed = Readable.from(chunksOf(body), { objectMode: false });
  const unpacked: AsyncIterable<Uint8Array> = pipeline(packed, createGunzip(), () => {
    // A failure is thrown to whoever reads.
  });
  try {
    yield* unpacked;
  } catch (cause) {
    if (cause instanceof ApiProblem) throw cause;
    throw bodyBrokeOff();
  }
}

function tooLarge(limit: string): ApiProblem {
  return new ApiProblem('request_too_large', {
    detail: `A request can stream at most ${limit}. Send the rest in further requests: create a batch with open=true, or start an upload to a data set, and append to it.`,
  });
}

class LineCutter {
  number = 0;
  #pieces: Uint8Array[] = [];
  #bytes = 0;

  cut(chunk: Uint8Array): Line[] {
    const lines: Line[] = [];
    let start = 0;
    for (;;) {
      const newline = chunk.indexOf(NEWLINE, start);
      if (newline === -1) break;
      this.#keep(chunk.subarray(start, newline));
      lines.push(...this.#finish());
      start = newline + 1;
    }
    this.#keep(chunk.subarray(start));
    return lines;
  }

  end(): Line[] {
    return this.#bytes === 0 ? [] : this.#finish();
  }

  #keep(piece: Uint8Array): void {
    this.#bytes += piece.length;
    // Of a line too long only the length matters.
    if (this.#bytes <= LIMITS.lineBytes) this.#pieces.push(piece.slice());
    else this.#pieces = [];
  }

  #finish(): Line[] {
    this.number += 1;
    const number = this.number;
    const [only = new Uint8Array(), ...more] = this.#pieces;
    const bytes = more.length === 0 ? only : concatenate(this.#pieces);
    const isTooLong = this.#bytes > LIMITS.lineBytes;
    this.#pieces = [];
    this.#bytes = 0;
    if (isTooLong) {
      return [{ number, text: null, fault: `is longer than ${LIMITS.lineBytes} bytes (1 MiB)` }];
    }
    const decoded = decodeUtf8(bytes);
    if ('fault' in decoded) return [{ number, text: null, fault: decoded.fault }];
    const text = decoded.text.trim();
    return text === '' ? [] : [{ number, text, fault: '' }];
  }
}

function concatenate(pieces: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
