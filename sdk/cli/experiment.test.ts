import { describe, expect, test } from 'vitest';
import { fakeSystem } from '../testing/fake-system.ts';

const estimate = (value: number) => ({ value, low: value - 0.1, high: value + 0.1 });
const counts = {
  ...{ total: 4, pending: 0, generated: 4, error: 0 },
  scoring: { total: 4, pending: 0, scored: 4, passed: 3, failed: 1, abstained: 0, error: 0 },
};
const experiment = (more: object = {}) => ({
  ...{ id: 'exp_1', name: 'two prompts', status: 'completed', counts, costUsd: 0.002 },
  ...{ scoringCostUsd: 0, variants: [{ name: 'short' }, { name: 'long' }], repeats: 2 },
  estimate: { cells: 4, costUsd: 0.002, variants: [], judgeCalls: 0, seconds: 1, notes: [] },
  ...{ createdAt: '2026-01-01T00:00:00Z', endedAt: '2026-01-01T00:00:01Z', ...more },
});
const scored = (mean: number) => ({
  ...{ scorer: null, scored: 2, samples: 1, abstained: 0, skipped: 0, error: 0 },
  ...{ mean: estimate(mean), passRate: estimate(mean), best: estimate(1), worst: estimate(mean) },
  ...{ spread: 0, passAt: [{ k: 2, any: estimate(1), all: estimate(mean) }] },
  agreement: estimate(1),
});
const variant = (name: string, mean: number) => ({
  ...{ variant: name, cells: 2, generated: 2, error: 0, errors: [], scorers: [scored(mean)] },
  ...{ sameText: estimate(0.5), sameMeaning: null, costUsd: { mean: 0.0005, p50: 0, p95: 0 } },
  ...{ latencyMs: { mean: 12, p50: 12, p95: 20 }, firstTokenMs: null, totalCostUsd: 0.001 },
  usage: { inputTokens: 1, outputTokens: 1 },
});
const report = (more: object = {}) => ({
  ...{ id: 'exp_1', name: 'two prompts', status: 'completed', repeats: 2 },
  variants: [variant('short', 1), variant('long', 0.5)],
  pairs: [
    {
      ...{ scorer: null, first: 'short', second: 'long', samples: 1 },
      ...{ difference: estimate(0.5), p: 0.2, correctedP: 0.2, outcome: 'undecided' },
      moreSamples: 12,
    },
  ],
  chosen: { rule: 'best variant', variant: 'short', isCertain: false, reason: 'It is better.' },
  ...{ requirements: [], outcome: null, notes: ['There is 1 sample.'], ...more },
});
const row = {
  ...{ sample: 0, sampleId: 'q1', input: 'Capital of France?' },
  cells: [
    {
      ...{ variant: 'short', answered: 2, scored: 2, passed: 2, error: 0, value: 1 },
      output: 'Paris',
    },
    { variant: 'long', answered: 2, scored: 2, passed: 1, error: 0, value: 0.5, output: '=1+1' },
  ],
};
const cell = {
  ...{ index: 0, variant: 'long', sampleId: 'q1', repeat: 0, status: 'generated', sample: null },
  ...{ output: '=1+1, "yes"', verdict: { passed: true, value: 1, scores: [] }, error: null },
  ...{ model: null, attempts: 1, costUsd: 0.0005, latencyMs: 12, firstTokenMs: null, usage: null },
};

const FILE = `name: two prompts
variants:
  - name: short
    target: local/writer
    prompt: "In one word: {{input}}"
  - name: long
    target: local/writer
samples: questions.jsonl
scorers: [exact-match]
repeats: 2
`;

function machine(
  ended: object = report(),
  made: () => object = () => experiment(),
  found: object = experiment(),
) {
  return fakeSystem({
    files: {
      'prompts/two.yaml': FILE,
      'prompts/questions.jsonl': '{"id":"q1","input":"Capital of France?"}\n',
      'none.yaml': 'just a text\n',
    },
    routes: {
      'POST /v1/experiments': made,
      'POST /v1/experiments/estimate': () => experiment().estimate,
      'GET /v1/experiments/exp_1': () => found,
      'GET /v1/experiments/exp_1/report': () => ended,
      'GET /v1/experiments/exp_1/rows': () => ({ items: [row], nextCursor: null }),
      'GET /v1/experiments/exp_1/cells': () => ({ items: [cell], nextCursor: null }),
      'GET /v1/experiments': () => ({ items: [experiment()], nextCursor: null }),
    },
  });
}

test('a file is run, waited for, and shown as a matrix with the choice', async () => {
  const { assay, asked } = machine();
  const { code, stdout } = await assay('experiment', 'run', 'prompts/two.yaml', '--repeats', '3');
  expect(code).toBe(0);
  expect(JSON.parse(asked[0]?.body ?? '')).toMatchObject({
    ...{ name: 'two prompts', repeats: 3 },
    samples: [{ id: 'q1', input: 'Capital of France?' }],
  });
  expect(stdout).toContain('q1      1.00 2/2  Paris  0.50 1/2  =1+1');
  expect(stdout).toContain('undecided: about 12 more samples would decide');
  expect(stdout).toContain('Choice: short (best variant). It is better.');
  expect(stdout).toContain('short: 50.0% of samples always get the same text.');
});

