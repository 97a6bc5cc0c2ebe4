import type { LoadGenerator, Target, Turn } from './load.ts';
import { quantile } from './statistics.ts';

/** How many turns each side gets, and how long one is. */
export interface Turns {
  count: number;
  ms: number;
}

/** What two kinds of request came to, side by side. */
export interface Pair {
  ours: Side;
  theirs: Side;
  /** Our rate by CPU time as a share of theirs: the middle of all rounds, and its quartiles. */
  ratio: number;
  quartiles: [number, number];
  /** The same by the time on the wall. */
  wallRatio: number;
}

/** One of the two. */
export interface Side {
  perCpuSecond: number;
  /** How long half of the answers took at most, and 99 of 100. */
  p50Ms: number;
  p99Ms: number;
}

const WARM_UP_MS = 3_000;

/**
 * Takes many short turns, each round in an order of chance: what else the machine does changes more
 * slowly than that, and so meets both alike.
 */
export async function takeTurns(
  load: LoadGenerator,
  ours: Target,
  theirs: Target,
  { count, ms }: Turns,
): Promise<Pair> {
  for (const target of [theirs, ours]) await load.take(target, WARM_UP_MS);
  const rounds: { ours: Turn; theirs: Turn }[] = [];
  for (let round = 0; round < count; round += 1) {
    if (Math.random() < 0.5) {
      const first = await load.take(ours, ms);
      rounds.push({ ours: first, theirs: await load.take(theirs, ms) });
    } else {
      const first = await load.take(theirs, ms);
      rounds.push({ ours: await load.take(ours, ms), theirs: first });
    }
  }
  const ratios = (rate: (turn: Turn) => number) =>
    rounds.map((round) => rate(round.ours) / rate(round.theirs));
  const byCpu = ratios(rateByCpu);
  return {
    ours: sideOf(rounds.map((round) => round.ours)),
    theirs: sideOf(rounds.map((round) => round.theirs)),
    ratio: quantile(byCpu, 0.5),
    quartiles: [quantile(byCpu, 0.25), quantile(byCpu, 0.75)],
    wallRatio: quantile(
      ratios(({ units, wallMs }) => units / wallMs),
      0.5,
    ),
  };
}

function rateByCpu({ units, cpuMs }: Turn): number {
  return (1_000 * units) / cpuMs;
}

function sideOf(turns: readonly Turn[]): Side {
  const latencies = turns.flatMap(({ latenciesMs }) => latenciesMs);
  return {
    perCpuSecond: quantile(turns.map(rateByCpu), 0.5),
    p50Ms: quantile(latencies, 0.5),
    p99Ms: quantile(latencies, 0.99),
  };
}
