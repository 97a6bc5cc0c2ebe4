import type { BatchGate } from '@assay/schema/types.ts';
import type { StoredBatch } from '../../store/batches.ts';

/** A gate as it is stored, with the run of the batch that it is of. */
export interface StoredGate extends BatchGate {
  run: number;
}

/** What the gate of a batch came to; null where it has none, or has run again since. */
export function gateOf({ gate, run }: Pick<StoredBatch, 'gate' | 'run'>): BatchGate | null {
  if (gate === null) return null;
  const { run: of, ...stored }: StoredGate = JSON.parse(gate);
  return of === run ? stored : null;
}
