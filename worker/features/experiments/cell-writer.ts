import type { Log } from '../../core/log.ts';
import type { ExperimentPartStore, NewCell, OpenPart } from '../../store/experiment-parts.ts';
import { HOLDER_LEASE_MS } from './leases.ts';

/** Writes results of one turn as they come. */
export interface CellWriter {
  /** Waits until the result is written. */
  add(cell: NewCell): Promise<void>;
  /** Prolongs the lease where no results come. */
  beat(): void;
  /** Waits for what is being written. */
  flush(): Promise<void>;
  /** What all answers of the experiment had cost at the last write, and those that are yet unwritten. */
  costUsd(): number;
  /** Of the answers of this turn with a price; undefined before the first. */
  meanCostUsd(): number | undefined;
}

interface WriterNeeds {
  parts: Pick<ExperimentPartStore, 'write' | 'renew'>;
  nowMs(): number;
  log: Log;
}

/**
 * Writes one statement at a time: what comes meanwhile is written together next.
 *
 * @param spentUsd what all answers have cost so far
 * @param onLost called when the lease is another's, or the experiment has ended
 */
export function createCellWriter(
  part: OpenPart,
  spentUsd: number,
  onLost: () => void,
  { parts, nowMs, log }: WriterNeeds,
): CellWriter {
  let waiting: NewCell[] = [];
  let writing: Promise<void> | undefined;
  let costUsd = spentUsd;
  let unwrittenUsd = 0;
  let priced = { count: 0, sum: 0 };

  async function writeNext(): Promise<void> {
    // Lets results that are ready at the same moment go together.
    await Promise.resolve();
    const cells = waiting;
    waiting = [];
    writing = undefined;
    try {
      const written = await parts.write(part, cells, nowMs() + HOLDER_LEASE_MS);
      costUsd = Math.max(costUsd, written.costUsd);
      unwrittenUsd -= sumUsd(cells);
      if (!written.isHeld) onLost();
    } catch (cause) {
      // What cannot be written must not be asked for.
      onLost();
      throw cause;
    }
  }

  let last: Promise<void> = Promise.resolve();
  return {
    add(cell) {
      waiting.push(cell);
      unwrittenUsd += sumUsd([cell]);
      if (cell.status === 'generated' && cell.costUsd !== null) {
        priced = { count: priced.count + 1, sum: priced.sum + cell.costUsd };
      }
      writing ??= last.then(writeNext, writeNext);
      last = writing;
      return writing;
    },
    beat() {
      void parts.renew(part, nowMs() + HOLDER_LEASE_MS).then(
        (isHeld) => {
          if (!isHeld) onLost();
        },
        () => log({ level: 'warn', event: 'part_not_renewed', experimentId: part.experimentId }),
      );
    },
    flush: () => last,
    costUsd: () => costUsd + unwrittenUsd,
    meanCostUsd: () => (priced.count === 0 ? undefined : priced.sum / priced.count),
  };
}

function sumUsd(cells: readonly NewCell[]): number {
  return cells.reduce((sum, { costUsd }) => sum + (costUsd ?? 0), 0);
}
