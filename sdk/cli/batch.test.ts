import { expect, test } from 'vitest';
import { fakeSystem, problem } from '../testing/fake-system.ts';
import type { BatchReport } from '../types.ts';
import { progressOn } from './progress.ts';

const counts = { total: 4, pending: 0, scored: 4, passed: 3, failed: 1, abstained: 0, error: 0 };

function report(more: object = {}, counted: object = {}) {
  return {
    id: 'bat_1',
    status: 'completed',
    suite: null,
    counts: { ...counts, ...counted },
    invalid: { count: 0, first: [] },
    costUsd: 0,
    samplesPerSecond: 4,
    createdAt: '2026-01-01T00:00:00Z',
    endedAt: '2026-01-01T00:00:01Z',
    statistics: [
      {
        name: 'bleu',
        scored: 4,
        error: 0,
        mean: { value: 0.5, low: 0.4, high: 0.6 },
        passRate: null,
      },
    ],
    ...more,
  };
}

/** What the gate came to; `reasons` are told. */
function gate(outcome: string, reasons = ['All is well.'], compared: object | null = null) {
  return { batch: 'bat_1', base: null, outcome, reasons, comparison: compared };
}

function comparison(failures: string[] = []) {
  const mean = { batch: 0.5, base: 0.6, difference: { value: -0.1, low: -0.2, high: 0 } };
  return {
    batch: 'bat_1',
    base: 'bat_0',
    pairs: 4,
    unpaired: 1,
    changed: 2,
    gate: {
      outcome: failures.length === 0 ? 'passed' : 'failed',
      passed: failures.length === 0,
      failures,
    },
    regressions: [{ sampleId: 'a', scorer: 'bleu', batch: 0, base: 1 }],
    scorers: [{ name: 'bleu', mean, passRate: null, wins: 1, losses: 2, ties: 1 }],
  };
}

const failed = {
  index: 1,
  sampleId: null,
  status: 'failed',
  error: null,
  sample: { input: 'How?', output: 'So.' },
  verdict: {
    latencyMs: 12,
    decision: { reason: 'bleu did not pass.' },
    scores: [{ name: 'bleu', value: 0.1, passed: false, reason: 'says "<b>" & | more' }],
  },
};
const errored = {
  index: 2,
  sampleId: 'c',
  status: 'error',
  verdict: null,
  error: { code: 'judge_timeout', message: 'Too late.' },
};
const passed = { index: 0, sampleId: 'a', status: 'passed', error: null, verdict: null };

function machine(more: Parameters<typeof fakeSystem>[0] = {}, ended: object = report()) {
  return fakeSystem({
    files: { 'a.jsonl': '{"output":"a"}\n{"output":"b"}\n', 'list.json': '[\n  {}\n]' },
    ...more,
    routes: {
      'POST /v1/batches': report({ status: 'open', endedAt: null }),
      'POST /v1/batches/bat_1/samples': report(),
      'POST /v1/batches/bat_1/seal': report(),
      'GET /v1/batches/bat_0': report({ id: 'bat_0' }),
      'GET /v1/batches/bat_1': ended,
      'GET /v1/batches/bat_1/compare/bat_0': comparison(),
      'POST /v1/batches/bat_1/gate': gate('passed'),
      'GET /v1/batches/bat_1/results': (request: Request) => {
        const { searchParams } = new URL(request.url);
        const status = searchParams.get('status');
        const items = [passed, failed, errored].filter(
          (item) => status === null || item.status === status,
        );
        // The empty line is what proves the stream whole.
        return `${items.map((item) => `${JSON.stringify(item)}\n`).join('')}\n`;
      },
      ...more.routes,
    },
  });
}

test('a file is scored, awaited and told', async () => {
  const { assay, asked } = machine();
  const { code, stdout, stderr } = await assay('batch', 'a.jsonl', '-s', 'bleu');
  expect(code).toBe(0);
  expect(stdout).toContain('bat_1  completed: 3 passed, 1 failed of 4');
  expect(stdout).toContain('0.50 (0.40 to 0.60)');
  // In a log there is no bar, only the id to find the batch by.
  expect(stderr).toBe('bat_1\n');
  expect(JSON.parse(asked[0]?.body ?? '')).toMatchObject({ scorers: ['bleu'] });
});

