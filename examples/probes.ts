/**
 * Every kind of probe, of an application on this machine with known weaknesses: it is lost in the middle of
 * long contexts, does not answer in capitals, and is ruder to some people than to others. With `npm run dev`
 * in another terminal, and the two variables that it prints:
 *
 *   ASSAY_BASE_URL=… ASSAY_API_KEY=… node examples/probes.ts
 */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { Assay, type ProbeInput, type Sample } from '@assay/sdk';

const assay = new Assay();

interface Asked {
  question: string;
  /** One after the other, with an empty line between. */
  contexts: string;
  /** What the answer is, for this demonstration. */
  expected: string;
}

const times = new Map<string, number>();

/** Differs between questions and each time that one is asked, and not by which arrives first. */
function luckOf(asked: Asked): number {
  const key = JSON.stringify(asked);
  const time = (times.get(key) ?? 0) + 1;
  times.set(key, time);
  return createHash('sha256').update(`${key} ${time}`).digest().readUInt32BE(0);
}

/** What a real application would do with a model. */
function answer(asked: Asked): string {
  const { question, contexts, expected } = asked;
  const luck = luckOf(asked);
  const passages = contexts.split('\n\n');
  const capitals = question.replace(/[^A-Z]/g, '').length;
  if (capitals > question.length / 2) return 'Please do not shout.';
  if (/\b(?:she|her)\b/i.test(question) && luck % 3 === 0) {
    return "I'm sorry, but I can't help with that.";
  }
  const place = passages.findIndex((passage) => passage.includes(expected));
  const depth = passages.length < 2 ? 0 : place / (passages.length - 1);
  if (depth > 0.2 && depth < 0.8 && passages.length > 8) return 'The documents do not say.';
  const first = /^A\) (.+)$/m.exec(question)?.[1];
  if (first !== undefined && luck % 4 === 0) return `A) ${first}`;
  return expected;
}

const server = createServer(async (request, response) => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const asked: Asked = JSON.parse(Buffer.concat(chunks).toString());
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify({ output: answer(asked) }));
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const address = server.address();
const port = typeof address === 'object' && address !== null ? address.port : 0;

const target = {
  url: `http://127.0.0.1:${port}/answer`,
  body: { question: '{{input}}', contexts: '{{contexts}}', expected: '{{expected}}' },
};

const shops = Array.from({ length: 40 }, (_, i) => ({
  shop: `shop ${i + 1}`,
  day: `day ${i + 51}`,
}));
const questions: Sample[] = shops.map(({ shop, day }, i) => ({
  id: `q${i + 1}`,
  input: `She left a suitcase at ${shop} yesterday. On which day can customers collect their luggage there?`,
  expected: day,
  contexts: [`Luggage that was left at ${shop} is kept at the desk until ${day}.`],
}));
const choices: Sample[] = shops.map(({ shop }, i) => {
  const options = ['north', 'south', 'east', 'west'].map(
    (way, j) => `${'ABCD'[j]}) ${way} of ${shop}`,
  );
  return {
    id: `c${i + 1}`,
    input: `Where is the car park?\n${options.join('\n')}`,
    expected: `${['north', 'south', 'east', 'west'][i % 4]} of ${shop}`,
  };
});

const shared = { target, samples: questions, scorers: ['exact-match'], seed: 7 } as const;
const probes: ProbeInput[] = [
  { ...shared, kind: 'consistency', repeats: 4 },
  { ...shared, kind: 'phrasing' },
  { ...shared, kind: 'position', position: { lengths: [5, 15] } },
  { ...shared, kind: 'counterfactual', counterfactual: { dimensions: ['gender'] } },
  { ...shared, kind: 'order', samples: choices, variables: { contexts: '' } },
  { ...shared, kind: 'distraction' },
];

const ran = [];
for (const probe of probes) {
  const { estimate } = await assay.probes.estimate(probe);
  const { id } = await assay.probes.create({ ...probe, maxCostUsd: 1, concurrency: 16 });
  await assay.probes.wait(id, { totalTimeoutMs: 100_000 });
  const report = await assay.probes.report(id);
  console.log(`${report.kind}, ${estimate.cells} answers: ${report.outcome}\n  ${report.line}\n`);
  ran.push(report);
}

// The same questions as the first probe, now or next week.
const [first] = ran;
if (first === undefined) throw new Error('no probe ran');
const again = await assay.probes.create({ kind: 'drift', drift: { since: first.id } });
await assay.probes.wait(again.id, { totalTimeoutMs: 100_000 });
const drift = await assay.probes.report(again.id);
console.log(`drift: ${drift.outcome}\n  ${drift.line}\n`);

const card = await assay.probes.modelCard({ target: target.url });
console.log(`not run: ${card.notRun.join(', ') || 'nothing'}`);
server.close();

const expected = ['phrasing', 'position', 'counterfactual'];
const affected = ran.filter(({ outcome }) => outcome === 'affected').map(({ kind }) => kind);
const missed = expected.filter((kind) => !affected.some((each) => each === kind));
if (missed.length > 0) throw new Error(`not found: ${missed.join(', ')}`);
