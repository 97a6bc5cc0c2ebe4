/** What the tests have a Worker do with its bindings: each scenario tells the result of it. */
import { Assay, type AssayBinding, AssayError } from '@assay/sdk';

interface Env {
  ASSAY: AssayBinding;
  READER: AssayBinding;
  NOBODY: AssayBinding;
  /** As `wrangler types` declares it. */
  ELSEWHERE: Fetcher;
}

const sample = { output: 'Paris', expected: 'Paris' };
const wrong = { output: 'Rome', expected: 'Paris' };
const scorers = ['exact-match' as const];
const once = { maxRetries: 0 };

/** An error as a test can look at it. */
async function errorOf(work: Promise<unknown>) {
  const error = await work.then(
    () => undefined,
    (cause: unknown) => cause,
  );
  if (!(error instanceof AssayError)) return { name: String(error) };
  const { name, code, status, requestId, retryable, problem } = error;
  return { name, code, status, requestId, retryable, errors: problem?.errors };
}

async function collect<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const collected: Item[] = [];
  for await (const item of items) collected.push(item);
  return collected;
}

async function* samplesOf(count: number) {
  const padding = 'x'.repeat(5_000);
  for (let i = 0; i < count; i += 1) {
    yield { id: `s${i}`, output: i % 2 === 0 ? 'a' : 'b', expected: 'a', input: padding };
  }
}

type Scenario = (assay: Assay, env: Env) => Promise<unknown>;

export const scenarios = {
  score: async (assay) => {
    const verdict = await assay.score({ sample, scorers });
    return { verdict, stored: await assay.verdicts.get(verdict.id) };
  },
  scoreMany: (assay) => assay.score({ samples: [sample, wrong], scorers, store: 'none' }),
  stream: (assay) =>
    collect(assay.score.stream({ samples: [sample, wrong], scorers, store: 'none' })),
  streamRefused: (assay) => errorOf(collect(assay.score.stream({ sample, suite: 'nothing' }))),
  leaveStream: async (assay) => {
    for await (const event of assay.score.stream({ samples: [sample, wrong], scorers })) {
      return event;
    }
    return null;
  },
  compare: (assay) => assay.compare({ a: { output: 'x' }, b: { output: 'y' } }),
  scorers: async (assay) => {
    const all = await collect(assay.scorers.list());
    return { count: all.length, one: (await assay.scorers.get('levenshtein')).id };
  },
  pages: async (assay) => {
    const metadata = { run: 'pages' };
    for (let i = 0; i < 5; i += 1) await assay.score({ sample, scorers, metadata });
    const filter = { metadata: ['run:pages'], limit: 2 };
    return (await collect(assay.verdicts.list(filter))).length;
  },
  batch: async (assay) => {
    // More than one request takes, so that it goes in parts.
    const batch = await assay.batches.create(samplesOf(1_200), { scorers });
    const ended = await assay.batches.wait(batch.id, { pollMs: 100 });
    const failed = await collect(assay.batches.results(batch.id, { status: 'failed' }));
    const first = await assay.batches.listResults(batch.id, { limit: 3 });
    return { counts: ended.counts, failed: failed.length, first: first.items.length };
  },
  invalid: (assay) => errorOf(assay.score({ sample, scorers: ['exact-matc' as 'exact-match'] })),
  missing: (assay) => errorOf(assay.verdicts.get('ver_nothing')),
  forbidden: (_, { READER }) =>
    errorOf(new Assay({ binding: READER }).score({ sample, scorers }, once)),
  otherProject: async (assay, { READER }) => {
    const { id } = await assay.score({ sample, scorers });
    return errorOf(new Assay({ binding: READER }).verdicts.get(id));
  },
  nobody: (_, { NOBODY }) =>
    errorOf(new Assay({ binding: NOBODY }).score({ sample, scorers }, once)),
  elsewhere: (_, { ELSEWHERE }) =>
    errorOf(new Assay({ binding: ELSEWHERE }).score({ sample, scorers })),
  notOffered: (assay) => errorOf(collect(assay.suites.list())),
  notCloneable: (assay) => {
    class Answer {
      output = 'x';
    }
    return errorOf(assay.score({ sample: new Answer(), scorers }));
  },
  repeated: async (assay) => {
    const options = { idempotencyKey: 'the-same' };
    const first = await assay.score({ sample, scorers }, options);
    return first.id === (await assay.score({ sample, scorers }, options)).id;
  },
  traced: async (assay) => {
    const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
    const headers = { Traceparent: traceparent, 'X-Request-Id': 'mine' };
    return (await assay.score({ sample, scorers, store: 'none' }, { headers })).lineage;
  },
  aborted: (assay) => {
    const controller = new AbortController();
    const scoring = assay.score({ sample, scorers }, { signal: controller.signal });
    controller.abort(new Error('enough'));
    return errorOf(Promise.resolve(scoring));
  },
} satisfies Record<string, Scenario>;

export default {
  async fetch(request: Request, env: Env): Promise<Response> {
    const name = new URL(request.url).pathname.slice(1);
    const scenario: Scenario | undefined = Object.entries(scenarios).find(
      ([known]) => known === name,
    )?.[1];
    if (scenario === undefined) return new Response(null, { status: 404 });
    const assay = new Assay({ binding: env.ASSAY });
    return Response.json((await scenario(assay, env)) ?? null);
  },
} satisfies ExportedHandler<Env>;
