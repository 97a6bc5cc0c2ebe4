import { LIMITS } from '@assay/schema/limits.ts';
import { expect, test } from 'vitest';
import { type Line, readLines } from './read-lines.ts';

async function read(body: ReadableStream<Uint8Array>, isGzip = false): Promise<Line[]> {
  const lines: Line[] = [];
  for await (const cut of readLines(body, isGzip)) lines.push(...cut);
  return lines;
}

/** A body of so many mebibytes, all of one byte, packed. */
function packed(mebibytes: number, byte: number): ReadableStream<Uint8Array> {
  let left = mebibytes;
  const chunk = new Uint8Array(1_048_576).fill(byte);
  return new ReadableStream<Uint8Array>({
    pull(controller) {
      if (left === 0) return controller.close();
      left -= 1;
      controller.enqueue(chunk);
    },
  }).pipeThrough(new CompressionStream('gzip'));
}

test('other work goes on while a body is unpacked', async () => {
  let turns = 0;
  let isDone = false;
  const reading = read(packed(16, 0), true).finally(() => {
    isDone = true;
  });
  while (!isDone) {
    await scheduler.wait(0);
    turns += 1;
  }
  const [line] = await reading;
  expect(line?.fault).toContain('longer than');
  // A pause at least every mebibyte.
  expect(turns).toBeGreaterThanOrEqual(16);
});

test('a body that unpacks to more than the limit is refused when the limit is met', async () => {
  const mebibytes = LIMITS.batchBytes / 1_048_576 + 1;
  await expect(read(packed(mebibytes, 0), true)).rejects.toMatchObject({
    code: 'request_too_large',
  });
}, 60_000);
