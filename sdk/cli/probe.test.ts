import { expect, test } from 'vitest';
import { fakeSystem } from '../testing/fake-system.ts';

const estimate = (value: number) => ({ value, low: value - 0.1, high: value + 0.1 });
const counts = {
  ...{ total: 4, pending: 0, generated: 4, error: 0 },
  scoring: { total: 4, pending: 0, scored: 4, passed: 2, failed: 2, abstained: 0, error: 0 },
};
const probe = {
  ...{ id: 'exp_1', kind: 'phrasing', name: 'wording', status: 'completed', target: 'local/m' },
  ...{ seed: 7, margin: 0.05, repeats: 1, since: null, samples: 2, probed: 2, counts },
  ...{ variants: [{ variant: 'typos', samples: 2 }], skipped: [], costUsd: 0, scoringCostUsd: 0 },
  ...{ maxCostUsd: null, tags: [], createdAt: '2026-01-01T00:00:00Z' },
  endedAt: '2026-01-01T00:00:09Z',
};
const shown = {
  ...{ variant: 'typos', asked: 'Captial?', output: 'no <b>', value: 0, refused: null, edits: [] },
};
const report = (more: object = {}) => ({
  ...{ id: 'exp_1', kind: 'phrasing', name: 'wording', status: 'completed', seed: 7 },
  ...{ createdAt: '2026-01-01T00:00:00Z', scorer: null, margin: 0.05, outcome: 'affected' },
  ...{ line: 'Correct spelling.', samples: 2, answers: 4, errors: 0, consistency: null },
  variants: [{ variant: 'typos', samples: 2, mean: estimate(0.5), refused: null }],
  differences: [
    {
      ...{ first: 'typos', second: 'original', measure: 'score', samples: 2 },
      ...{ difference: estimate(-0.5), probability: 0.01, outcome: 'affected' },
    },
  ],
  ...{ sensitivity: null, curves: [], drift: null, skipped: [], notes: ['A note.'] },
  shown: [{ sample: 'q1', first: shown, second: { ...shown, variant: 'original' }, difference: 1 }],
  ...more,
});
const estimated = {
  ...{ kind: 'phrasing', samples: 2, probed: 1, variants: [{ variant: 'typos', samples: 1 }] },
  skipped: [{ variant: 'order', reason: 'it has one sentence', samples: 2 }],
  shown: [
    {
      ...{ of: 'q1', variant: 'typos', asked: 'Captial?', edited: 1 },
      edits: [{ pointer: '/input', start: 0, end: 7, before: 'Capital', after: 'Captial' }],
    },
  ],
  estimate: { cells: 4, variants: [], costUsd: 0.01, judgeCalls: 2, seconds: 1, notes: ['Hm.'] },
};

const FILE = `kind: phrasing
target: local/m
samples: questions.jsonl
scorers:
  - contains
phrasing:
  paraphrazes: 2
`;

function machine(
  found: object = report(),
  made: () => object = () => probe,
  ended: object = probe,
) {
  return fakeSystem({
    files: {
      'probes/wording.yaml': FILE,
      'probes/questions.jsonl': '{"id":"q1","input":"Capital?"}\n{"id":"q2","input":"River?"}\n',
    },
    routes: {
      'POST /v1/probes': made,
      'POST /v1/probes/estimate': () => estimated,
      'GET /v1/probes/exp_1': () => ended,
      'GET /v1/probes/exp_1/report': () => found,
      'GET /v1/probes': () => ({ items: [probe], nextCursor: null }),
    },
  });
}

const FLAGS = ['phrasing', 'probes/questions.jsonl', '--target', 'local/m', '-s', 'contains'];

test('a probe by options is sent as the API has it, waited for, and told in one line first', async () => {
  const { assay, asked } = machine();
  const more = ['--seed', '7', '--fixed', 'Rome', '--max-cost-usd', '2', '--tag', 'ci'];
  const { code, stdout } = await assay('probe', ...FLAGS, ...more);
  expect(code).toBe(0);
  expect(JSON.parse(asked[0]?.body ?? '')).toEqual({
    ...{ kind: 'phrasing', target: 'local/m', scorers: ['contains'], seed: 7, fixed: ['Rome'] },
    ...{ maxCostUsd: 2, tags: ['ci'] },
    samples: [
      { id: 'q1', input: 'Capital?' },
      { id: 'q2', input: 'River?' },
    ],
  });
  expect(stdout.split('\n').slice(0, 2)).toEqual([
    'phrasing probe exp_1: affected',
    'Correct spelling.',
  ]);
  expect(stdout).toContain('A note.');
});

