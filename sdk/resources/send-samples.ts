import type { Call } from '../call.ts';
import type { RequestOptions } from '../options.ts';
import { partsOf, type SamplePart, type SampleSource } from '../samples.ts';
import { pathOf } from '../transport.ts';
import type { Batch, BatchOptions } from '../types.ts';
import { keyed, withLinesAfter } from './parts.ts';

export type AppendOptions = Pick<BatchOptions, 'onInvalid'>;

export interface CreateOptions extends RequestOptions {
  /** Called once the batch exists, before the rest of its samples is sent. */
  onCreated?: ((batch: Batch) => void) | undefined;
}

/** Maximum size of the samples in a JSON request, without the surrounding options. */
const JSON_BYTES = 1_048_576 - 100;

/** Creates a batch in one request if the samples fit, or else an open batch in parts. */
export async function createBatch(
  call: Call,
  source: SampleSource,
  options: BatchOptions,
  { onCreated, ...request }: CreateOptions = {},
): Promise<Batch> {
  const parts = partsOf(source);
  const first = await parts.next();
  // There is always a first part.
  const part = first.value as SamplePart;
  const optionBytes = new TextEncoder().encode(JSON.stringify(options)).length;
  const isBlank = part.isLast && part.lines.every((line) => line.trim() === '');
  const samples = isBlank ? [] : part.samples;
  if (part.isLast && samples && part.bytes + optionBytes <= JSON_BYTES) {
    const made = await make(call, samples.length > 0 ? { ...options, samples } : options, request);
    onCreated?.(made);
    return made;
  }

  const { onInvalid, open = false } = options;
  const batch = await make(call, { ...options, open: true }, keyed(request, 'open'));
  onCreated?.(batch);
  const path = pathOf('batches', batch.id, 'seal');
  try {
    const filled = await appendParts(call, batch.id, chain(part, parts), { onInvalid }, request);
    if (open) return filled;
    return await call<Batch>(
      { operation: 'batches.seal', args: [batch.id], method: 'POST', path },
      keyed(request, 'seal'),
    );
  } catch (cause) {
    if (request.idempotencyKey === undefined) await abandon(call, batch.id);
    throw cause;
  }
}

export function appendSamples(
  call: Call,
  id: string,
  source: SampleSource,
  options: AppendOptions,
  request: RequestOptions = {},
): Promise<Batch> {
  return appendParts(call, id, partsOf(source), options, request);
}

function make(
  call: Call,
  body: BatchOptions & { samples?: SamplePart['samples'] },
  request: RequestOptions,
): Promise<Batch> {
  return call(
    { operation: 'batches.create', args: [body], method: 'POST', path: '/v1/batches', body },
    request,
  );
}

async function appendParts(
  call: Call,
  id: string,
  parts: AsyncIterable<SamplePart>,
  { onInvalid }: { onInvalid?: AppendOptions['onInvalid'] | undefined },
  request: RequestOptions,
): Promise<Batch> {
  let number = 0;
  let sent = 0;
  let batch: Batch | undefined;
  for await (const { lines } of parts) {
    number += 1;
    batch = await call<Batch>(
      {
        operation: 'batches.append',
        args: [id, { lines, onInvalid }],
        method: 'POST',
        path: pathOf('batches', id, 'samples'),
        query: { onInvalid },
        lines,
      },
      keyed(request, String(number)),
    ).catch((cause: unknown) => {
      throw withLinesAfter(sent, cause);
    });
    sent += lines.length;
  }
  // There is always a part.
  return batch as Batch;
}

async function* chain<Item>(first: Item, rest: AsyncIterable<Item>): AsyncGenerator<Item> {
  yield first;
  yield* rest;
}

/** Cancels an incomplete batch. If even that fails, the open batch is cancelled within a week. */
async function abandon(call: Call, id: string): Promise<void> {
  const path = pathOf('batches', id, 'cancel');
  const cancelled: Promise<unknown> = call(
    { operation: 'batches.cancel', args: [id], method: 'POST', path },
    { maxRetries: 0, timeoutMs: 5_000 },
  );
  await cancelled.catch(() => {});
}
