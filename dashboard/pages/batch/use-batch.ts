import type { BatchReport } from '@assay/sdk';
import { type ReadonlySignal, useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { endSessionIfRefused } from '../../data/use-loaded.ts';
import { session } from '../../session/session.ts';

interface Followed {
  id: string;
  batch: BatchReport | undefined;
  error: unknown;
}

/** A batch, followed while it runs. */
export function useBatch(id: string): { followed: ReadonlySignal<Followed>; reload(): void } {
  const followed = useSignal<Followed>({ id, batch: undefined, error: undefined });
  const turn = useSignal(0);
  const started = turn.value;
  useEffect(() => {
    const aborter = new AbortController();
    if (followed.peek().id !== id) followed.value = { id, batch: undefined, error: undefined };
    const show = (batch: BatchReport) => {
      if (!aborter.signal.aborted) followed.value = { id, batch, error: undefined };
    };
    follow(id, show, aborter.signal).catch((error: unknown) => {
      if (aborter.signal.aborted) return;
      endSessionIfRefused(error);
      followed.value = { ...followed.peek(), error };
    });
    return () => aborter.abort();
  }, [id, started, followed]);
  return {
    followed,
    reload() {
      turn.value += 1;
    },
  };
}

/** Reads a batch, and then each change until it has ended; a connection lasts a few minutes. */
async function follow(
  id: string,
  show: (batch: BatchReport) => void,
  signal: AbortSignal,
): Promise<void> {
  const { assay } = session();
  let batch = await assay.batches.get(id, { signal });
  show(batch);
  while (batch.endedAt === null && batch.status !== 'open' && !signal.aborted) {
    for await (const changed of assay.batches.events(id, { signal })) {
      batch = changed;
      show(batch);
    }
  }
}