test('a person sees a bar', async () => {
  const { stderr } = await machine({ isTerminal: true }).assay('batch', '--watch', 'bat_1');
  expect(stderr).toContain('4/4  3 passed, 1 failed  4/s');
});

test('a CSV file becomes samples, its lists and objects read as JSON', async () => {
  const csv =
    'id,input,output,expected,contexts,metadata.team\n' +
    'a,"Capital, of France?",Paris,Paris,"[""x"",""y""]",blue\n' +
    'b,,,12,one text,\n';
  const { assay, asked } = machine({ files: { 'a.csv': csv } });
  await assay('batch', 'a.csv', '-s', 'bleu');
  expect(JSON.parse(asked[0]?.body ?? '').samples).toEqual([
    {
      ...{ id: 'a', input: 'Capital, of France?', output: 'Paris', expected: 'Paris' },
      contexts: ['x', 'y'],
      metadata: { team: 'blue' },
    },
    { id: 'b', output: '', expected: '12', contexts: ['one text'] },
  ]);
});

test('what is not CSV is refused', async () => {
  const { assay } = machine({ files: { 'b.csv': 'output\n"a\n' } });
  expect((await assay('batch', 'b.csv', '-s', 'bleu')).stderr).toContain('b.csv is not CSV');
});

test.each([
  [['--min-pass-rate', '0.75'], { minPassRate: 0.75 }],
  [['--gate'], { minPassRate: 1 }],
  [['--gate', '--base', 'bat_0'], { maxRegression: 0, base: 'bat_0' }],
  [
    ['--max-regression', '0.02', '--base', 'latest:main', '--allow-missing-base'],
    { maxRegression: 0.02, base: 'latest:main', allowMissingBase: true },
  ],
  [
    ['--gate', '--base', 'latest:main', '--allow-failed-base'],
    { maxRegression: 0, base: 'latest:main', allowFailedBase: true },
  ],
])('the options %j ask the gate for %j', async (argv, wanted) => {
  const { assay, asked } = machine();
  await assay('batch', 'a.jsonl', '-s', 'bleu', ...argv);
  const request = asked.find(({ url }) => url.endsWith('/gate'));
  expect(JSON.parse(request?.body ?? '')).toEqual(wanted);
});

test.each([
  ['passed', 0],
  ['failed', 1],
  ['undecided', 2],
])('a gate that is %s ends with %i', async (outcome, code) => {
  const reasons = ['The mean fell.'];
  const routes = { 'POST /v1/batches/bat_1/gate': gate(outcome, reasons, comparison()) };
  const told = await machine({ routes }).assay('batch', '--watch', 'bat_1', '--gate');
  expect(told.code).toBe(code);
  expect(told.stdout).toContain(`gate ${outcome}: The mean fell.`);
  expect(told.stdout).toContain('0.60 → 0.50  -0.10 (-0.20 to 0.00)');
  expect(told.stdout).toContain(
    '4 samples; 1 of the base are not in the batch; 2 with a different input or expected answer',
  );
});

test('a base without a limit is compared with, and decides nothing', async () => {
  const routes = { 'GET /v1/batches/bat_1/compare/bat_0': comparison(['The mean fell.']) };
  const { assay, asked } = machine({ routes });
  const told = await assay('batch', '--watch', 'bat_1', '--base', 'bat_0');
  expect([told.code, told.stdout]).toEqual([0, expect.stringContaining('bat_1 against bat_0')]);
  expect(asked.some(({ url }) => url.endsWith('/gate'))).toBe(false);
  const none = () => problem(404, 'batch_not_found');
  const first = machine({ routes: { 'GET /v1/batches/bat_1/compare/latest%3Amain': none } });
  expect((await first.assay('batch', '--watch', 'bat_1', '--base', 'latest:main')).code).toBe(0);
});

test('JUnit has a case a sample, with what failed, could not be scored and why', async () => {
  const { assay, files } = machine();
  await assay('batch', '--watch', 'bat_1', '--junit', 'out.xml');
  const xml = files.get('out.xml') ?? '';
  expect(xml).toContain('tests="4" failures="1" errors="0" skipped="0"');
  expect(xml).toContain('<testcase name="a" classname="assay" time="0.000"/>');
  expect(xml).toContain('<failure message="bleu: says &quot;&lt;b&gt;&quot; &amp; | more">');
  expect(xml).toContain('<error message="judge_timeout: Too late." type="judge_timeout"/>');
});

