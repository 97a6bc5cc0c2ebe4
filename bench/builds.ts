import { CONVERSATION } from './conversation.ts';
import { scoreRequest, scoreRequestOfMany } from './http.ts';
import type { LoadGenerator, Target } from './load.ts';
import type { LocalWorkerd } from './local-workerd.ts';
import { printHeading, printTable } from './print.ts';
import { type Turns, takeTurns } from './turns.ts';

const MANY = 100;

interface Kind {
  name: string;
  path: string;
  body: string;
  units?: number;
}

const guardRequest = (stage: 'input' | 'output') => JSON.stringify({ stage, text: CONVERSATION });

const KINDS: readonly Kind[] = [
  { name: 'store "none"', path: '/v1/score', body: scoreRequest('none') },
  { name: 'store "now"', path: '/v1/score', body: scoreRequest('now') },
  {
    name: `${MANY} samples in one request`,
    path: '/v1/score',
    body: scoreRequestOfMany(MANY),
    units: MANY,
  },
  { name: 'guard, stage "input"', path: '/v1/guard', body: guardRequest('input') },
  { name: 'guard, stage "output"', path: '/v1/guard', body: guardRequest('output') },
];

/** Measures this build of Assay in turns with another on the same workerd. */
export async function benchBuilds(
  { assayUrl, apiKey }: LocalWorkerd,
  besideUrl: string,
  load: LoadGenerator,
  turns: Turns,
): Promise<void> {
  printHeading('Microseconds of workerd CPU time for a request or a sample');
  const headers = { Authorization: `Bearer ${apiKey}` };
  const rows: string[][] = [];
  for (const { name, path, ...request } of KINDS) {
    const target = (url: string): Target => ({ url: `${url}${path}`, headers, ...request });
    const pair = await takeTurns(load, target(assayUrl), target(besideUrl), turns);
    const { ours, theirs, ratio, quartiles } = pair;
    rows.push([
      name,
      (1e6 / theirs.perCpuSecond).toFixed(0),
      (1e6 / ours.perCpuSecond).toFixed(0),
      ratio.toFixed(2),
      quartiles.map((each) => each.toFixed(2)).join('–'),
    ]);
  }
  printTable(
    ['requests', 'the other build', 'this build', 'ratio of the rates', 'quartiles'],
    rows,
  );
}
