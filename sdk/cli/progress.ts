import type { BatchReport } from '../types.ts';
import type { Output } from './system.ts';

const WIDTH = 30;

/** Shows how far a batch is: a bar that moves for a person, nothing in a log. */
export function progressOn(output: Output) {
  let isShown = false;
  return {
    show(batch: BatchReport): void {
      if (!output.isTerminal) return;
      isShown = true;
      // To the line's start, and what was there cleared.
      output.write(`\r\u001b[K${bar(batch)}`);
    },
    end(): void {
      if (isShown) output.write('\n');
    },
  };
}

function bar({ counts, samplesPerSecond, costUsd }: BatchReport): string {
  const { total, pending, passed, failed, error } = counts;
  const done = total - pending;
  const filled = total === 0 ? 0 : Math.floor((done / total) * WIDTH);
  const rate = samplesPerSecond === null ? '' : `  ${samplesPerSecond.toFixed(0)}/s`;
  const cost = costUsd > 0 ? `  $${costUsd.toFixed(2)}` : '';
  const parts = `${passed} passed, ${failed} failed${error > 0 ? `, ${error} errors` : ''}`;
  return `${'█'.repeat(filled)}${'░'.repeat(WIDTH - filled)} ${done}/${total}  ${parts}${rate}${cost}`;
}