test('a probe of a file is sent with the samples beside it', async () => {
  const { assay, asked, files } = machine();
  const { code, stdout } = await assay(
    ...['probe', 'run', 'probes/wording.yaml', '--fail-on', 'affected', '--markdown', 'out.md'],
  );
  expect(code).toBe(1);
  expect(stdout).toContain('Correct spelling.');
  expect(JSON.parse(asked[0]?.body ?? '')).toMatchObject({ kind: 'phrasing', samples: [{}, {}] });
  expect(files.get('out.md')).toContain('**Differences**');
});

test('what the API refuses of a file is named with its line', async () => {
  const message = 'is not a known field; did you mean `paraphrases`?';
  const errors = [{ pointer: '/phrasing/paraphrazes', message }];
  const refused = machine(report(), () =>
    Response.json(
      { status: 400, code: 'invalid_request', title: 'T', detail: 'D', retryable: false, errors },
      { status: 400, headers: { 'Content-Type': 'application/problem+json' } },
    ),
  );
  const { code, stderr } = await refused.assay('probe', 'run', 'probes/wording.yaml');
  expect(code).toBe(2);
  expect(stderr).toContain(`probes/wording.yaml:7: /phrasing/paraphrazes ${message}\n`);
});

test.each([
  [['--dry-run'], '"Capital" → "Captial"'],
  [['--dry-run'], 'it has one sentence'],
  [['--detach'], 'exp_1'],
])('with %j nothing is waited for', async (given, says) => {
  const { code, stdout } = await machine().assay('probe', ...FLAGS, ...given);
  expect(code).toBe(0);
  expect(stdout).toContain(says);
});

test.each([
  ['affected', 'affected', 1],
  ['undecided', 'affected', 0],
  ['undecided', 'undecided', 1],
  ['steady', 'undecided', 0],
  ['not_run', 'affected', 2],
])('an outcome of %s with --fail-on %s ends with %i', async (outcome, given, code) => {
  const { assay } = machine(report({ outcome }));
  expect((await assay('probe', ...FLAGS, '--fail-on', given)).code).toBe(code);
});

test.each([
  ['affected', 1],
  ['steady', 2],
])('a probe of which answers are missing is %s, and ends with %i', async (outcome, code) => {
  const cut = { ...probe, counts: { ...counts, generated: 1, error: 3 } };
  const { assay } = machine(report({ outcome }), undefined, cut);
  const ran = await assay('probe', ...FLAGS, '--fail-on', 'affected');
  expect(ran.code).toBe(code);
  expect(ran.stderr).toContain(
    'Incomplete: 3 of 4 answers are missing. To ask for what is missing: ' +
      'assay experiment resume exp_1, and then: assay probes show exp_1\n',
  );
});

test.each([
  [['sideways', 'a.jsonl'], 'is no kind of probe'],
  [['phrasing'], 'Give a file of samples or --dataset'],
  [['drift'], 'Pass --since'],
  [[...FLAGS, '--fail-on', 'steady'], 'must be affected or undecided'],
  [[...FLAGS, '--detach', '--markdown', 'a.md'], 'Remove --detach'],
  [[...FLAGS, '--with', '[1]'], 'must be a JSON object'],
])('%j is refused before anything is sent', async (given, says) => {
  const { assay, asked } = machine();
  const { code, stderr } = await assay('probe', ...given);
  expect(code).toBe(2);
  expect(stderr).toContain(says);
  expect(asked).toEqual([]);
});

test('meaning that was not compared is said not to be', async () => {
  const consistency = {
    ...{ repeats: 2, mean: estimate(1), sameVerdict: estimate(1), sameAnswer: estimate(1) },
    ...{ sameText: estimate(1), best: estimate(1), worst: estimate(1), passHat: [] },
    sameMeaning: {
      status: 'not_run',
      how: 'Not run: no model.',
      share: null,
      samples: 0,
      unknown: 0,
    },
  };
  const { assay } = machine(report({ kind: 'consistency', consistency }));
  const { stdout } = await assay('probes', 'show', 'exp_1');
  expect(stdout).toMatch(/all answers mean the same +not run/);
  expect(stdout).toContain('Not run: no model.');
});

test('probes are listed, and shown again', async () => {
  const { assay } = machine();
  expect((await assay('probes', 'list')).stdout).toMatch(/exp_1 +phrasing +completed +2 samples/);
  expect((await assay('probes', 'show', 'exp_1')).stdout).toContain('no <b>');
});
