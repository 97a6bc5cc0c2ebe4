import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { proxiedFetch } from './proxied-fetch.ts';

let target: Server;
let proxy: Server;
const sockets = new Set<Socket>();
const asked: string[] = [];
const addressOf = (server: Server) => `127.0.0.1:${(server.address() as AddressInfo).port}`;

beforeEach(async () => {
  asked.length = 0;
  target = createServer((request, response) => response.end(`${request.method} reached`));
  proxy = createServer().on('connect', (request, client: Socket) => {
    asked.push(request.url ?? '');
    const [host, port] = (request.url ?? '').split(':');
    const server = connect(Number(port), host, () => {
      client.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      server.pipe(client).pipe(server);
    });
    for (const socket of [client, server]) sockets.add(socket.on('error', () => {}));
  });
  for (const server of [target, proxy]) {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  }
});

afterEach(() => {
  vi.unstubAllEnvs();
  for (const socket of sockets) socket.destroy();
  for (const server of [target, proxy]) {
    server.closeAllConnections();
    server.close();
  }
});

async function ask(env: Record<string, string>): Promise<string> {
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
  const fetch = proxiedFetch(process.env);
  const response = await fetch(`http://${addressOf(target)}/x`, { method: 'POST', body: '{}' });
  return response.text();
}

test('requests go through the proxy that the environment names', async () => {
  expect(await ask({ HTTP_PROXY: `http://${addressOf(proxy)}` })).toBe('POST reached');
  expect(asked).toEqual([addressOf(target)]);
});

test('what NO_PROXY names is reached without it', async () => {
  const env = { HTTP_PROXY: `http://${addressOf(proxy)}`, NO_PROXY: '127.0.0.1' };
  expect(await ask(env)).toBe('POST reached');
  expect(asked).toEqual([]);
});

test('without a proxy it is the platform’s fetch', async () => {
  const env = { HTTP_PROXY: '', HTTPS_PROXY: '', http_proxy: '', https_proxy: '' };
  expect(await ask(env)).toBe('POST reached');
  expect(asked).toEqual([]);
});
