import { ApiProblem, bodyBrokeOff } from '../../core/problem.ts';

/**
 * The next chunk of a body; undefined at its end.
 *
 * @throws ApiProblem `invalid_request` if the body breaks off, or pauses for too long
 */
export async function readChunk(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  idleMs: number,
): Promise<Uint8Array | undefined> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const idle = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      const detail = `The body paused for more than ${idleMs / 1_000} seconds.`;
      reject(new ApiProblem('invalid_request', { detail }));
    }, idleMs);
  });
  const read = reader.read().catch(() => {
    throw bodyBrokeOff();
  });
  try {
    const { done, value } = await Promise.race([read, idle]);
    return done ? undefined : value;
  } finally {
    clearTimeout(timer);
  }
}
