/** The thread that sends: see load.ts. Its connections stay open from turn to turn. */
import { Agent, request } from 'node:http';
import { parentPort } from 'node:worker_threads';
import type { Done, Load } from './load.ts';

/** Few enough not to starve workerd of the machine, enough to keep it busy. */
const CONNECTIONS = 8;

const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });

parentPort?.on('message', async (load: Load) => {
  parentPort?.postMessage(await send(load));
});

async function send(load: Load): Promise<Done> {
  const latenciesMs: number[] = [];
  const refusals: string[] = [];
  const endsAtMs = performance.now() + load.ms;
  async function connection(): Promise<void> {
    while (performance.now() < endsAtMs) {
      const sentAtMs = performance.now();
      const refusal = await ask(load);
      if (refusal === undefined) latenciesMs.push(performance.now() - sentAtMs);
      else refusals.push(refusal);
    }
  }
  const startedAtMs = performance.now();
  await Promise.all(Array.from({ length: CONNECTIONS }, connection));
  return { latenciesMs, refusals, tookMs: performance.now() - startedAtMs };
}

/** @returns what was wrong with the answer, if anything was */
function ask({ url, headers, body }: Load): Promise<string | undefined> {
  return new Promise((resolve) => {
    const sent = request(url, { method: 'POST', agent, headers }, (answer) => {
      answer.on('end', () => {
        const status = answer.statusCode ?? 0;
        resolve(status >= 200 && status < 300 ? undefined : String(status));
      });
      answer.on('error', ({ message }) => resolve(message));
      answer.resume();
    });
    sent.on('error', ({ message }) => resolve(message));
    sent.end(body);
  });
}
