import { measureRate, type Rate, type Target } from './load.ts';
import type { LocalWorkerd } from './local-workerd.ts';
import { printHeading, printTable, verdictOn } from './print.ts';
import { median } from './statistics.ts';
import { prose, vary } from './texts.ts';

/** Two kinds of request measured in turns, and the share of the floor's rate that Assay has to reach. */
interface Comparison {
  name: string;
  assay: Target;
  floor: Target;
  /** null where nothing is asked of it. */
  least: number | null;
}

interface Measured {
  assay: Rate;
  floor: Rate;
}

export interface Rounds {
  count: number;
  seconds: number;
}

/** Measures Assay against the floors, and prints the ratios. */
export async function benchHttp(workerd: LocalWorkerd, rounds: Rounds): Promise<void> {
  const comparisons = [
    scoresAlone(workerd),
    ...comparisonsOf('', workerd.assayUrl, workerd),
    ...comparisonsOf(', counting requests on disk', workerd.assayOnDiskUrl, workerd),
  ];
  for (const { assay } of comparisons) await checkAnswer(assay);

  printHeading('Requests a second, Assay / floor, on one workerd');
  const rows: string[][] = [];
  for (const comparison of comparisons) {
    const measured = await measure(comparison, rounds);
    rows.push(toRow(comparison, measured));
  }
  printTable(
    ['requests', 'Assay', 'floor', 'ratio', 'range', 'target', '', 'by CPU time', 'range'],
    rows,
  );
}

/** What no way of serving the same scores could be faster than. */
function scoresAlone({ floorUrl }: LocalWorkerd): Comparison {
  return {
    name: 'the five scorers and nothing else / echo',
    assay: { url: `${floorUrl}/scores`, body: scoreRequest('none') },
    floor: { url: `${floorUrl}/echo`, body: scoreRequest('none') },
    least: null,
  };
}

function comparisonsOf(
  suffix: string,
  assayUrl: string,
  { floorUrl, apiKey }: LocalWorkerd,
): Comparison[] {
  const score = (store: 'none' | 'now'): Target => ({
    url: `${assayUrl}/v1/score`,
    headers: { Authorization: `Bearer ${apiKey}` },
    body: scoreRequest(store),
  });
  return [
    {
      name: `store "none" / echo${suffix}`,
      assay: score('none'),
      floor: { url: `${floorUrl}/echo`, body: scoreRequest('none') },
      least: 0.6,
    },
    {
      name: `store "now" / one insert${suffix}`,
      assay: score('now'),
      floor: { url: `${floorUrl}/insert`, body: scoreRequest('now') },
      least: 0.8,
    },
  ];
}

/** @throws Error when a request is not answered with five scores, for then something else is measured */
async function checkAnswer({ url, headers, body }: Target): Promise<void> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...headers },
    body,
  });
  const text = await answer.text();
  if (text.split('"status":"scored"').length !== 6) throw new Error(`${answer.status} ${text}`);
}

const WARM_UP_SECONDS = 3;

/** In turns, so that what else the machine does hits both alike. */
async function measure({ assay, floor }: Comparison, rounds: Rounds): Promise<Measured[]> {
  await measureRate(floor, WARM_UP_SECONDS);
  await measureRate(assay, WARM_UP_SECONDS);
  const measured: Measured[] = [];
  for (let round = 0; round < rounds.count; round += 1) {
    const floorRate = await measureRate(floor, rounds.seconds);
    measured.push({ assay: await measureRate(assay, rounds.seconds), floor: floorRate });
  }
  return measured;
}

function toRow({ name, least }: Comparison, measured: readonly Measured[]): string[] {
  const ratios = measured.map(({ assay, floor }) => assay.perSecond / floor.perSecond);
  const cpuRatios = measured.map(({ assay, floor }) => assay.perCpuSecond / floor.perCpuSecond);
  const ratio = median(ratios);
  return [
    name,
    median(measured.map(({ assay }) => assay.perSecond)).toFixed(0),
    median(measured.map(({ floor }) => floor.perSecond)).toFixed(0),
    ratio.toFixed(2),
    range(ratios),
    least === null ? '' : `≥ ${least}`,
    least === null ? '' : verdictOn(ratio >= least),
    median(cpuRatios).toFixed(2),
    range(cpuRatios),
  ];
}

function range(ratios: readonly number[]): string {
  return `${Math.min(...ratios).toFixed(2)}–${Math.max(...ratios).toFixed(2)}`;
}

/** A question, an answer of two sentences and its reference, under five code scorers. */
export function scoreRequest(store: 'none' | 'now'): string {
  const expected = prose(200, 1);
  return JSON.stringify({
    sample: { input: prose(100, 2), output: vary(expected, 8), expected },
    scorers: [
      'exact-match',
      'levenshtein',
      'rouge-l',
      { scorer: 'contains', params: { values: ['instead'] } },
      { scorer: 'starts-with', params: { values: ['Dear'] } },
    ],
    store,
  });
}
