import { readdirSync, readFileSync, writeFileSync } from 'node:fs';

/** The workerd that this process started. Source: proc(5). */
function workerd(): string | undefined {
  return readdirSync('/proc').find((pid) => {
    const status = /^\d+$/.test(pid) ? read(`/proc/${pid}/status`) : '';
    return /^Name:\s+workerd$/m.test(status) && status.includes(`PPid:\t${process.pid}\n`);
  });
}

/** Forgets the peak so far, so that the next one is of what follows. */
export function resetPeakMemory(): void {
  const pid = workerd();
  if (pid !== undefined) writeFileSync(`/proc/${pid}/clear_refs`, '5');
}

/** The most memory that workerd held since, in MB: isolates, database cache and queue together. */
export function peakMemoryMb(): number {
  const pid = workerd();
  const status = pid === undefined ? '' : read(`/proc/${pid}/status`);
  return Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1]) / 1024;
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    // It ended since it was listed.
    return '';
  }
}