test('Markdown tells gate, statistics, comparison and failing samples, and what models wrote is no markup', async () => {
  const told = gate('failed', ['75.0% passed.'], comparison());
  const routes = { 'POST /v1/batches/bat_1/gate': told };
  const { assay, files } = machine({ routes }, report({}, { error: 1 }));
  const base = ['--base', 'bat_0', '--gate', '--min-pass-rate', '0.9'];
  await assay('batch', '--watch', 'bat_1', ...base, '--markdown', 'out.md');
  const text = files.get('out.md') ?? '';
  expect(text).toContain('## Assay: gate failed');
  expect(text).toContain('| bleu | 4 | 0 | 0.50 (0.40 to 0.60) | – |');
  expect(text).toContain('### Against `bat_0` (4 samples; 1 of the base are not in the batch;');
  expect(text).toContain('| sample 2 | failed | bleu: says "&#60;b&#62;" &#38; &#124; more |');
  expect(text).toContain('| c | error | judge&#95;timeout: Too late. |');
  expect(text).toContain(
    '### Errors\n\n| code | samples |\n| --- | --- |\n| judge&#95;timeout | 1 |',
  );
});

test('a program reads batch, comparison and gate as JSON', async () => {
  const argv = ['--watch', 'bat_1', '--base', 'bat_0', '--gate', '--json'];
  const routes = { 'POST /v1/batches/bat_1/gate': gate('passed', [], comparison()) };
  const { stdout } = await machine({ routes }).assay('batch', ...argv);
  expect(JSON.parse(stdout)).toMatchObject({
    batch: { id: 'bat_1' },
    comparison: { pairs: 4 },
    gate: { outcome: 'passed' },
    failing: { items: [{ index: 1, sample: { input: 'How?' } }], errors: [] },
  });
});

test('a person sees what failed: question, answer, score, reason, errors by code, and how to see the rest', async () => {
  const { assay } = machine({}, report({}, { failed: 7, error: 2 }));
  const { stdout } = await assay('batch', '--watch', 'bat_1');
  expect(stdout).toContain(
    '  failed  sample 2\n    asked: How?\n    answered: So.\n    bleu 0.10: says "<b>" & | more\n',
  );
  expect(stdout).toContain('  error  c\n    judge_timeout: Too late.\n');
  expect(stdout).toContain('errors:\n  1 × judge_timeout\n');
  expect(stdout).toContain('7 more: assay batches results bat_1 --status failed --json\n');
});

test('an upload that is interrupted is cancelled, and a wait is not', async () => {
  const made = report({ status: 'open', endedAt: null });
  const routes = { 'POST /v1/batches/bat_1/cancel': made };
  const upload = machine({ routes });
  const lines = async function* () {
    yield new TextEncoder().encode('{"output":"a"}\n'.repeat(20_001));
    upload.interrupt();
    yield new TextEncoder().encode('{"output":"b"}\n'.repeat(20_000));
  };
  upload.system.files.bytes = lines;
  const stopped = await upload.assay('batch', 'a.jsonl', '-s', 'bleu');
  expect(stopped.code).toBe(2);
  expect(stopped.stderr).toContain('Interrupted. bat_1 was cancelled.');
  expect(upload.asked.some(({ url }) => url.endsWith('/bat_1/cancel'))).toBe(true);

  const waiting = machine({
    routes: {
      ...routes,
      'GET /v1/batches/bat_1': () => {
        waiting.interrupt();
        return made;
      },
    },
  });
  const left = await waiting.assay('batch', '--watch', 'bat_1');
  expect(left.stderr).toContain(
    'Interrupted. bat_1 keeps running. To follow it: assay batch --watch bat_1',
  );
  expect(waiting.asked.every(({ method }) => method === 'GET')).toBe(true);
});

test('a file of nothing but empty lines has no sample, as an empty one', async () => {
  const routes = { 'POST /v1/batches': () => problem(400, 'invalid_request', 'No sample.') };
  const { assay, asked } = machine({ files: { 'a.jsonl': '\n\n', 'b.jsonl': '' }, routes });
  for (const file of ['a.jsonl', 'b.jsonl']) {
    expect(await assay('batch', file, '-s', 'bleu')).toMatchObject({ code: 2, stdout: '' });
  }
  expect(asked.every(({ body }) => !body.includes('"open"'))).toBe(true);
  const skipped = machine({}, report({}, { total: 0, passed: 0, failed: 0 }));
  const { code, stderr } = await skipped.assay('batch', 'a.jsonl', '-s', 'bleu');
  expect([code, stderr]).toEqual([2, expect.stringContaining('contains no samples')]);
});

