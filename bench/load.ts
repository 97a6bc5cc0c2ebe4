import autocannon from 'autocannon';
import { workerdCpuSeconds } from './cpu-time.ts';

/** Few enough not to starve workerd of the machine, enough to keep it busy. */
const CONNECTIONS = 8;

/** One kind of request, sent over and over. */
export interface Target {
  url: string;
  headers?: Record<string, string>;
  body: string;
}

/** What one stretch of load came to. */
export interface Rate {
  /** Successful answers a second. */
  perSecond: number;
  /** Successful answers a second of workerd's CPU time. */
  perCpuSecond: number;
}

/**
 * Sends a request over and over from a thread of its own.
 *
 * @throws Error when an answer was no success, for then something else was measured
 */
export async function measureRate(target: Target, seconds: number): Promise<Rate> {
  const usedBefore = workerdCpuSeconds();
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
  return {
    perSecond: result['2xx'] / result.duration,
    perCpuSecond: result['2xx'] / (workerdCpuSeconds() - usedBefore),
  };
}
