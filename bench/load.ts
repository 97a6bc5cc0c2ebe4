import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { workerdThreadsMs } from './cpu-time.ts';

/** One kind of request, sent over and over. */
export interface Target {
  url: string;
  headers?: Record<string, string>;
  body: string;
  /** How much one request does, where it is more than one piece of work. Defaults to 1. */
  units?: number;
  /** CPU time used by the server so far, in milliseconds; workerd's if omitted. */
  cpuMs?(): number;
}

/** What one turn came to. */
export interface Turn {
  units: number;
  cpuMs: number;
  wallMs: number;
  latenciesMs: number[];
}

/** What the thread is asked to send. */
export interface Load {
  url: string;
  headers: Record<string, string>;
  body: string;
  ms: number;
}

/** What it answers. */
export interface Done {
  latenciesMs: number[];
  refusals: string[];
  tookMs: number;
}

/** Sends requests from a thread of its own, so that its work delays nothing else here. */
export interface LoadGenerator {
  /** @throws Error when an answer was no success, for then something else was measured */
  take(target: Target, ms: number): Promise<Turn>;
  stop(): Promise<void>;
}

export function startLoadGenerator(): LoadGenerator {
  const thread = new Worker(join(import.meta.dirname, 'load-thread.ts'));
  const send = (load: Load): Promise<Done> =>
    new Promise((resolve, reject) => {
      thread.once('error', reject);
      thread.once('message', (done: Done) => {
        thread.off('error', reject);
        resolve(done);
      });
      thread.postMessage(load);
    });
  return {
    async take({ url, headers, body, units = 1, cpuMs = workerdThreadsMs }, ms) {
      const length = String(Buffer.byteLength(body));
      const all = { 'Content-Type': 'application/json', 'Content-Length': length, ...headers };
      const usedBefore = cpuMs();
      const { latenciesMs, refusals, tookMs } = await send({ url, headers: all, body, ms });
      const used = cpuMs() - usedBefore;
      if (refusals.length > 0) throw new Error(`${url}: ${refusals.length} × ${refusals[0]}`);
      return { units: latenciesMs.length * units, cpuMs: used, wallMs: tookMs, latenciesMs };
    },
    stop: async () => {
      await thread.terminate();
    },
  };
}
