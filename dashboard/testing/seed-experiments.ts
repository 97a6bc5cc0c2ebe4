import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  Assay,
  type AssayOptions,
  type ExperimentVariant,
  type ProbeInput,
} from '../../sdk/index.ts';

const CAPITALS = [
  ...['France: Paris', 'Italy: Rome', 'Peru: Lima', 'Kenya: Nairobi', 'Nepal: Kathmandu'],
  ...['Chile: Santiago', 'Egypt: Cairo', 'Norway: Oslo', 'Ghana: Accra', 'Japan: Tokyo'],
  ...['Cuba: Havana', 'Iran: Tehran', 'Spain: Madrid', 'Austria: Vienna', 'Greece: Athens'],
  ...['Turkey: Ankara', 'Poland: Warsaw', 'Latvia: Riga', 'Qatar: Doha', 'Mali: Bamako'],
].map((line) => line.split(': ') as [string, string]);

interface Asked {
  question: string;
  /** One after the other, with an empty line between. */
  contexts?: string;
  model?: 'small' | 'large';
}

interface Seeded {
  experiment: string;
  /** By kind. */
  probes: Record<'phrasing' | 'position' | 'consistency', string>;
}

/**
 * An experiment with a clear choice, and probes of an application that is lost when somebody shouts and in
 * the middle of long contexts.
 */
export async function seedExperiments({ baseUrl, apiKey }: AssayOptions): Promise<Seeded> {
  const assay = new Assay({ baseUrl, apiKey } satisfies AssayOptions);
  const app = await serve();
  const url = `http://127.0.0.1:${(app.address() as AddressInfo).port}/answer`;
  const response = { output: '/answer', costUsd: '/costUsd' };
  const ask = (model: 'small' | 'large') => ({
    url,
    response,
    body: { question: '{{prompt}}', model },
  });
  const samples = CAPITALS.map(([country, capital]) => ({
    id: country.toLowerCase(),
    input: `What is the capital of ${country}?`,
    expected: capital,
  }));
  const brief = 'Answer in one word. {{input}}';
  const variants: ExperimentVariant[] = [
    { name: 'small', target: ask('small'), prompt: brief },
    { name: 'large', target: ask('large'), prompt: brief },
    { name: 'large-plain', target: ask('large'), prompt: '{{input}}' },
  ];
  try {
    const { id: experiment } = await assay.experiments.create({
      ...{ name: 'capitals', variants, samples, repeats: 5, scorers: ['exact-match'] },
      choose: 'cheapest variant not worse than the best by more than 5 points',
      require: [{ variant: 'large', atLeast: 0.85 }],
    });
    await assay.experiments.wait(experiment, { totalTimeoutMs: 120_000 });
    const probe = async (given: ProbeInput) => {
      const { id } = await assay.probes.create({
        samples,
        scorers: ['contains'],
        seed: 7,
        ...given,
      });
      await assay.probes.wait(id, { totalTimeoutMs: 120_000 });
      return id;
    };
    const phrasing = await probe({
      ...{ kind: 'phrasing', name: 'Wording', target: ask('large') },
    });
    const consistency = await probe({
      ...{ kind: 'consistency', name: 'Again and again', target: ask('small') },
    });
    const position = await probe({
      ...{ kind: 'position', name: 'Long contexts', position: { lengths: [15] } },
      target: { url, response, body: { question: '{{input}}', contexts: '{{prompt}}' } },
      prompt: '{{contexts}}',
      samples: CAPITALS.map(([country, capital]) => ({
        ...{
          id: country.toLowerCase(),
          input: `Which city governs ${country}?`,
          expected: capital,
        },
        contexts: [`${country} is governed from ${capital}.`],
      })),
    });
    return { experiment, probes: { phrasing, position, consistency } };
  } finally {
    app.close();
    app.closeAllConnections();
  }
}

async function serve() {
  const times = new Map<string, number>();
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const asked: Asked = JSON.parse(Buffer.concat(chunks).toString());
    const key = JSON.stringify(asked);
    const time = (times.get(key) ?? 0) + 1;
    times.set(key, time);
    const luck = createHash('sha256').update(`${key} ${time}`).digest().readUInt32BE(0) / 2 ** 32;
    const costUsd = asked.model === 'small' ? 0.0002 : 0.0009;
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ answer: answerTo(asked, luck), costUsd }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

function answerTo({ question, contexts, model }: Asked, luck: number): string {
  const asked = question.toLowerCase();
  const capital = CAPITALS.find(([country]) => asked.includes(country.toLowerCase()))?.[1];
  if (capital === undefined || luck > (model === 'small' ? 0.8 : 0.97)) return 'I am not sure.';
  if (question === question.toUpperCase()) return 'Please do not shout.';
  if (contexts !== undefined && isInTheMiddle(contexts.split('\n\n'), capital)) {
    return 'The documents do not say.';
  }
  return asked.startsWith('answer in one word') ? capital : `It is ${capital}.`;
}

function isInTheMiddle(passages: readonly string[], capital: string): boolean {
  const depth = passages.findIndex((passage) => passage.includes(capital)) / (passages.length - 1);
  return depth > 0.2 && depth < 0.8;
}
