/**
 * `npm run bench:gateway`: what the gateway adds to the time of a model, without a pipeline and with
 * guards at both ends, beside Portkey's open gateway, and how much of a stream a guard holds back. A loopback server plays the model; the
 * Worker runs in local workerd, as it would be deployed. `--quick` takes fewer rounds. `--beside=FOLDER`, as often
 * as wanted, measures builds of other commits in turns with this one: the folders of
 * `wrangler deploy --dry-run --outdir=FOLDER`.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { DEVELOPMENT_KEY } from '../worker/features/auth/development.ts';
import { ANSWER_MS, startUpstream, TOKEN_MS, TOKENS } from './gateway-upstream.ts';
import {
  type LocalAssay,
  type LocalWorkerd,
  startBeside,
  startLocalWorkerd,
} from './local-workerd.ts';
import { type Portkey, startPortkey } from './portkey.ts';
import { printHeading, printTable, verdictOn } from './print.ts';
import { median, quantile } from './statistics.ts';

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    beside: { type: 'string', multiple: true, default: [] },
  },
});
const isQuick = values.quick;
const WARM_UP = 10;
const MOST_PASSED_MS = 5;
const MOST_GUARDED_MS = 10;

const POLICY_THAT_FLAGS = {
  rules: ['detect-injection', 'detect-secrets', 'detect-pii', 'detect-toxicity'].map((scorer) => ({
    scorer,
    action: 'flag',
  })),
};
const PIPELINES = {
  guarded: { guardInput: {}, guardOutput: {} },
  buffer: { guardOutput: { stream: 'buffer' } },
  window: { guardOutput: { stream: 'window' } },
  observe: { guardOutput: { stream: 'observe', policy: POLICY_THAT_FLAGS } },
};

const upstream = await startUpstream();
const portkey = await startPortkey(upstream.baseUrl);
const folder = await mkdtemp(join(tmpdir(), 'assay-bench-'));
const variables = { ASSAY_JUDGE_BASE_URL: upstream.baseUrl };
const others: LocalAssay[] = [];
try {
  const workerd = await startLocalWorkerd(folder, variables);
  try {
    for (const build of values.beside) {
      others.push(await startBeside(folder, join(build, 'index.js'), variables));
    }
    for (const assay of [workerd, ...others]) {
      for (const [name, steps] of Object.entries(PIPELINES)) await save(assay, name, steps);
    }
    await benchAnswers(workerd, portkey, isQuick ? 30 : 200);
    await benchStreams(workerd, isQuick ? 3 : 15);
  } finally {
    await workerd.stop();
  }
} finally {
  for (const other of others) await other.stop();
  portkey?.stop();
  await upstream.stop();
  await rm(folder, { recursive: true });
}

async function save({ assayUrl }: LocalAssay, name: string, steps: object): Promise<void> {
  const targets = [{ name: 'model', model: 'local/bench' }];
  const body = JSON.stringify({ name, targets, ...steps });
  await (await post(`${assayUrl}/v1/pipelines`, body, DEVELOPMENT_KEY)).text();
}

/** One kind of request, and how long it took. */
interface Kind {
  name: string;
  run(): Promise<number>;
  tookMs: number[];
}

