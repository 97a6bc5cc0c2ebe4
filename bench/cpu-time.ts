import { readdirSync, readFileSync } from 'node:fs';

/**
 * The CPU time that the threads of the workerd started by this process have used so far, in
 * milliseconds, to the nanosecond: unlike the time on the wall, it hardly changes with what else the
 * machine does. NaN where there is no /proc.
 */
export function workerdThreadsMs(): number {
  const pid = processIds().find(isOurWorkerd);
  return pid === undefined ? Number.NaN : threadsMs(pid);
}

/**
 * The same of another process.
 *
 * Source: the kernel's scheduler statistics, /proc/pid/task/tid/schedstat: its first field.
 */
export function threadsMs(pid: number): number {
  const nanoseconds = namesIn(`/proc/${pid}/task`).map((thread) =>
    Number(textOf(`/proc/${pid}/task/${thread}/schedstat`).split(' ')[0]),
  );
  if (nanoseconds.length === 0) return Number.NaN;
  return nanoseconds.reduce((sum, each) => sum + each, 0) / 1e6;
}

/** Source: proc(5), /proc/pid/stat: fields 2 (name) and 4 (parent). */
function isOurWorkerd(pid: number): boolean {
  const [, name, rest] = /\((.*)\) (.*)/.exec(textOf(`/proc/${pid}/stat`)) ?? [];
  return name === 'workerd' && Number(rest?.split(' ')[1]) === process.pid;
}

function processIds(): number[] {
  return namesIn('/proc').map(Number).filter(Number.isInteger);
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    // It ended since it was listed.
    return '';
  }
}
