import type { BatchReport } from '@assay/schema/types.ts';
import { callJson } from './client.ts';

/** Waits for the queue to bring a batch to its end. */
export async function untilEnded(id: string, key?: string): Promise<BatchReport> {
  for (let looks = 0; looks < 400; looks += 1) {
    const batch = await callJson<BatchReport>(
      `/v1/batches/${id}`,
      key === undefined ? {} : { key },
    );
    if (batch.endedAt !== null) return batch;
    await scheduler.wait(50);
  }
  throw new Error(`the batch ${id} did not end`);
}

/** Samples with ids `s0`, `s1`, … of which every third does not match what is expected. */
export function samplesOf(count: number): { id: string; output: string; expected: string }[] {
  return Array.from({ length: count }, (_, i) => ({
    id: `s${i}`,
    output: i % 3 === 2 ? 'wrong' : 'right',
    expected: 'right',
  }));
}

export function linesOf(samples: readonly unknown[]): string {
  return samples.map((sample) => `${JSON.stringify(sample)}\n`).join('');
}
