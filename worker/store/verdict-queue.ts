import { Buffer } from 'node:buffer';
import * as z from 'zod';
import type { VerdictRow } from './verdicts.ts';

// A message holds 128,000 bytes and a batch 256,000, of which the platform takes about 100 a message.
const MOST_MESSAGE_BYTES = 120_000;
const MOST_BATCH_BYTES = 240_000;
const MOST_MESSAGES = 100;

const count = z.number();

const Spent = z.object({
  day: z.string(),
  spending: z
    .object({
      ...{ nanoUsd: count, calls: count },
      usage: z.object({ inputTokens: count, outputTokens: count }),
    })
    .optional(),
  uses: z.array(
    z.object({
      ...{ model: z.string(), version: z.string() },
      ...{ calls: count, cached: count, errors: count },
      ...{ inputTokens: count, outputTokens: count, nanoUsd: count },
    }),
  ),
});

/** A verdict as a queue message. Another release may have put more into it. */
export const VerdictMessage: z.ZodType<VerdictRow> = z.object({
  id: z.string(),
  projectId: z.string(),
  createdAtMs: z.number(),
  passed: z.boolean().nullable(),
  labels: z.array(z.string()),
  verdict: z.string(),
  sample: z.string(),
  hashes: z.object({ hash: z.string(), sampleHash: z.string().nullable() }).optional(),
  exchanges: z.array(z.string()).optional(),
  spent: Spent.optional(),
  definitions: z.array(z.object({ fingerprint: z.string(), definition: z.string() })).optional(),
});

/** Verdicts on their way to the database through the queue. */
export interface VerdictQueue {
  /** Whether a verdict fits into a message. */
  fits(row: VerdictRow): boolean;
  /** Hands verdicts over; when it returns, the queue has them. */
  send(rows: readonly VerdictRow[]): Promise<void>;
}

export function createVerdictQueue(queue: Queue): VerdictQueue {
  return {
    fits: (row) => messageBytes(row) <= MOST_MESSAGE_BYTES,
    async send(rows) {
      const [only, ...others] = rows;
      // The platform is faster with one message than with a batch of one.
      if (only !== undefined && others.length === 0) {
        await queue.send(only, { contentType: 'json' });
        return;
      }
      for (const batch of intoBatches(rows)) {
        await queue.sendBatch(batch.map((row) => ({ body: row, contentType: 'json' })));
      }
    },
  };
}

function messageBytes(row: VerdictRow): number {
  return Buffer.byteLength(JSON.stringify(row)) + 100;
}

function intoBatches(rows: readonly VerdictRow[]): VerdictRow[][] {
  const batches: VerdictRow[][] = [];
  let bytes = Number.POSITIVE_INFINITY;
  for (const row of rows) {
    const rowBytes = messageBytes(row);
    const last = batches.at(-1);
    if (
      last === undefined ||
      last.length === MOST_MESSAGES ||
      bytes + rowBytes > MOST_BATCH_BYTES
    ) {
      batches.push([row]);
      bytes = rowBytes;
    } else {
      last.push(row);
      bytes += rowBytes;
    }
  }
  return batches;
}
