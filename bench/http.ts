import { requestsPerSecond, type Target } from './load.ts';
import type { LocalWorkerd } from './local-workerd.ts';
import { printHeading, printTable, verdictOn } from './print.ts';
import { median } from './statistics.ts';
import { prose, vary } from './texts.ts';

/** Two kinds of request measured in turns, and the share of the floor's rate that Assay has to reach. */
interface Comparison {
  name: string;
  assay: Target;
  floor: Target;
  least: number;
}

interface Measured {
  assay: number;
  floor: number;
  ratio: number;
}

export interface Rounds {
  count: number;
  seconds: number;
}

/** Measures Assay against the floors, and prints the ratios. */
export async function benchHttp(
  { assayUrl, floorUrl, apiKey }: LocalWorkerd,
  rounds: Rounds,
): Promise<void> {
  const score = (store: 'none' | 'now'): Target => ({
    url: `${assayUrl}/v1/score`,
    headers: { Authorization: `Bearer ${apiKey}` },
    body: scoreRequest(store),
  });
  const comparisons: Comparison[] = [
    {
      name: 'store "none" / echo',
      assay: score('none'),
      floor: { url: `${floorUrl}/echo`, body: scoreRequest('none') },
      least: 0.6,
    },
    {
      name: 'store "now" / one insert',
      assay: score('now'),
      floor: { url: `${floorUrl}/insert`, body: scoreRequest('now') },
      least: 0.8,
    },
  ];

  printHeading('Requests a second, Assay / floor, on one workerd');
  const rows: string[][] = [];
  for (const comparison of comparisons) {
    const measured = await measure(comparison, rounds);
    rows.push(toRow(comparison, measured));
  }
  printTable(['requests', 'Assay', 'floor', 'ratio', 'lowest–highest', 'target', ''], rows);
}

/** In turns, so that what else the machine does hits both alike. */
async function measure({ assay, floor }: Comparison, rounds: Rounds): Promise<Measured[]> {
  const WARM_UP_SECONDS = 3;
  await requestsPerSecond(floor, WARM_UP_SECONDS);
  await requestsPerSecond(assay, WARM_UP_SECONDS);
  const measured: Measured[] = [];
  for (let round = 0; round < rounds.count; round += 1) {
    const floorRate = await requestsPerSecond(floor, rounds.seconds);
    const assayRate = await requestsPerSecond(assay, rounds.seconds);
    measured.push({ assay: assayRate, floor: floorRate, ratio: assayRate / floorRate });
  }
  return measured;
}

function toRow({ name, least }: Comparison, measured: readonly Measured[]): string[] {
  const ratios = measured.map(({ ratio }) => ratio);
  const ratio = median(ratios);
  return [
    name,
    median(measured.map(({ assay }) => assay)).toFixed(0),
    median(measured.map(({ floor }) => floor)).toFixed(0),
    ratio.toFixed(2),
    `${Math.min(...ratios).toFixed(2)}–${Math.max(...ratios).toFixed(2)}`,
    `≥ ${least}`,
    verdictOn(ratio >= least),
  ];
}

/** A question, an answer of two sentences and its reference, under five code scorers. */
export function scoreRequest(store: 'none' | 'now'): string {
  const expected = prose(200, 1);
  return JSON.stringify({
    sample: { input: prose(100, 2), output: vary(expected, 8), expected },
    scorers: [
      'exact-match',
      'levenshtein',
      { scorer: 'contains', params: { values: ['instead'] } },
      { scorer: 'regex', params: { pattern: '[a-z]+\\.' } },
      { scorer: 'length', params: { max: 1_000 } },
    ],
    store,
  });
}
