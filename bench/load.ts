import autocannon from 'autocannon';
import { workerdCpuSeconds } from './cpu-time.ts';

/** Few enough not to starve workerd of the machine, enough to keep it busy. */
const CONNECTIONS = 8;

/** One kind of request, sent over and over. */
export interface Target {
  url: string;
  headers?: Record<string, string>;
  body: string;
  /** How much one request does, where it is more than one piece of work. Defaults to 1. */
  units?: number;
  /** CPU time used by the server so far; workerd's if omitted. */
  cpuSeconds?(): number;
}

/** What one stretch of load came to. */
export interface Rate {
  /** Units of successful answers a second. */
  perSecond: number;
  /** The same a second of the server's CPU time. */
  perCpuSecond: number;
  /** How long half of the answers took at most, and 99 of 100, in milliseconds. */
  p50Ms: number;
  p99Ms: number;
}

/**
 * Sends a request over and over from a thread of its own.
 *
 * @throws Error when an answer was no success, for then something else was measured
 */
export async function measureRate(target: Target, seconds: number): Promise<Rate> {
  const { units = 1, cpuSeconds = workerdCpuSeconds } = target;
  const usedBefore = cpuSeconds();
  const result = await autocannon({
    url: target.url,
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...target.headers },
    body: target.body,
    connections: CONNECTIONS,
    duration: seconds,
    workers: 1,
  });
  if (result.non2xx > 0 || result.errors > 0) {
    throw new Error(`${target.url}: ${result.non2xx} refusals and ${result.errors} errors`);
  }
  const done = result['2xx'] * units;
  return {
    perSecond: done / result.duration,
    perCpuSecond: done / (cpuSeconds() - usedBefore),
    p50Ms: result.latency.p50,
    p99Ms: result.latency.p99,
  };
}
