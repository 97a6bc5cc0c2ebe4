import type { Dataset, DatasetItem, DatasetRemoval, DatasetUpload } from '@assay/schema/types.ts';
import type { Call } from '../call.ts';
import type { RequestOptions } from '../options.ts';
import { partsOf, type Source } from '../samples.ts';
import { pathOf } from '../transport.ts';
import { keyed, withLinesAfter } from './parts.ts';

export interface PushOptions extends RequestOptions {
  /** Purpose of the data set. Defaults to that of the newest version. */
  description?: string | undefined;
  /** The version that is changed. Without it, the items are all that the new version has. */
  base?: number | undefined;
}

/** Items, or removals where a base is changed: a list, an iterable, or NDJSON as bytes or text. */
export type ItemSource = Source<DatasetItem | DatasetRemoval>;

/** Uploads items in parts, and makes a version of them. */
export async function pushItems(
  call: Call,
  name: string,
  source: ItemSource,
  { description, base, ...request }: PushOptions = {},
): Promise<Dataset> {
  const body = {
    ...(description !== undefined && { description }),
    ...(base !== undefined && { base }),
  };
  const { id } = await call<DatasetUpload>(
    {
      operation: 'datasets.openUpload',
      args: [name, body],
      method: 'POST',
      path: pathOf('datasets', name, 'uploads'),
      body,
    },
    keyed(request, 'open'),
  );
  try {
    await appendParts(call, name, id, source, request);
    const path = pathOf('datasets', name, 'uploads', id, 'seal');
    return await call<Dataset>(
      { operation: 'datasets.seal', args: [name, id], method: 'POST', path },
      keyed(request, 'seal'),
    );
  } catch (cause) {
    if (request.idempotencyKey === undefined) await discard(call, name, id);
    throw cause;
  }
}

async function appendParts(
  call: Call,
  name: string,
  id: string,
  source: ItemSource,
  request: RequestOptions,
): Promise<void> {
  let number = 0;
  let sent = 0;
  for await (const { lines } of partsOf(source, 'items')) {
    number += 1;
    const path = pathOf('datasets', name, 'uploads', id, 'items');
    const append = {
      operation: 'datasets.append',
      args: [name, id, { lines }],
      path,
      lines,
    } as const;
    const appended: Promise<unknown> = call(
      { ...append, method: 'POST' },
      keyed(request, String(number)),
    );
    await appended.catch((cause: unknown) => {
      throw withLinesAfter(sent, cause);
    });
    sent += lines.length;
  }
}

/** Discards an incomplete upload. If even that fails, it is removed within a day. */
async function discard(call: Call, name: string, id: string): Promise<void> {
  const path = pathOf('datasets', name, 'uploads', id);
  const discarded: Promise<unknown> = call(
    { operation: 'datasets.discard', args: [name, id], method: 'DELETE', path },
    { maxRetries: 0, timeoutMs: 5_000 },
  );
  await discarded.catch(() => {});
}
