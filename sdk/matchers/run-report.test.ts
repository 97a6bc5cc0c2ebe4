import { appendFile, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { assayWith, problemAnswer } from '../testing/fake-fetch.ts';
import { RUN_FOLDER, take } from './records.ts';
import { RunReport, type RunReportOptions } from './run-report.ts';

const before = process.env[RUN_FOLDER];
afterEach(() => {
  if (before === undefined) delete process.env[RUN_FOLDER];
  else process.env[RUN_FOLDER] = before;
});

const faithful = { scorers: [{ scorer: 'faithfulness', threshold: 0.8 }] };
const state = (currentTestName: string, retryCount = 0) => ({
  currentTestName,
  testPath: join(process.cwd(), 'answers.test.ts'),
  task: { result: { retryCount } },
});

interface Made {
  suite?: string;
  scorers?: object[];
  samples: { id: string; output: string }[];
  tags: string[];
}

const counts = {
  total: 2,
  pending: 0,
  scored: 2,
  passed: 1,
  failed: 1,
  abstained: 0,
  error: 0,
};

const comparison = {
  batch: 'bat_1',
  base: 'bat_0',
  pairs: 2,
  unpaired: 0,
  changed: 0,
  gate: { outcome: 'passed', passed: true, failures: [] },
  regressions: [{ sampleId: 'answers.test.ts > one', scorer: 'faithfulness', base: 1, batch: 0 }],
  scorers: [],
};

/** An API that takes batches, ends them at once, and evaluates their gates as told. */
function reportWith(
  options: RunReportOptions,
  gate: object = { outcome: 'passed', reasons: [], comparison },
) {
  const made: Made[] = [];
  const gates: object[] = [];
  let written = '';
  const { assay, seen } = assayWith(async (index, init) => {
    const url = new URL(seen[index]?.url ?? '');
    const path = url.pathname.replace('/assay/v1', '');
    if (init?.method === 'POST') {
      const text = typeof init.body === 'string' ? init.body : await new Response(init.body).text();
      if (text.startsWith('{"id"')) {
        const samples = text
          .trimEnd()
          .split('\n')
          .map((line) => JSON.parse(line));
        const { searchParams: query } = url;
        made.push({
          samples,
          tags: query.getAll('tag'),
          ...(query.has('suite') && { suite: query.get('suite') ?? '' }),
        });
      } else if (path.endsWith('/gate')) {
        gates.push(JSON.parse(text));
        return Response.json(gate);
      } else if (text.includes('"gone"')) return problemAnswer(400, 'validation_failed');
      else made.push(JSON.parse(text));
      return Response.json({ id: `bat_${made.length}`, endedAt: null }, { status: 202 });
    }
    if (path.includes('/compare/')) return problemAnswer(404, 'batch_not_found');
    return Response.json({
      id: path.split('/')[2],
      status: 'completed',
      endedAt: '2026-01-01T00:00:00Z',
      counts,
      invalid: { count: 0, first: [] },
      statistics: [],
      costUsd: 0,
    });
  });
  const report = new RunReport({
    assay,
    branch: 'topic',
    write: (text) => {
      written += text;
    },
    ...options,
  });
  return { report, made, gates, written: () => written };
}

test('what is asked in a run is one batch a set of scorers, with the same ids in every run', async () => {
  const { report, made, written } = reportWith({ name: 'support' });
  await report.begin();
  const first = take(state('one'));
  const second = take(state('one'));
  await second({ output: 'b' }, faithful);
  await first({ output: 'a' }, faithful);
  await take(state('two'))({ output: 'c' }, { suite: 'support' });
  expect(await report.end()).toBe('passed');
  const batches = made.toSorted((a, b) => b.samples.length - a.samples.length);
  expect(batches.map(({ samples }) => samples)).toEqual([
    [
      { id: 'answers.test.ts > one', output: 'a' },
      { id: 'answers.test.ts > one #2', output: 'b' },
    ],
    [{ id: 'answers.test.ts > two', output: 'c' }],
  ]);
  expect(batches[1]).toMatchObject({ suite: 'support' });
  for (const { tags } of batches) {
    expect(tags).toEqual([
      expect.stringMatching(/^asked:/),
      'tests:support',
      'branch:topic',
      expect.stringMatching(/^run:/),
    ]);
  }
  expect(written()).toContain('Assay support: completed: 1 passed, 1 failed of 2');
  expect(written()).toContain('There is no run of main to compare with yet.');
});

test.each([
  ['passed', { outcome: 'passed', reasons: ['Fine.'], comparison }],
  ['failed', { outcome: 'failed', reasons: ['faithfulness fell by 0.5.'], comparison }],
  ['undecided', { outcome: 'undecided', reasons: ['No batch yet.'], comparison: null }],
])(
  'a run is compared with the newest one of the baseline, by the gate of the API: %s',
  async (outcome, gate) => {
    const { report, gates, written } = reportWith({ gate: { maxRegression: 0.02 } }, gate);
    await report.begin();
    await take(state('compared'))({ output: 'a' }, faithful);
    expect(await report.end()).toBe(outcome);
    expect(gates).toEqual([
      { base: expect.stringMatching(/^latest:run:[0-9a-f]{32}$/), maxRegression: 0.02 },
    ]);
    expect(written()).toContain(`gate ${outcome}: ${gate.reasons[0]}`);
    if (gate.comparison) expect(written()).toContain('answers.test.ts > one');
    else expect(written()).toContain('There is no run of main to compare with yet.');
  },
);

test('the baseline of a branch is what whole runs of that branch with the same questions are tagged with', async () => {
  const gate = { minPassRate: 0.5 };
  const baseOf = async (options: RunReportOptions) => {
    const { report, gates, made } = reportWith({ gate, ...options });
    await report.begin();
    await take(state('one'))({ output: 'a' }, faithful);
    await report.end();
    return { base: Object(gates[0]).base, tags: made[0]?.tags };
  };
  const main = await baseOf({ branch: 'main' });
  const topic = await baseOf({ branch: 'topic' });
  expect(main.tags).toContain(topic.base.replace('latest:', ''));
  expect(topic.tags).not.toContain(topic.base.replace('latest:', ''));
  expect((await baseOf({ name: 'other' })).base).not.toBe(topic.base);
});

test('a run of some of the tests is the baseline of none', async () => {
  const { report, made } = reportWith({});
  report.leaveAsPartial();
  await report.begin();
  await take(state('some'))({ output: 'a' }, faithful);
  await report.end();
  expect(made[0]?.tags).toEqual([expect.stringMatching(/^asked:/), 'tests:tests', 'partial']);
});

test('of a test that is retried the last try counts', async () => {
  const { report, made } = reportWith({});
  await report.begin();
  await take(state('again', 0))({ output: 'first' }, faithful);
  await take(state('again', 1))({ output: 'second' }, faithful);
  await report.end();
  expect(made.map(({ samples }) => samples)).toEqual([
    [{ id: 'answers.test.ts > again', output: 'second' }],
  ]);
});

test('what a test wants to fail is no part of the batch', async () => {
  const { report, made } = reportWith({});
  await report.begin();
  await take({ ...state('negative'), isNot: true })({ output: 'a' }, faithful);
  await report.end();
  expect(made).toEqual([]);
});

test('a long name is cut, and still tells tests apart', async () => {
  const { report, made } = reportWith({});
  await report.begin();
  for (const end of ['a', 'b']) await take(state('x'.repeat(200) + end))({ output: end }, faithful);
  await report.end();
  const ids = made.flatMap(({ samples }) => samples.map(({ id }) => id));
  expect(new Set(ids).size).toBe(2);
  expect(Math.max(...ids.map((id) => id.length))).toBeLessThanOrEqual(128);
});

test('a report that fails is told, and fails the run only where there is a gate', async () => {
  for (const [gate, expected] of [
    [undefined, 'passed'],
    [{ minPassRate: 0.5 }, 'undecided'],
  ] as const) {
    const { assay } = assayWith(() => problemAnswer(403, 'scope_missing'));
    let written = '';
    const report = new RunReport({ assay, gate, write: (text) => (written += text) });
    await report.begin();
    await take(state('failing'))({ output: 'a' }, faithful);
    expect(await report.end()).toBe(expected);
    expect(written).toContain('could not report faithfulness from 0.8 of this run: Title. Detail.');
  }
});

test('a batch that is refused leaves the others as they are', async () => {
  const { report, made, written } = reportWith({});
  await report.begin();
  await take(state('refused'))({ output: 'a' }, { suite: 'gone' });
  for (let i = 0; i < 5; i += 1) {
    await take(state(`kept ${i}`))({ output: 'b' }, { suite: `suite-${i}` });
  }
  expect(await report.end()).toBe('passed');
  expect(made).toHaveLength(5);
  expect(written()).toContain('could not report gone of this run: Title. Detail.');
  expect(written()).toContain('Assay suite-4: completed');
});

test('nothing is written down outside a run, and nothing is left behind after one', async () => {
  const { report, made } = reportWith({});
  await report.begin();
  const folder = process.env[RUN_FOLDER] ?? '';
  await appendFile(join(folder, 'more.jsonl'), '');
  expect(await readdir(folder)).toEqual(['more.jsonl']);
  expect(await report.end()).toBe('passed');
  expect(made).toEqual([]);
  await expect(readFile(join(folder, 'more.jsonl'))).rejects.toThrow('ENOENT');
  await take(state('outside'))({ output: 'a' }, faithful);
  await expect(readdir(folder)).rejects.toThrow('ENOENT');
});
