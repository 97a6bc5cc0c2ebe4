import type { LocalWorkerd } from './local-workerd.ts';
import type { LoopbackPlay } from './loopback-play.ts';
import { printHeading, printTable, verdictOn } from './print.ts';
import { median } from './statistics.ts';

const LATENCY_MS = 200;
const WARM_UP = 10;
const MOST_OVERHEAD_MS = 5;

/** One kind of request, and how long it took. */
interface Kind {
  name: string;
  run(): Promise<void>;
  tookMs: number[];
}

/**
 * Measures what Assay adds to a judge's own time, and prints it. Beside the call without anything
 * in between stands a Worker that only passes it on: what any Worker costs is not Assay's.
 */
export async function benchOverhead(
  { assayUrl, floorUrl, apiKey }: LocalWorkerd,
  play: LoopbackPlay,
  rounds: number,
): Promise<void> {
  const content = JSON.stringify({ reasoning: 'It is polite.', level: 2 });
  await play.begin([{ content, delayMs: LATENCY_MS }]);

  let count = 0;
  async function score(scorers: unknown[], isNew = true): Promise<void> {
    if (isNew) count += 1;
    const output = `Good day to you, number ${count}.`;
    const sample = { input: 'Hello?', output, expected: 'Good day!' };
    await post(`${assayUrl}/v1/score`, JSON.stringify({ sample, scorers, store: 'none' }), {
      Authorization: `Bearer ${apiKey}`,
    });
  }

  // What the Worker sends for one scorer, so that the bare call is of the same size.
  await score(rubrics(1));
  const body = JSON.stringify((await play.heard())[0]?.body);
  const callUrl = `${play.baseUrl}/chat/completions`;
  const forwardUrl = `${floorUrl}/forward?to=${encodeURIComponent(callUrl)}`;
  const kinds = [
    kind('the bare call', () => post(callUrl, body)),
    kind('a Worker that passes it on', () => post(forwardUrl, body)),
    kind('… after one look into D1', () => post(`${forwardUrl}&look`, body)),
    kind('one code scorer', () => score(['levenshtein'])),
    kind('one judge scorer', () => score(rubrics(1))),
    kind('one judge scorer, cache: off', () => score(rubrics(1, 'off'))),
    kind('6 judge scorers', () => score(rubrics(6))),
    kind('12 judge scorers', () => score(rubrics(12))),
    kind('12 judge scorers, known', () => score(rubrics(12), false)),
  ];
  for (let round = -WARM_UP; round < rounds; round += 1) {
    // Taken in turns, so that whatever the machine does falls on all of them.
    for (const { run, tookMs } of kinds) {
      // What the last request writes after its answer is none of this one's.
      await new Promise((resolve) => setTimeout(resolve, 30));
      const startedAt = performance.now();
      await run();
      if (round >= 0) tookMs.push(performance.now() - startedAt);
    }
  }
  report(kinds);
}

function kind(name: string, run: () => Promise<void>): Kind {
  return { name, run, tookMs: [] };
}

function report(kinds: readonly Kind[]): void {
  const medianOf = (name: string) => median(kinds.find((each) => each.name === name)?.tookMs ?? []);
  const bareMs = medianOf('the bare call');
  printHeading(`A judge of ${LATENCY_MS} ms`);
  printTable(
    ['request', 'ms at the median', 'bare calls', 'ms over the bare call'],
    kinds.map(({ name, tookMs }) => {
      const ms = median(tookMs);
      return [name, ms.toFixed(1), (ms / bareMs).toFixed(2), (ms - bareMs).toFixed(1)];
    }),
  );
  console.log('');
  for (const [name, floor] of [
    ['one judge scorer, cache: off', 'a Worker that passes it on'],
    ['one judge scorer', '… after one look into D1'],
  ] as const) {
    const addedMs = medianOf(name) - bareMs;
    const floorMs = medianOf(floor) - bareMs;
    console.log(
      `${name}: ${addedMs.toFixed(1)} ms over the bare call, at most ${MOST_OVERHEAD_MS}: ${verdictOn(addedMs <= MOST_OVERHEAD_MS)}. Any Worker that does as much (${floor}) takes ${floorMs.toFixed(1)} ms of it.`,
    );
  }
}

function rubrics(count: number, cache = 'use') {
  return Array.from({ length: count }, (_, i) => ({
    scorer: 'rubric',
    as: `rubric-${i}`,
    params: { criterion: `Criterion ${i}: it is polite.`, cache },
  }));
}

async function post(
  url: string,
  body: string,
  headers: Record<string, string> = {},
): Promise<void> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...headers },
    body,
  });
  const text = await response.text();
  if (!response.ok || text.includes('"status":"error"'))
    throw new Error(`${response.status} ${text}`);
}
