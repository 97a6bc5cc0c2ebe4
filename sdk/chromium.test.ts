import { existsSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Assay } from './index.ts';

const CHROMIUM = '/usr/bin/chromium';
const ARGUMENTS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
];

const PAGE = `<!doctype html><title>Assay</title><script type="module">
  import { Assay } from '/sdk.js';
  globalThis.assay = new Assay({ baseUrl: location.origin, apiKey: 'k' });
</script>`;

const PROBLEM = {
  ...{ type: 'about:blank', title: 'T', detail: 'D', status: 404, code: 'verdict_not_found' },
  ...{ retryable: false, requestId: 'req_1' },
};

const server = createServer(answer);
const received: string[] = [];
let browser: Browser;
let origin: string;
let script: string;

const isThere = existsSync(CHROMIUM);

beforeAll(async () => {
  if (!isThere) return;
  const { outputFiles } = await build({
    entryPoints: [join(import.meta.dirname, 'index.ts')],
    bundle: true,
    format: 'esm',
    write: false,
  });
  script = outputFiles[0]?.text ?? '';
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  origin = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  browser = await chromium.launch({ executablePath: CHROMIUM, args: ARGUMENTS });
}, 60_000);

afterAll(async () => {
  if (!isThere) return;
  await browser.close();
  server.close();
});

test.skipIf(!isThere)(
  `a page scores, streams, sends a batch and meets an error (${CHROMIUM})`,
  async () => {
    const page = await browser.newPage();
    await page.goto(origin);
    const outcome = await page.evaluate(async () => {
      const { assay } = globalThis as unknown as { assay: Assay };
      const request = { sample: { output: 'ä' }, scorers: ['json-valid'] };
      const { id } = await assay.score(request);
      const types: string[] = [];
      for await (const { type } of assay.score.stream(request)) types.push(type);
      const file = new Blob(['{"output":"ä"}\n']);
      const batch = await assay.batches.create(file, { scorers: ['json-valid'] });
      const error = await assay.verdicts.get('none').catch((cause: Error) => cause.name);
      return { id, types, batch: batch.id, error };
    });
    expect(outcome).toEqual({
      id: 'ver_1',
      types: ['score', 'verdict'],
      batch: 'bat_1',
      error: 'NotFoundError',
    });
    expect(received).toEqual(['{"output":"ä"}']);
  },
  60_000,
);

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const { url = '', headers } = request;
  const send = (type: string, body: string, status = 200) => {
    response.writeHead(status, { 'Content-Type': type });
    response.end(body);
  };
  if (url === '/') send('text/html', PAGE);
  else if (url === '/sdk.js') send('text/javascript', script);
  else if (headers.accept === 'text/event-stream') {
    send(
      'text/event-stream',
      'event: score\ndata: {"index":0}\n\nevent: verdict\ndata: {"index":0}\n\nevent: done\ndata: {}\n\n',
    );
  } else if (url === '/v1/score') send('application/json', '{"id":"ver_1"}');
  else if (url.startsWith('/v1/batches')) {
    if (headers['content-encoding'] === 'gzip') {
      received.push(gunzipSync(Buffer.concat(chunks)).toString());
    }
    send('application/json', '{"id":"bat_1"}');
  } else send('application/problem+json', JSON.stringify(PROBLEM), 404);
}
