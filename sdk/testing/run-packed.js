// Run by `npm run sdk:check` against the package, by each runtime that is there.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { gunzipSync } from 'node:zlib';
import { Assay, NotFoundError } from '@assay/sdk';

const got = [];
const server = createServer(async (request, response) => {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  got.push({ url: request.url, body: Buffer.concat(chunks), headers: request.headers });
  const isMissing = request.url.includes('missing');
  const problem = {
    title: 'T',
    detail: 'D',
    code: 'verdict_not_found',
    status: 404,
    retryable: false,
  };
  response.statusCode = isMissing ? 404 : 200;
  response.setHeader('content-type', isMissing ? 'application/problem+json' : 'application/json');
  response.end(JSON.stringify(isMissing ? problem : { id: 'bat_1' }));
});
server.listen(0, '127.0.0.1', async () => {
  const assay = new Assay({ apiKey: 'k', baseUrl: `http://127.0.0.1:${server.address().port}` });
  const { id } = await assay.score({ sample: { output: 'a' }, scorers: ['json-valid'] });
  assert.equal(id, 'bat_1');
  await assert.rejects(assay.verdicts.get('missing'), NotFoundError);
  await assay.batches.create(lines(), { scorers: ['json-valid'] });
  const sent = got.find(({ headers }) => headers['content-encoding'] === 'gzip');
  assert.equal(gunzipSync(sent.body).toString(), '{"output":"a"}\n{"output":"b"}');
  server.close();
  const { Bun, Deno } = globalThis;
  if (Bun) console.log(`Bun ${Bun.version}`);
  else if (Deno) console.log(`Deno ${Deno.version.deno}`);
  else console.log(`Node.js ${process.versions.node}`);
});
async function* lines() {
  yield '{"output":"a"}\n{"out';
  yield 'put":"b"}\n';
}
