import type { BatchReport } from '../types.ts';
import type { Output } from './system.ts';

const WIDTH = 30;
// Looks are a second apart; who reads a log wants to see that it goes on.
const LOOKS_PER_LINE = 30;

/** Shows the progress of a batch. */
export function progressOn(output: Output) {
  return progressOf(output, batchLine);
}

/** Shows progress: a bar in a terminal, or a line now and then in a log. */
export function progressOf<Item>(output: Output, lineOf: (item: Item) => string) {
  let isShown = false;
  let looks = 0;
  return {
    show(item: Item): void {
      looks += 1;
      if (!output.isTerminal) {
        if (looks % LOOKS_PER_LINE === 0) output.write(`${lineOf(item)}\n`);
        return;
      }
      isShown = true;
      // To the line's start, and what was there cleared.
      output.write(`\r\u001b[K${lineOf(item)}`);
    },
    end(): void {
      if (isShown) output.write('\n');
    },
  };
}

function batchLine({ counts, samplesPerSecond, costUsd }: BatchReport): string {
  const { total, pending, passed, failed, error } = counts;
  const done = total - pending;
  const rate = samplesPerSecond === null ? '' : `  ${samplesPerSecond.toFixed(0)}/s`;
  const cost = costUsd > 0 ? `  $${costUsd.toFixed(2)}` : '';
  const parts = `${passed} passed, ${failed} failed${error > 0 ? `, ${error} errors` : ''}`;
  return `${barOf(done, total)}  ${parts}${rate}${cost}`;
}

/** How much is done, as a bar and in numbers. */
export function barOf(done: number, total: number): string {
  const filled = total === 0 ? 0 : Math.floor((done / total) * WIDTH);
  return `${'█'.repeat(filled)}${'░'.repeat(WIDTH - filled)} ${done}/${total}`;
}
