import { tableOf } from '../print.ts';
import { injectionTasks } from './injection.ts';
import { certaintyBy } from './measure.ts';
import { refusalTasks } from './refusal.ts';
import type { DataFolder, Labelled, MakeTasks, Task } from './task.ts';
import { toxicityTasks } from './toxicity.ts';

const TASKS: readonly MakeTasks[] = [injectionTasks, toxicityTasks, refusalTasks];

/** The share of samples that the scripted judge gets right: about what judges reach on such data. */
const JUDGE_IS_RIGHT = 0.95;
/** The bands around the threshold that are tried, as values: narrow ones ask the judge less. */
const BANDS = [
  0, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.43, 0.45, 0.47, 0.48, 0.49, 0.495, 0.5,
];

/** One sample as a detector and the judge see it. */
interface Seen {
  certainty: number;
  isPositive: boolean;
  judgeSays: boolean;
}

/**
 * What it saves to ask a judge only where a detector is unsure: the narrowest band in which detector and
 * judge together are right as often as the judge alone, and how many samples are in it. The judge is
 * scripted: right on a fixed share of the samples, chosen by their order, whatever they hold.
 */
export function escalationTable(data: DataFolder): string {
  const rows = TASKS.flatMap((make) => make(data)).flatMap(rowsOf);
  return tableOf(
    [
      'detector',
      'source',
      'samples',
      'detector alone',
      'judge alone',
      'together',
      'unsure values',
      'judge calls',
    ],
    rows,
  );
}

function rowsOf({ detector, params, sources }: Task): string[][] {
  const certainty = certaintyBy(detector, params);
  // Some tasks have a source of all samples; the others are in it.
  const names = Object.keys(sources).filter((name) => name.includes('all '));
  return Object.entries(sources)
    .filter(([name, some]) => some.length > 0 && (names.length === 0 || names.includes(name)))
    .map(([name, some]) => rowOf(detector, name, some.map(seenBy(certainty))));
}

function seenBy(certainty: (sample: Labelled['sample']) => number) {
  return ({ sample, isPositive }: Labelled, i: number): Seen => ({
    certainty: certainty(sample),
    isPositive,
    judgeSays: isWrong(i) ? !isPositive : isPositive,
  });
}

/** Spread evenly, in an order that has nothing to do with that of the samples. */
function isWrong(i: number): boolean {
  return (i * GOLDEN) % 1 >= JUDGE_IS_RIGHT;
}

const GOLDEN = 0.618_033_988_749_895;

function rowOf(detector: string, source: string, seen: readonly Seen[]): string[] {
  const alone = shareOf(seen, ({ certainty, isPositive }) => certainty > 0.5 === isPositive);
  const judge = shareOf(seen, ({ judgeSays, isPositive }) => judgeSays === isPositive);
  const together = (band: number) =>
    shareOf(seen, (each) => decide(each, band) === each.isPositive);
  const band = BANDS.find((width) => together(width) >= judge) ?? 0.5;
  const calls = shareOf(seen, (each) => isUnsure(each, band));
  return [
    `\`${detector}\``,
    source,
    String(seen.length),
    alone.toFixed(3),
    judge.toFixed(3),
    together(band).toFixed(3),
    band === 0 ? 'none' : `${(0.5 - band).toFixed(3)}–${(0.5 + band).toFixed(3)}`,
    `${(100 * calls).toFixed(0)} %`,
  ];
}

function decide(seen: Seen, band: number): boolean {
  return isUnsure(seen, band) ? seen.judgeSays : seen.certainty > 0.5;
}

function isUnsure({ certainty }: Seen, band: number): boolean {
  return Math.abs(certainty - 0.5) < band;
}

function shareOf(seen: readonly Seen[], holds: (each: Seen) => boolean): number {
  return seen.filter(holds).length / seen.length;
}
