import type { Always, Capabilities, Scorer } from '@assay/scorers/define.ts';
import { isDetector } from '@assay/scorers/detectors/define-detector.ts';
import { NO_EMBEDDER, NO_JUDGE, NO_RERANKER } from '@assay/scorers/judging/judge.ts';
import { SCORERS } from '@assay/scorers/registry.ts';
import { createWork } from '@assay/scorers/work.ts';
import { Bench } from 'tinybench';
import { COUNTERPARTS } from './counterparts.ts';
import { printHeading, printTable } from './print.ts';
import { type Workload, workloadOf } from './workloads.ts';

const LENGTHS = [200, 10_000];
/** How many times slower than its counterpart a scorer may be. */
const SLOWEST = 1.2;

/** Measures each scorer's own function, beside what others use for the same, and prints a table. */
export async function benchScorers(milliseconds: number): Promise<void> {
  printHeading('Scorers, operations a second');
  const rows: string[][] = [];
  for (const scorer of SCORERS as readonly Scorer[]) {
    // Scorers made of scorers cost what those inside them cost.
    if (scorer.uses.length > 0) continue;
    for (const characters of LENGTHS) {
      rows.push(...(await measure(scorer, characters, milliseconds)));
    }
  }
  printTable(['scorer', 'characters', 'ops/s', 'beside', 'ops/s', 'times its speed', ''], rows);
}

async function measure(
  scorer: Scorer,
  characters: number,
  milliseconds: number,
): Promise<string[][]> {
  const workload = workloadOf(scorer, characters);
  const row = [scorer.id, String(characters)];
  const { status } = await scorer.score(workload.sample, workload.params, NOTHING);
  if (status !== 'scored') return [[...row, `(${status})`, '', '', '', '']];
  const counterparts = COUNTERPARTS[scorer.id] ?? [];
  const rates = await operationsPerSecond(scorer, workload, milliseconds);
  const own = rates.get(OWN) ?? Number.NaN;
  if (counterparts.length === 0) return [[...row, show(own), '', '', '', '']];
  return counterparts.map(({ library }) => {
    const theirs = rates.get(library) ?? Number.NaN;
    const isMet = own * SLOWEST >= theirs;
    return [...row, show(own), library, show(theirs), show(own / theirs), isMet ? '' : 'MISSED'];
  });
}

const OWN = 'Assay';

const NOTHING: Capabilities & Always = {
  work: createWork(Number.POSITIVE_INFINITY),
  scores: [],
  scoreBy: () => Promise.reject(new Error('scorers made of scorers are not measured')),
  judge: NO_JUDGE,
  embed: NO_EMBEDDER,
  rerank: NO_RERANKER,
};

async function operationsPerSecond(
  scorer: Scorer,
  { sample, params }: Workload,
  milliseconds: number,
): Promise<Map<string, number>> {
  const bench = new Bench({
    time: milliseconds,
    iterations: 5,
    warmupTime: milliseconds / 3,
    warmupIterations: 3,
  });
  // A detector knows what it has found in a sample, so that it is given another one each time.
  bench.add(
    OWN,
    isDetector(scorer)
      ? () => scorer.score({ ...sample }, params, NOTHING)
      : () => scorer.score(sample, params, NOTHING),
  );
  for (const { library, run } of COUNTERPARTS[scorer.id] ?? [])
    bench.add(library, () => run(sample));
  await bench.run();
  return new Map(
    bench.tasks.map(({ name, result }) => {
      if (!('latency' in result)) throw new Error(`${name} could not be measured`);
      return [name, 1000 / result.latency.p50];
    }),
  );
}

function show(value: number): string {
  return value >= 100 ? Math.round(value).toLocaleString('en') : value.toPrecision(2);
}
