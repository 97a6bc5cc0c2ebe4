import type { Log } from '../../core/log.ts';
import type { ExperimentPartStore, NewCell, OpenPart } from '../../store/experiment-parts.ts';
import type { CostLimit } from './cost-limit.ts';
import { HOLDER_LEASE_MS } from './leases.ts';
import { pause } from './pause.ts';

/** Writes results of one turn as they come. */
export interface CellWriter {
  /** Waits until the result is written. */
  add(cell: NewCell): Promise<void>;
  /** Prolongs the lease where no results come. */
  beat(): void;
  /** Writes what waits at once, and waits for it. */
  flush(): Promise<void>;
  /** How many statements it has run. */
  statements(): number;
}

interface WriterNeeds {
  parts: Pick<ExperimentPartStore, 'write' | 'renew'>;
  nowMs(): number;
  log: Log;
}

interface WriterOptions {
  /** Results that are written without waiting for more. */
  most: number;
  /** What the experiment may cost; undefined without a limit. */
  limit: CostLimit | undefined;
  /** Called when the lease is another's, or the experiment has ended. */
  onLost: () => void;
}

// Results that come within a moment of each other are one statement.
const GATHER_MS = 30;
// Of a write: charge, results, lease; with a limit also reservations and the dearest answer.
const STATEMENTS = { free: 3, limited: 5 };

/** Writes one transaction at a time: what comes meanwhile is written together next. */
export function createCellWriter(
  part: OpenPart,
  { most, limit, onLost }: WriterOptions,
  { parts, nowMs, log }: WriterNeeds,
): CellWriter {
  let waiting: NewCell[] = [];
  let next: Promise<void> | undefined;
  let last: Promise<void> = Promise.resolve();
  let hurry = new AbortController();
  let statements = 0;

  async function writeNext(): Promise<void> {
    const before = last;
    if (waiting.length < most) await pause(GATHER_MS, hurry.signal);
    await before.catch(() => {});
    const cells = waiting;
    [waiting, next, hurry] = [[], undefined, new AbortController()];
    statements += limit === undefined ? STATEMENTS.free : STATEMENTS.limited;
    try {
      const leaseUntilMs = nowMs() + HOLDER_LEASE_MS;
      const mostNanoUsd = limit?.mostNanoUsd() ?? null;
      const isHeld = await parts.write(part, {
        ...{ cells, leaseUntilMs },
        limit: limit && { mostNanoUsd },
      });
      if (!isHeld) onLost();
    } catch (cause) {
      // What cannot be written must not be asked for.
      onLost();
      throw cause;
    }
  }

  return {
    add(cell) {
      waiting.push(cell);
      if (next === undefined) {
        next = writeNext();
        last = next;
      } else if (waiting.length >= most) {
        hurry.abort();
      }
      return last;
    },
    beat() {
      statements += 1;
      void parts.renew(part, nowMs() + HOLDER_LEASE_MS).then(
        (isHeld) => {
          if (!isHeld) onLost();
        },
        () => log({ level: 'warn', event: 'part_not_renewed', experimentId: part.experimentId }),
      );
    },
    async flush() {
      hurry.abort();
      await last;
    },
    statements: () => statements,
  };
}