async function benchAnswers(
  workerd: LocalWorkerd,
  portkey: Portkey | undefined,
  rounds: number,
): Promise<void> {
  const { floorUrl } = workerd;
  const whole = async (url: string, model: string, key?: string | Record<string, string>) => {
    const startedAt = performance.now();
    await (await post(url, chat(model), key)).text();
    return performance.now() - startedAt;
  };
  const bareUrl = `${upstream.baseUrl}/chat/completions`;
  const through = ({ assayUrl, apiKey }: LocalAssay, model: string, headers = {}) =>
    whole(`${assayUrl}/openai/v1/chat/completions`, model, {
      Authorization: `Bearer ${apiKey}`,
      ...headers,
    });
  const forwardUrl = `${floorUrl}/forward?to=${encodeURIComponent(bareUrl)}`;
  const kinds = await inTurns(rounds, [
    { name: 'the bare call', run: () => whole(bareUrl, 'bench'), tookMs: [] },
    { name: 'a Worker that passes it on', run: () => whole(forwardUrl, 'bench'), tookMs: [] },
    {
      name: 'the gateway without a pipeline',
      run: () => through(workerd, 'local/bench'),
      tookMs: [],
    },
    {
      // As gateways are that pass an answer on and keep nothing of it.
      name: 'the same, with nothing stored',
      run: () => through(workerd, 'local/bench', { 'X-Assay-Store': 'none' }),
      tookMs: [],
    },
    {
      name: 'guards at both ends',
      run: () => through(workerd, 'guarded'),
      tookMs: [],
    },
    ...others.flatMap((other, i) => [
      {
        name: `beside ${i + 1}: without a pipeline`,
        run: () => through(other, 'local/bench'),
        tookMs: [],
      },
      {
        name: `beside ${i + 1}: guards at both ends`,
        run: () => through(other, 'guarded'),
        tookMs: [],
      },
    ]),
    ...(portkey === undefined
      ? []
      : [
          {
            name: 'Portkey’s gateway',
            run: () => whole(`${portkey.baseUrl}/chat/completions`, 'bench', portkey.headers),
            tookMs: [],
          },
        ]),
  ]);
  const bare = kinds[0]?.tookMs ?? [];
  const added = (at: (values: number[]) => number, { tookMs }: Kind) => at(tookMs) - at(bare);
  printHeading(`An answer of ${TOKENS} tokens after ${ANSWER_MS} ms`);
  printTable(
    ['request', 'ms at the median', 'added at the median', 'added at p99'],
    kinds.map((kind) => [
      kind.name,
      median(kind.tookMs).toFixed(1),
      added(median, kind).toFixed(1),
      added((values) => quantile(values, 0.99), kind).toFixed(1),
    ]),
  );
  for (const [name, most] of [
    ['the gateway without a pipeline', MOST_PASSED_MS],
    ['guards at both ends', MOST_GUARDED_MS],
  ] as const) {
    const kind = kinds.find((each) => each.name === name);
    const ms = kind === undefined ? Number.NaN : added(median, kind);
    console.log(`${name}: ${ms.toFixed(1)} ms, at most ${most}: ${verdictOn(ms <= most)}`);
  }
}

async function benchStreams({ assayUrl, apiKey }: LocalWorkerd, rounds: number): Promise<void> {
  const ends = new Map<string, number[]>();
  const first = async (name: string, url: string, model: string, key?: string) => {
    const { firstMs, endMs } = await timesOf(url, model, key);
    ends.set(name, [...(ends.get(name) ?? []), endMs]);
    return firstMs;
  };
  const gatewayUrl = `${assayUrl}/openai/v1/chat/completions`;
  const bare = () => first('bare', `${upstream.baseUrl}/chat/completions`, 'bench');
  const kinds = await inTurns(
    rounds,
    [
      { name: 'bare', run: bare, tookMs: [] },
      ...['observe', 'window', 'buffer'].map((name) => ({
        name,
        run: () => first(name, gatewayUrl, name, apiKey),
        tookMs: [],
      })),
    ],
    1,
  );
  printHeading(`A stream of ${TOKENS} tokens, one in ${TOKEN_MS} ms`);
  printTable(
    ['guardOutput.stream', 'ms to the first token', 'ms to the end'],
    kinds.map(({ name, tookMs }) => [
      name,
      median(tookMs).toFixed(0),
      median(ends.get(name) ?? []).toFixed(0),
    ]),
  );
}

/** Taken in turns, so that whatever the machine does falls on all of them. */
async function inTurns(rounds: number, kinds: Kind[], warmUp = WARM_UP): Promise<Kind[]> {
  for (let round = -warmUp; round < rounds; round += 1) {
    // In an order of chance: what one request leaves to be written falls on the one after it.
    for (const { run, tookMs } of shuffled(kinds)) {
      const ms = await run();
      if (round >= 0) tookMs.push(ms);
    }
  }
  return kinds;
}

function shuffled<Item>(items: readonly Item[]): Item[] {
  return items
    .map((item) => ({ item, at: Math.random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item);
}

async function timesOf(url: string, model: string, key?: string) {
  const startedAt = performance.now();
  const response = await post(url, chat(model, true), key);
  const decoder = new TextDecoder();
  let text = '';
  let firstMs: number | undefined;
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk, { stream: true });
    if (/"content":"[^"]/.test(text)) firstMs ??= performance.now() - startedAt;
  }
  if (!text.includes('[DONE]')) throw new Error(`The stream was stopped: ${text.slice(-300)}`);
  const endMs = performance.now() - startedAt;
  return { firstMs: firstMs ?? endMs, endMs };
}

function chat(model: string, stream = false): string {
  const messages = [
    { role: 'system', content: 'You answer questions about the warranty of bicycles.' },
    { role: 'user', content: 'What does the warranty of my new bicycle cover, and for how long?' },
  ];
  return JSON.stringify({ model, messages, ...(stream ? { stream } : {}) });
}

/** @param key of Assay, or the headers that a server wants in its place */
async function post(
  url: string,
  body: string,
  key: string | Record<string, string> = {},
): Promise<Response> {
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      ...(typeof key === 'string' ? { Authorization: `Bearer ${key}` } : key),
    },
    body,
  });
  if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
  return response;
}
