import { readdirSync, readFileSync } from 'node:fs';

const TICKS_A_SECOND = 100;

/**
 * The CPU time that the workerd started by this process has used so far, in seconds: unlike the time
 * on the wall, it hardly changes with what else the machine does. NaN where there is no /proc.
 *
 * Source: proc(5), /proc/pid/stat: fields 2 (name), 4 (parent), 14 and 15 (ticks used).
 */
export function workerdCpuSeconds(): number {
  let seconds = Number.NaN;
  for (const pid of processIds()) {
    const { name, parent, cpuSeconds } = readStat(pid);
    if (name === 'workerd' && parent === process.pid) seconds = cpuSeconds;
  }
  return seconds;
}

/** The same of another process. */
export function cpuSecondsOf(pid: number): number {
  return readStat(String(pid)).cpuSeconds;
}

function readStat(pid: string) {
  const [, name, rest] = /\((.*)\) (.*)/.exec(statOf(pid)) ?? [];
  const fields = rest?.split(' ') ?? [];
  const cpuSeconds = (Number(fields[11]) + Number(fields[12])) / TICKS_A_SECOND;
  return { name, parent: Number(fields[1]), cpuSeconds };
}

function processIds(): string[] {
  try {
    return readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  } catch {
    return [];
  }
}

function statOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    // It ended since it was listed.
    return '';
  }
}

/**
 * The CPU time that the threads of that workerd have used so far, in milliseconds, to the nanosecond.
 *
 * Source: the kernel's scheduler statistics, /proc/pid/task/tid/schedstat: its first field.
 */
export function workerdThreadsMs(): number {
  const pid = processIds().find((id) => isOurWorkerd(statOf(id)));
  if (pid === undefined) return Number.NaN;
  const threads = readdirSync(`/proc/${pid}/task`);
  const nanoseconds = threads.map((thread) =>
    Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ')[0]),
  );
  return nanoseconds.reduce((sum, each) => sum + each, 0) / 1e6;
}

function isOurWorkerd(stat: string): boolean {
  const [, name, rest] = /\((.*)\) (.*)/.exec(stat) ?? [];
  return name === 'workerd' && Number(rest?.split(' ')[1]) === process.pid;
}
