import { ApiProblem } from '../../core/problem.ts';
import { logsInJson, spansInJson } from '../../features/traces/otlp/decode-json.ts';
import { logsInProtobuf, spansInProtobuf } from '../../features/traces/otlp/decode-protobuf.ts';
import { MalformedExport } from '../../features/traces/otlp/span.ts';
import { type Taken, takeLogs, takeSpans } from '../../features/traces/take-export.ts';
import type { AppContext, Route } from '../context.ts';
import { authenticate } from '../http/authenticate.ts';
import { asApiProblem } from '../http/errors.ts';
import { answerFailure, answerTaken, encodingOf } from './answer.ts';
import { readExport } from './read-export.ts';

/**
 * OpenTelemetry's protocol over HTTP: `OTEL_EXPORTER_OTLP_ENDPOINT` is the address of the Worker and
 * `/otlp`. It is described by its own specification, not by OpenAPI.
 */
export const OTLP: readonly Route[] = [
  {
    route: 'POST /otlp/v1/traces',
    respond: (c) =>
      answer(c, async () => {
        const { bytes, json } = await readExport(c);
        const spans = bytes === undefined ? spansInJson(json) : spansInProtobuf(bytes);
        return takeSpans(c.get('principal').projectId, spans, c.get('services'));
      }),
  },
  {
    route: 'POST /otlp/v1/logs',
    respond: (c) =>
      answer(c, async () => {
        const { bytes, json } = await readExport(c);
        const logs = bytes === undefined ? logsInJson(json) : logsInProtobuf(bytes);
        return takeLogs(c.get('principal').projectId, logs, c.get('services'));
      }),
  },
];

/** The one place where errors become answers of the protocol. */
async function answer(c: AppContext, take: () => Promise<Taken>): Promise<Response> {
  const encoding = encodingOf(c);
  try {
    await authenticate(c, 'score');
    return answerTaken(await take(), encoding);
  } catch (cause) {
    const known =
      cause instanceof MalformedExport
        ? new ApiProblem('invalid_request', { detail: cause.message })
        : cause;
    return answerFailure(asApiProblem(known, c), encoding);
  }
}