test('answers are written as CSV that no spreadsheet runs, and the report as Markdown', async () => {
  const { assay, files } = machine();
  const outputs = ['--csv', 'answers.csv', '--markdown', 'report.md'];
  expect((await assay('experiment', 'report', 'exp_1', ...outputs)).code).toBe(0);
  expect(files.get('answers.csv')).toContain('"\'=1+1, ""yes"""');
  expect(files.get('answers.csv')?.split('\r\n').length).toBe(3);
  expect(files.get('report.md')).toContain('| variant | score |');
  expect(files.get('report.md')).toContain('<details>');
});

test.each([
  ['a requirement fails', { outcome: 'failed' }, 1],
  ['a requirement is undecided', { outcome: 'undecided' }, 2],
  [
    'nothing can be chosen',
    { chosen: { rule: 'r', variant: null, isCertain: false, reason: 'x' } },
    2,
  ],
])('the exit code says that %s', async (_, more, code) => {
  expect((await machine(report(more)).assay('experiment', 'report', 'exp_1')).code).toBe(code);
});

describe('an experiment of which answers are missing', () => {
  const scoring = { ...counts.scoring, total: 1, scored: 1, passed: 1, failed: 0 };
  const cut = experiment({ counts: { total: 4, pending: 0, generated: 1, error: 3, scoring } });
  const errors = [
    { code: 'http_500', count: 1 },
    { code: 'experiment_cost_capped', count: 2 },
  ];
  const shown = (more: object = {}) =>
    report({ variants: [{ ...variant('short', 1), errors }, variant('long', 0.5)], ...more });

  test.each([
    ['is an error where nothing is required', { chosen: null }, 2],
    ['is an error where a variant is chosen, which they could change', {}, 2],
    ['fails where they cannot change that', { outcome: 'failed' }, 1],
    ['passes where they cannot change that', { outcome: 'passed', chosen: null }, 0],
  ])('%s', async (_, more, code) => {
    const { assay } = machine(shown(more), undefined, cut);
    const ran = await assay('experiment', 'run', 'prompts/two.yaml');
    expect(ran.code).toBe(code);
    expect(ran.stderr).toContain(
      'Incomplete: 3 of 4 answers are missing: 2 × experiment_cost_capped, 1 × http_500. ' +
        'To ask for what is missing: assay experiment resume exp_1 --max-cost-usd USD\n',
    );
  });

  test('says so of answers that could not be scored, and of one that runs', async () => {
    const unscored = { ...counts, scoring: { ...counts.scoring, scored: 3, error: 1 } };
    const first = machine(report(), undefined, experiment({ counts: unscored }));
    const ended = await first.assay('experiment', 'report', 'exp_1');
    expect(ended.code).toBe(2);
    expect(ended.stderr).toContain(
      'Incomplete: 1 of 4 answers could not be scored. To ask for what is missing: assay experiment resume exp_1\n',
    );
    const open = { ...counts, pending: 3, generated: 1 };
    const running = experiment({ status: 'generating', counts: open });
    const second = machine(report(), undefined, running);
    expect((await second.assay('experiment', 'report', 'exp_1')).stderr).toContain(
      'Incomplete: 3 of 4 answers are missing: 3 not asked for yet. To follow it: assay experiment run --watch exp_1\n',
    );
  });
});

test('what the API refuses is told with the line of the file', async () => {
  const errors = [{ pointer: '/variants/1/target', message: 'is no pipeline of the project' }];
  const refused = machine(report(), () =>
    Response.json(
      { status: 400, code: 'invalid_request', title: 'T', detail: 'D', retryable: false, errors },
      { status: 400, headers: { 'Content-Type': 'application/problem+json' } },
    ),
  );
  const { code, stderr } = await refused.assay('experiment', 'run', 'prompts/two.yaml');
  expect(code).toBe(2);
  expect(stderr).toContain('prompts/two.yaml:7: /variants/1/target is no pipeline of the project');
});

test('a misspelt field is named with its line and the field that was meant', async () => {
  const errors = [
    { pointer: '/variants', message: 'is not a known field; did you mean `variantz`?' },
    { pointer: '/samples/0/inputt', message: 'is not a known field' },
  ];
  const refused = machine(report(), () =>
    Response.json(
      { status: 400, code: 'invalid_request', title: 'T', detail: 'D', retryable: false, errors },
      { status: 400, headers: { 'Content-Type': 'application/problem+json' } },
    ),
  );
  const { stderr } = await refused.assay('experiment', 'run', 'prompts/two.yaml');
  expect(stderr).toContain(
    'prompts/two.yaml:2: /variants is not a known field; did you mean `variantz`?\n',
  );
  expect(stderr).toContain('prompts/questions.jsonl, sample 1: /samples/0/inputt is not');
});

test('a file that is no experiment, and options that do not fit, are refused', async () => {
  const { assay } = machine();
  expect((await assay('experiment', 'run', 'none.yaml')).stderr).toContain('must be a map');
  expect((await assay('experiment', 'run')).stderr).toContain('Give a file, or --watch');
  const detached = ['prompts/two.yaml', '--detach', '--csv', 'a.csv'];
  expect((await assay('experiment', 'run', ...detached)).stderr).toContain('Remove --detach');
});

test('an estimate and a list are shown', async () => {
  const { assay } = machine();
  expect((await assay('experiment', 'estimate', 'prompts/two.yaml')).stdout).toContain(
    '4 answers, cost $0.0020',
  );
  expect((await assay('experiment', 'list')).stdout).toContain('exp_1  completed  2 variants  4/4');
});
