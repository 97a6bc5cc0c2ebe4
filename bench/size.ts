import { readdir, readFile } from 'node:fs/promises';
import { dirname, extname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { printHeading, verdictOn } from './print.ts';
import { median } from './statistics.ts';
import { build, root, wrangler } from './wrangler.ts';

const MOST_SCRIPT_KILOBYTES = 580;
const MOST_KILOBYTES = 1200;
const STARTS = 3;

/** Prints the size of the built Worker and the time it takes to start. */
export async function benchSize(folder: string): Promise<void> {
  const script = await build(join(root, 'wrangler.toml'), join(folder, 'size'));
  const kilobytes = await gzippedKilobytes(dirname(script));
  const total = [...kilobytes.values()].reduce((sum, each) => sum + each, 0);
  const startsMs: number[] = [];
  for (let i = 0; i < STARTS; i += 1) startsMs.push(await startUpMs(join(folder, 'start')));

  printHeading('Size and start');
  printSize('Script', kilobytes.get('.js') ?? 0, MOST_SCRIPT_KILOBYTES);
  printSize('With WebAssembly and data', total, MOST_KILOBYTES);
  console.log(
    `Start-up: ${median(startsMs).toFixed(0)} ms of CPU (${STARTS} starts: ${startsMs.map((ms) => ms.toFixed(0)).join(', ')})`,
  );
}

function printSize(name: string, kilobytes: number, most: number): void {
  console.log(
    `${name}: ${kilobytes.toFixed(0)} KB gzipped (target: ≤ ${most}): ${verdictOn(kilobytes <= most)}`,
  );
}

/** What is uploaded, each module gzipped alone, by the endings of their names. */
async function gzippedKilobytes(folder: string): Promise<Map<string, number>> {
  const kilobytes = new Map<string, number>();
  for (const name of await readdir(folder, { recursive: true })) {
    const ending = extname(name);
    if (!['.js', '.wasm', '.bin'].includes(ending)) continue;
    const size = gzipSync(await readFile(join(folder, name))).length / 1000;
    kilobytes.set(ending, (kilobytes.get(ending) ?? 0) + size);
  }
  return kilobytes;
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
