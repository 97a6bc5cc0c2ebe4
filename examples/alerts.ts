/**
 * Alerts: a receiver that verifies what it gets, and a test of a channel of each kind. With `npm run dev`
 * in another terminal, and the two variables that it prints:
 *
 *   ASSAY_BASE_URL=… ASSAY_API_KEY=… node examples/alerts.ts
 */
import { strict as assert } from 'node:assert';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Assay } from '@assay/sdk';
import { Webhook } from 'standardwebhooks';

const assay = new Assay();
const { secret } = await assay.webhooks.secret();

/** What came, by its path. */
const received = new Map<string, unknown[]>();

// Yours would be a route of an application. Answer 2xx once you have the message; it is retried otherwise.
const server = createServer(async (request, response) => {
  const body = await bodyOf(request);
  const path = request.url ?? '';
  if (path === '/hook') {
    // Throws if someone else sent it, or if it was changed.
    new Webhook(secret).verify(body, headersOf(request));
  }
  received.set(path, [...(received.get(path) ?? []), JSON.parse(body)]);
  response.writeHead(path === '/pagerduty' ? 202 : 200).end();
});
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
const here = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

const suffix = Date.now();
const channels = [
  await assay.channels.create({ name: `hook-${suffix}`, kind: 'webhook', url: `${here}/hook` }),
  await assay.channels.create({ name: `slack-${suffix}`, kind: 'slack', url: `${here}/slack` }),
  await assay.channels.create({
    ...{ name: `pagerduty-${suffix}`, kind: 'pagerduty', minSeverity: 'error' },
    ...{ routingKey: '0123456789abcdef0123456789abcdef', url: `${here}/pagerduty` },
  }),
  await assay.channels.create({
    ...{ name: `alertmanager-${suffix}`, kind: 'alertmanager', url: here },
    labels: { team: 'search' },
  }),
];

for (const { name } of channels) {
  const { status, answers } = await assay.channels.test(name);
  console.log(name, status, answers.map((answer) => answer.status).join(', '));
  assert.equal(status, 'delivered');
}
const [message] = received.get('/hook') ?? [];
console.log('verified:', (message as { type: string }).type);
assert.equal(received.get('/pagerduty')?.length, 2, 'triggered and resolved');
assert.deepEqual([...received.keys()].sort(), ['/api/v2/alerts', '/hook', '/pagerduty', '/slack']);

for (const { name } of channels) await assay.channels.delete(name);
server.close();

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part);
  return Buffer.concat(parts).toString();
}

function headersOf({ headers }: IncomingMessage): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
}
