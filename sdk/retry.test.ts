import { afterEach, expect, test, vi } from 'vitest';
import { pauseMs, retryAfterMs, sleep } from './retry.ts';

afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

test('a pause is anything from nothing to a bound that doubles, up to eight seconds', () => {
  const random = vi.spyOn(Math, 'random').mockReturnValue(0);
  expect([0, 1, 2].map((retries) => pauseMs(retries))).toEqual([0, 0, 0]);
  random.mockReturnValue(1);
  expect([0, 1, 2, 3, 4, 5, 60].map((retries) => pauseMs(retries))).toEqual([
    500, 1_000, 2_000, 4_000, 8_000, 8_000, 8_000,
  ]);
});

test('what Assay asks to wait comes first, and the pause on top', () => {
  vi.spyOn(Math, 'random').mockReturnValue(0.5);
  expect(pauseMs(0, 3_000)).toBe(3_250);
});

test('Retry-After is read as seconds and as a date', () => {
  vi.useFakeTimers({ now: Date.parse('2026-11-01T00:00:00Z') });
  expect(retryAfterMs('3')).toBe(3_000);
  expect(retryAfterMs('Sun, 01 Nov 2026 00:00:10 GMT')).toBe(10_000);
  expect(retryAfterMs('Sun, 01 Nov 2020 00:00:00 GMT')).toBe(0);
  expect(retryAfterMs('soon')).toBeUndefined();
  expect(retryAfterMs(null)).toBeUndefined();
});

test('a pause that is ended leaves no listener and no timer behind', async () => {
  const { signal } = new AbortController();
  const listeners = vi.spyOn(signal, 'removeEventListener');
  await sleep(0, signal);
  expect(listeners).toHaveBeenCalledTimes(1);
  await expect(sleep(60_000, AbortSignal.abort('no'))).rejects.toBe('no');
});
