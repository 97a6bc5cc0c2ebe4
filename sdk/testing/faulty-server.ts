import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';

/** An answer as it is told, or a way of not answering. */
export type Reply =
  | { status: number; body: unknown; headers?: Record<string, string> }
  | 'cut'
  | 'cut-body'
  | 'silence'
  | 'cut-after-event'
  | 'end-after-event'
  | 'silence-after-event'
  | 'end-after-line'
  | 'silence-after-line';

interface Received {
  url: string;
  headers: IncomingHttpHeaders;
  body: string;
}

const EVENT = 'event: score\r\ndata: {"index":0,\r\ndata: "score":{"value":1}}\r\n\r\n';

/** A loopback server that answers each request as it was told to, in order. */
export async function startFaultyServer() {
  const seen: Received[] = [];
  const replies: Reply[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks).toString('base64');
    seen.push({ url: request.url ?? '', headers: request.headers, body });
    reply(response, replies.shift() ?? 'cut');
    server.emit('replied');
    response.once('close', () => server.emit('connectionClosed'));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  return {
    url: `http://127.0.0.1:${port}`,
    seen,
    answer: (...next: Reply[]) => replies.push(...next),
    /** When the next request has come. */
    reached: () => once(server, 'replied'),
    /** When an answer in flight has ended, by either side. */
    closed: () => once(server, 'connectionClosed'),
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function reply(response: ServerResponse, told: Reply): void {
  if (typeof told === 'object') {
    const isProblem = typeof told.body === 'object' && told.status >= 400;
    response.writeHead(told.status, {
      'Content-Type': isProblem ? 'application/problem+json' : 'application/json',
      ...told.headers,
    });
    response.end(typeof told.body === 'string' ? told.body : JSON.stringify(told.body));
  } else if (told === 'cut') response.destroy();
  else if (told === 'cut-body') {
    response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': '99' });
    response.write('{"id":', () => response.destroy());
  } else if (told === 'end-after-line' || told === 'silence-after-line') {
    response.writeHead(200, { 'Content-Type': 'application/x-ndjson' });
    response.write('{"index":0}\n', () => {
      if (told === 'end-after-line') response.end();
    });
  } else if (told !== 'silence') {
    response.writeHead(200, { 'Content-Type': 'text/event-stream' });
    response.write(EVENT, () => {
      if (told === 'cut-after-event') setTimeout(() => response.destroy(), 50);
      if (told === 'end-after-event') response.end();
    });
  }
}
