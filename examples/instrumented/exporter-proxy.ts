import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { decodeSpans } from '../../worker/testing/otlp-messages.ts';

/** A request of an exporter as it was sent, and the status that the Worker answered. */
export interface Forwarded {
  contentType: string | undefined;
  encoding: string | undefined;
  spans: { traceId: string; spanId: string; attributes: string[] }[];
  status: number;
}

/** What the exporter gets of the Worker's answer: it, a broken connection, or a failure of the proxy. */
export type Loss = 'none' | 'connection' | '503';

export interface ExporterProxy {
  url: string;
  forwarded: Forwarded[];
  /** What happens to the answers to come; once they are used up, answers pass. */
  lose(losses: readonly Loss[]): void;
  stop(): void;
}

/** Stands between exporters and a Worker: it forwards each export, and loses answers as it is told. */
export async function startExporterProxy(workerUrl: string): Promise<ExporterProxy> {
  const forwarded: Forwarded[] = [];
  let losses: Loss[] = [];
  const server = createServer((request, response) => void forward(request, response));
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    forwarded,
    lose: (next) => {
      losses = [...next];
    },
    stop: () => {
      server.close();
      server.closeAllConnections();
    },
  };

  async function forward(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    const {
      'content-type': contentType,
      'content-encoding': encoding,
      authorization,
    } = request.headers;
    const answer = await fetch(workerUrl + request.url, {
      method: 'POST',
      headers: {
        ...(contentType && { 'Content-Type': contentType }),
        ...(encoding && { 'Content-Encoding': encoding }),
        ...(authorization && { Authorization: authorization }),
      },
      body,
    });
    const bytes = Buffer.from(await answer.arrayBuffer());
    const spans = spansOf(encoding === 'gzip' ? gunzipSync(body) : body, contentType);
    forwarded.push({ contentType, encoding, spans, status: answer.status });
    const loss = losses.shift() ?? 'none';
    if (loss === 'connection') request.socket.destroy();
    else if (loss === '503') response.writeHead(503, { 'Retry-After': '1' }).end();
    else {
      const type = answer.headers.get('Content-Type') ?? '';
      response.writeHead(answer.status, { 'Content-Type': type }).end(bytes);
    }
  }
}

interface Decoded {
  resourceSpans: {
    scopeSpans: {
      spans: { traceId: Id; spanId: Id; attributes: { key: string }[] }[];
    }[];
  }[];
}

/** Hexadecimal in JSON, bytes in protobuf. */
type Id = string | Uint8Array;

function spansOf(body: Buffer, contentType: string | undefined): Forwarded['spans'] {
  const isJson = contentType === 'application/json';
  const { resourceSpans } = (isJson ? JSON.parse(body.toString()) : decodeSpans(body)) as Decoded;
  const hex = (id: Id) => (typeof id === 'string' ? id : Buffer.from(id).toString('hex'));
  return resourceSpans.flatMap(({ scopeSpans }) =>
    scopeSpans.flatMap(({ spans }) =>
      spans.map(({ traceId, spanId, attributes }) => ({
        ...{ traceId: hex(traceId), spanId: hex(spanId) },
        attributes: attributes.map(({ key }) => key),
      })),
    ),
  );
}
