/**
 * `node bench/gateway-streams.ts`: how many streams go through one isolate of the gateway at once, what they add
 * to the gap between two tokens, and how much memory they take, beside the bare server and Portkey's open
 * gateway in the same run. `--quick` takes fewer streams.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SLOW_TOKEN_MS, SLOW_TOKENS, startUpstream } from './gateway-upstream.ts';
import { startLocalWorkerd } from './local-workerd.ts';
import { startPortkey } from './portkey.ts';
import { printHeading, printTable } from './print.ts';
import { peakMemoryMb, resetPeakMemory } from './process-memory.ts';
import { median, quantile } from './statistics.ts';

const COUNTS = process.argv.includes('--quick') ? [50] : [50, 200, 500, 1_000];

/** What is asked for streams. */
interface Way {
  name: string;
  url: string;
  model: string;
  headers: Record<string, string>;
  /** Peak memory of its process in MB since `reset`; NaN where it is not known. */
  peakMb(): number | Promise<number>;
  reset(): void;
}

/** What streams at once came to. */
interface Streamed {
  whole: number;
  firstMs: number[];
  gapsMs: number[];
}

const upstream = await startUpstream();
const folder = await mkdtemp(join(tmpdir(), 'assay-bench-'));
const portkey = await startPortkey(upstream.baseUrl);
try {
  const workerd = await startLocalWorkerd(folder, { ASSAY_JUDGE_BASE_URL: upstream.baseUrl });
  try {
    const { assayUrl, apiKey } = workerd;
    const ways: Way[] = [
      {
        ...{ name: 'bare', url: upstream.baseUrl, model: 'slow', headers: {} },
        ...{ peakMb: () => Number.NaN, reset: () => {} },
      },
      {
        ...{ name: 'the gateway', url: `${assayUrl}/openai/v1`, model: 'local/slow' },
        ...{ headers: { Authorization: `Bearer ${apiKey}` } },
        ...{ peakMb: peakMemoryMb, reset: resetPeakMemory },
      },
    ];
    if (portkey !== undefined) {
      const { baseUrl: url, headers, pid } = portkey;
      const peakMb = () => memoryOf(pid);
      ways.push({ name: 'Portkey', url, model: 'slow', headers, peakMb, reset: () => {} });
    }
    const able: Way[] = [];
    for (const way of ways) {
      const { whole } = await streamAtOnce(way, 5);
      if (whole === 5) able.push(way);
      else console.log(`${way.name} is skipped: ${whole} of 5 streams came whole.`);
    }
    for (const count of COUNTS) await benchAtOnce(able, count);
  } finally {
    await workerd.stop();
  }
} finally {
  portkey?.stop();
  await upstream.stop();
  await rm(folder, { recursive: true });
}

async function benchAtOnce(ways: readonly Way[], count: number): Promise<void> {
  printHeading(`${count} streams at once, each ${SLOW_TOKENS} tokens, one in ${SLOW_TOKEN_MS} ms`);
  const rows: string[][] = [];
  for (const way of ways) {
    way.reset();
    const { whole, firstMs, gapsMs } = await streamAtOnce(way, count);
    const peak = await way.peakMb();
    rows.push([
      way.name,
      `${whole} of ${count}`,
      median(firstMs).toFixed(0),
      median(gapsMs).toFixed(1),
      quantile(gapsMs, 0.99).toFixed(1),
      Number.isNaN(peak) ? '' : peak.toFixed(0),
    ]);
  }
  printTable(
    ['', 'whole', 'ms to the first token', 'ms between tokens', 'p99 of those', 'peak MB'],
    rows,
  );
}

async function streamAtOnce(way: Way, count: number): Promise<Streamed> {
  const all: Streamed = { whole: 0, firstMs: [], gapsMs: [] };
  await Promise.all(Array.from({ length: count }, () => streamOnce(way, all)));
  return all;
}

/** Reads one stream; tokens that come together have no gap between them. */
function streamOnce({ url, model, headers }: Way, all: Streamed): Promise<void> {
  return new Promise((resolve) => {
    const startedAt = performance.now();
    let lastAt: number | undefined;
    let end = '';
    const body = JSON.stringify({
      model,
      stream: true,
      messages: [{ role: 'user', content: 'Hi' }],
    });
    const sent = request(
      `${url}/chat/completions`,
      { method: 'POST', headers: { 'Content-Type': 'application/json', ...headers } },
      (response) => {
        response.setEncoding('utf8');
        response.on('data', (text: string) => {
          const now = performance.now();
          const tokens = text.split('"content":"the').length - 1;
          if (tokens > 0 && lastAt === undefined) all.firstMs.push(now - startedAt);
          if (tokens > 0 && lastAt !== undefined) all.gapsMs.push(now - lastAt);
          if (tokens > 0) lastAt = now;
          end = (end + text).slice(-20);
        });
        response.on('close', () => {
          if (end.includes('[DONE]')) all.whole += 1;
          resolve();
        });
      },
    );
    sent.on('error', () => resolve());
    sent.end(body);
  });
}

async function memoryOf(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1]) / 1024;
}
