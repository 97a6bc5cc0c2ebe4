import { PROBLEMS } from '@assay/schema/errors.ts';
import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import type { ApiProblem } from '../../core/problem.ts';
import type { Taken } from '../../features/traces/take-export.ts';
import type { AppContext } from '../context.ts';

/** How a request is encoded; its answer is encoded alike. */
export type Encoding = 'protobuf' | 'json';

export function encodingOf(c: AppContext): Encoding {
  return c.req.header('content-type')?.trim().toLowerCase().startsWith('application/json')
    ? 'json'
    : 'protobuf';
}

/** An `ExportPartialSuccess` in its response (1) has rejected (1) and a message (2). */
export function answerTaken({ rejected, fault }: Taken, encoding: Encoding): Response {
  if (encoding === 'json') {
    // 64-bit integers are texts. The logs' field has another name, which no exporter reads.
    const partialSuccess = { rejectedSpans: String(rejected), errorMessage: fault };
    return Response.json(rejected === 0 ? {} : { partialSuccess });
  }
  if (rejected === 0) return protobuf(new Uint8Array(), 200);
  const partial = new BinaryWriter().tag(1, WireType.Varint).int64(rejected);
  partial.tag(2, WireType.LengthDelimited).string(fault);
  const response = new BinaryWriter().tag(1, WireType.LengthDelimited).bytes(partial.finish());
  return protobuf(response.finish(), 200);
}

// Codes of google.rpc.Code, by what went wrong.
const RPC_CODES: Readonly<Record<number, number>> = { 401: 16, 403: 7, 413: 3, 429: 8, 503: 14 };
const INVALID_ARGUMENT = 3;
const INTERNAL = 13;

/** A `google.rpc.Status`. Exporters retry 429, 502, 503 and 504, and heed `Retry-After`. */
export function answerFailure({ code, detail, headers }: ApiProblem, encoding: Encoding): Response {
  const { status } = PROBLEMS[code];
  const rpcCode = RPC_CODES[status] ?? (status < 500 ? INVALID_ARGUMENT : INTERNAL);
  if (encoding === 'json')
    return Response.json({ code: rpcCode, message: detail }, { status, headers });
  const message = new BinaryWriter().tag(1, WireType.Varint).int32(rpcCode);
  message.tag(2, WireType.LengthDelimited).string(detail);
  return protobuf(message.finish(), status, headers);
}

function protobuf(
  bytes: Uint8Array,
  status: number,
  headers: Record<string, string> = {},
): Response {
  return new Response(bytes, {
    status,
    headers: { ...headers, 'Content-Type': 'application/x-protobuf' },
  });
}
