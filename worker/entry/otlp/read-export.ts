import { LIMITS } from '@assay/schema/limits.ts';
import type { JsonValue } from '@assay/schema/types.ts';
import { ApiProblem, bodyBrokeOff } from '../../core/problem.ts';
import type { AppContext } from '../context.ts';
import { readChunk } from '../http/timed-read.ts';
import { encodingOf } from './answer.ts';

/** The body of an export: the bytes of a message of protobuf, or JSON. */
export type Export = { bytes: Uint8Array; json?: never } | { bytes?: never; json: JsonValue };

const IDLE_MS = 10_000;

/**
 * @throws ApiProblem `unsupported_media_type`, `request_too_large`, `malformed_json` or
 *   `invalid_request`
 */
export async function readExport(c: AppContext): Promise<Export> {
  const type = c.req.header('content-type')?.split(';')[0]?.trim().toLowerCase();
  if (type !== 'application/json' && type !== 'application/x-protobuf') {
    throw new ApiProblem('unsupported_media_type', {
      detail: 'Content-Type must be application/x-protobuf or application/json.',
    });
  }
  const bytes = await readWithinLimit(unpacked(c));
  if (encodingOf(c) === 'protobuf') return { bytes };
  try {
    return { json: bytes.length === 0 ? {} : JSON.parse(new TextDecoder().decode(bytes)) };
  } catch {
    throw new ApiProblem('malformed_json');
  }
}

function unpacked(c: AppContext): ReadableStream<Uint8Array> {
  const packed = c.req.raw.body ?? new Blob([]).stream();
  const encoding = c.req.header('content-encoding')?.trim().toLowerCase() ?? 'identity';
  if (encoding === 'identity') return packed;
  if (encoding === 'gzip') return packed.pipeThrough(new DecompressionStream('gzip'));
  throw new ApiProblem('unsupported_media_type', {
    detail: 'Content-Encoding must be gzip or absent.',
  });
}

/** Reads no more than may be, so that a small body cannot unpack to a large one. */
async function readWithinLimit(stream: ReadableStream<Uint8Array>): Promise<Uint8Array> {
  const reader = stream.getReader();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for (;;) {
    const chunk = await readChunk(reader, IDLE_MS);
    if (chunk === undefined) break;
    size += chunk.length;
    if (size > LIMITS.exportBytes) {
      await reader.cancel().catch(() => bodyBrokeOff());
      throw new ApiProblem('request_too_large', {
        detail: `An export may have ${LIMITS.exportBytes} bytes, unpacked. Lower the batch size of the exporter.`,
      });
    }
    chunks.push(chunk);
  }
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}
