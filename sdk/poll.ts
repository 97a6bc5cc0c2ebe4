import { TimeoutError } from './errors.ts';
import type { RequestOptions } from './options.ts';
import { sleep } from './retry.ts';

export interface PollOptions<Item> extends RequestOptions {
  /** Called with what was read after each poll. */
  onProgress?: ((item: Item) => void) | undefined;
  /** Poll interval in milliseconds. Defaults to 1,000. */
  pollMs?: number | undefined;
  /** Maximum time to wait, in milliseconds. Defaults to no limit. */
  totalTimeoutMs?: number | undefined;
}

/**
 * Reads something again and again until it has ended.
 *
 * @param name of it, for the message
 * @throws TimeoutError if `totalTimeoutMs` is exceeded; it keeps running
 */
export async function pollUntilEnded<Item extends { endedAt: string | null }>(
  name: string,
  read: (request: RequestOptions) => PromiseLike<Item>,
  options: PollOptions<Item> = {},
): Promise<Item> {
  const { onProgress, pollMs = 1_000, totalTimeoutMs, ...request } = options;
  const endsAtMs = Date.now() + (totalTimeoutMs ?? Number.POSITIVE_INFINITY);
  for (;;) {
    const item = await read(request);
    onProgress?.(item);
    if (item.endedAt !== null) return item;
    if (Date.now() + pollMs >= endsAtMs) {
      const message = `${name} did not end within ${totalTimeoutMs} ms. It keeps running.`;
      throw new TimeoutError({ code: 'timeout', message, retryable: true });
    }
    await sleep(pollMs, request.signal);
  }
}
