/**
 * Two prompts and two versions of an application, compared: each is asked every question five times. The
 * application is played by a server on this machine, which is right as often as it is told. With
 * `npm run dev` in another terminal, and the two variables that it prints:
 *
 *   ASSAY_BASE_URL=… ASSAY_API_KEY=… node examples/experiments.ts
 */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Assay, type ExperimentInput } from '@assay/sdk';

const ANSWERS: Record<string, string> = {
  'Capital of France?': 'Paris',
  'Capital of Italy?': 'Rome',
  'Capital of Peru?': 'Lima',
  'Capital of Kenya?': 'Nairobi',
  'Capital of Nepal?': 'Kathmandu',
  'Capital of Chile?': 'Santiago',
  'Capital of Egypt?': 'Cairo',
  'Capital of Norway?': 'Oslo',
};

/** Version 1 is wrong at every fourth call; version 2 never is, and costs three times as much. */
let calls = 0;
const app = createServer(async (request, response) => {
  const body: Buffer[] = [];
  for await (const chunk of request) body.push(chunk);
  const { question } = JSON.parse(Buffer.concat(body).toString());
  const isNew = request.url === '/v2';
  calls += 1;
  const found = Object.entries(ANSWERS).find(([asked]) => question.includes(asked))?.[1];
  const right = question.startsWith('In one word') ? found : `The capital is ${found}.`;
  const answer = isNew || calls % 4 !== 0 ? right : 'I do not know.';
  response.writeHead(200, { 'Content-Type': 'application/json' });
  response.end(JSON.stringify({ answer, costUsd: isNew ? 0.0003 : 0.0001 }));
});
app.listen(0, '127.0.0.1');
await once(app, 'listening');
const { port } = app.address() as AddressInfo;

const endpoint = (path: string) => ({
  url: `http://127.0.0.1:${port}${path}`,
  body: { question: '{{prompt}}' },
  response: { output: '/answer', costUsd: '/costUsd' },
});
const experiment: ExperimentInput = {
  name: 'capitals',
  variants: [
    { name: 'v1-word', target: endpoint('/v1'), prompt: 'In one word: {{input}}' },
    { name: 'v1-plain', target: endpoint('/v1'), prompt: '{{input}}' },
    { name: 'v2-word', target: endpoint('/v2'), prompt: 'In one word: {{input}}' },
  ],
  samples: Object.entries(ANSWERS).map(([input, expected], i) => ({
    id: `q${i + 1}`,
    ...{ input, expected },
  })),
  repeats: 5,
  scorers: [
    { scorer: 'contains', as: 'has-answer' },
    { scorer: 'exact-match', as: 'only-answer' },
  ],
  policy: { rule: 'weighted-mean', threshold: 0.5 },
  choose: 'cheapest variant not worse than the best by more than 5 points on has-answer',
  require: [{ variant: 'v2-word', statistic: 'passHat', atLeast: 0.9 }],
};

const assay = new Assay();
const { cells, costUsd } = await assay.experiments.estimate(experiment);
console.log(`${cells} answers, estimated cost ${costUsd} USD`);
const { id } = await assay.experiments.create(experiment);
const ended = await assay.experiments.wait(id, { pollMs: 250 });
console.log(`${ended.status}: ${ended.counts.generated} answers, ${ended.costUsd?.toFixed(4)} USD`);

const report = await assay.experiments.report(id);
for (const { variant, scorers } of report.variants) {
  const [, hasAnswer] = scorers;
  const all = hasAnswer?.passAt.at(-1);
  console.log(
    `  ${variant}: ${percent(hasAnswer?.mean?.value)} have the answer, all ${all?.k} of 5: ${percent(all?.all.value)}`,
  );
}
for (const { scorer, first, second, outcome, correctedP } of report.pairs) {
  if (scorer === 'has-answer') {
    console.log(`  ${first} against ${second}: ${outcome}, p = ${correctedP.toFixed(3)}`);
  }
}
console.log(`chosen: ${report.chosen?.variant}. ${report.chosen?.reason}`);
for await (const { sampleId, cells: variants } of assay.experiments.rows(id, { limit: 3 })) {
  console.log(`  ${sampleId}: ${variants.map(({ passed }) => `${passed}/5`).join(' ')}`);
}
app.close();
app.closeAllConnections();
if (report.outcome !== 'passed') throw new Error(`the requirement is ${report.outcome}`);

function percent(share: number | undefined): string {
  return share === undefined ? '–' : `${(100 * share).toFixed(1)}%`;
}
