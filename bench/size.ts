import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { printHeading, verdictOn } from './print.ts';
import { median } from './statistics.ts';
import { build, root, wrangler } from './wrangler.ts';

const MOST_KILOBYTES = 700;
const STARTS = 3;

/** Prints the size of the built Worker and the time it takes to start. */
export async function benchSize(folder: string): Promise<void> {
  const script = await build(join(root, 'wrangler.toml'), join(folder, 'size'));
  const kilobytes = gzipSync(await readFile(script)).length / 1000;
  const startsMs: number[] = [];
  for (let i = 0; i < STARTS; i += 1) startsMs.push(await startUpMs(join(folder, 'start')));

  printHeading('Size and start');
  console.log(
    `Bundle: ${kilobytes.toFixed(0)} KB gzipped (target: ≤ ${MOST_KILOBYTES}): ${verdictOn(kilobytes <= MOST_KILOBYTES)}`,
  );
  console.log(
    `Start-up: ${median(startsMs).toFixed(0)} ms of CPU (${STARTS} starts: ${startsMs.map((ms) => ms.toFixed(0)).join(', ')})`,
  );
}

interface CpuProfile {
  nodes: { id: number; callFrame: { functionName: string } }[];
  samples: number[];
  timeDeltas: number[];
}

/** The time that evaluating the module takes, as wrangler's own profile of it tells. */
async function startUpMs(path: string): Promise<number> {
  await wrangler('check', 'startup', `--outfile=${path}`);
  const { nodes, samples, timeDeltas }: CpuProfile = JSON.parse(await readFile(path, 'utf8'));
  const idle = new Set(
    nodes.filter(({ callFrame }) => callFrame.functionName === '(idle)').map(({ id }) => id),
  );
  const microseconds = timeDeltas.filter((_, i) => !idle.has(samples[i] ?? -1));
  return microseconds.reduce((sum, delta) => sum + delta, 0) / 1000;
}