test('who does not wait gets the id', async () => {
  const { assay } = machine();
  const told = await assay('batch', 'a.jsonl', '-s', 'bleu', '--detach');
  expect(told).toMatchObject({ code: 0, stdout: 'bat_1\n' });
  const refused = await assay('batch', 'a.jsonl', '-s', 'bleu', '--detach', '--gate');
  expect(refused.stderr).toContain('Remove --detach');
});

test('what does not fit is refused before a batch is made', async () => {
  const { assay, asked } = machine({
    routes: { 'GET /v1/batches/bat_9': () => problem(404, 'batch_not_found') },
  });
  const refusals: [string[], string][] = [
    [[], 'Give a file'],
    [['a.jsonl', '--watch', 'bat_1'], 'not both'],
    [['a.jsonl'], '--scorer or --suite'],
    [['list.json', '-s', 'bleu'], 'is a JSON array. Send one sample per line'],
    [['a.jsonl', '-s', 'bleu', '--max-regression', '0.1'], 'requires --base'],
    [['a.jsonl', '-s', 'bleu', '--min-pass-rate', '95'], 'from 0 to 1'],
    [['a.jsonl', '-s', 'bleu', '--format', 'xml'], 'jsonl or csv'],
    [['a.jsonl', '-s', 'bleu', '--base', 'bat_9'], 'request req_1'],
  ];
  for (const [argv, said] of refusals) {
    const { code, stderr } = await assay('batch', ...argv);
    expect([code, stderr]).toEqual([2, expect.stringContaining(said)]);
  }
  expect(asked.filter(({ method }) => method === 'POST')).toEqual([]);
});

test('a batch that was cancelled is an error', async () => {
  const { assay } = machine({}, report({ status: 'cancelled' }));
  expect((await assay('batch', '--watch', 'bat_1')).code).toBe(2);
});

test('a base that has not ended is refused before anything is scored', async () => {
  const routes = { 'GET /v1/batches/bat_0': report({ id: 'bat_0', endedAt: null }) };
  const { assay, asked } = machine({ routes });
  const told = await assay('batch', 'a.jsonl', '-s', 'bleu', '--base', 'bat_0');
  expect([told.code, told.stderr]).toEqual([2, expect.stringContaining('has not ended')]);
  expect(asked.filter(({ method }) => method === 'POST')).toEqual([]);
});

test('lines that were skipped are told, and a batch of nothing but errors is an error', async () => {
  const skipped = machine({}, report({ invalid: { count: 2, first: [] } }));
  expect((await skipped.assay('batch', '--watch', 'bat_1')).stdout).toContain(
    'of 4, 2 lines skipped',
  );
  const broken = machine({}, report({}, { passed: 0, failed: 0, error: 4 }));
  expect((await broken.assay('batch', '--watch', 'bat_1')).code).toBe(2);
});

test('a log gets a line now and then, and no bar that moves', () => {
  const lines: string[] = [];
  const progress = progressOn({ isTerminal: false, write: (text) => void lines.push(text) });
  for (let look = 0; look < 65; look += 1) progress.show(report() as unknown as BatchReport);
  progress.end();
  expect(lines).toHaveLength(2);
  expect(lines[0]).toMatch(/^█+ 4\/4 {2}3 passed, 1 failed {2}4\/s\n$/);
});

test('two batches are compared, with a gate or without', async () => {
  const one = await machine().assay('compare', 'bat_1', 'bat_0');
  expect([one.code, one.stdout]).toEqual([0, expect.stringContaining('bat_1 against bat_0')]);
  const routes = { 'GET /v1/batches/bat_1/compare/bat_0': comparison(['The mean fell.']) };
  const { assay, asked } = machine({ routes });
  const two = await assay('compare', 'bat_1', 'bat_0', '--max-regression', '0.1', '-s', 'bleu');
  expect([two.code, two.stdout]).toEqual([1, expect.stringContaining('gate failed: The mean')]);
  expect(asked.at(-1)?.url).toContain('maxRegression=0.1&scorer=bleu');
  expect((await assay('compare', 'bat_1')).stderr).toContain('needs <base>');
});
