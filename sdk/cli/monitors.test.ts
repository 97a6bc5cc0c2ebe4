import type { MonitorAlarm, MonitorReport, MonitorState } from '@assay/schema/types.ts';
import { expect, test } from 'vitest';
import { fakeSystem } from '../testing/fake-system.ts';
import { readMonitor, writeMonitor } from './monitor-file.ts';
import { stateText } from './monitor-text.ts';

const state: MonitorState = {
  status: 'alarm',
  version: 2,
  baseline: { value: 0.9, low: 0.88, high: 0.92, count: 200 },
  baselineLacks: 0,
  mean: { value: 0.7, low: 0.6, high: 0.8, count: 50 },
  evidence: 1,
  counts: { seen: 400, counted: 390, abstained: 4, errors: 6 },
  thresholds: [],
  anchors: {
    ...{ dataset: 'support@2', anchors: 200, status: 'alarm', lacks: 0, judged: 820, failed: 2 },
    ...{ costUsd: 0.4, share: 0.05, evidence: 1, lastAt: null, fault: null },
    ...{ moved: 'judge', awaited: 0, reason: null },
    judge: { value: -0.2, low: -0.26, high: -0.14 },
    application: { value: 0, low: -0.04, high: 0.04 },
  },
  openAlarms: 1,
  lastValueAt: '2026-01-02T00:00:00Z',
  startedAt: '2026-01-01T00:00:00Z',
};
const answers: MonitorReport = {
  name: 'answers',
  version: 2,
  description: 'Answers of support.',
  where: { rule: 'support' },
  scorer: 'faithfulness',
  baseline: { first: 200 },
  thresholds: [{ measure: 'count', below: 1, windowMinutes: 60 }],
  fingerprint: 'sha256:00',
  createdAt: '2026-01-01T00:00:00Z',
  state,
};
const alarm: MonitorAlarm = {
  ...{ id: 'alm_1', monitor: 'answers', version: 2, kind: 'drift', severity: 'warning' },
  ...{ status: 'open', title: 'answers: the mean of faithfulness fell' },
  summary: 'From 0.900 to 0.700.',
  ...{ raisedAt: '2026-01-02T00:00:00Z', since: '2026-01-01T12:00:00Z' },
  ...{ sinceEarliest: '2026-01-01T11:00:00Z', sinceLatest: '2026-01-01T13:00:00Z' },
  ...{ at: 350, changeAt: 300, direction: 'decrease', before: state.baseline, after: state.mean },
  effect: { value: -0.2, low: -0.25, high: -0.15 },
  threshold: null,
  attribution: null,
  causes: [
    {
      ...{ kind: 'version', name: 'release', value: '2.1' },
      ...{ before: null, after: 0.6 },
      count: 40,
      share: 0.95,
    },
  ],
  examples: [{ id: 'ver_1', value: 0.1 }],
  ...{ overAt: null, acknowledgedAt: null, acknowledgedBy: null },
};
const yaml = writeMonitor(answers);

const api = {
  'GET /v1/monitors': { items: [answers], nextCursor: null },
  'GET /v1/monitors/answers': answers,
  'GET /v1/monitors/answers/alarms': { items: [alarm], nextCursor: null },
  'GET /v1/monitors-summary': {
    ...{ from: '2026-01-01T00:00:00Z', to: '2026-01-08T00:00:00Z', monitors: 1, alarms: [alarm] },
    summary: '1 alarm of 1 monitor in the last 7 days, 1 open:\n- answers fell.',
    links: [{ title: 'answers', url: 'https://assay.example/monitors/answers' }],
    moves: [
      {
        monitor: 'answers',
        status: 'alarm',
        before: state.baseline,
        after: state.mean,
        change: -0.2,
        isWorse: true,
      },
    ],
  },
  'POST /v1/monitors': async (request: Request) => ({
    ...((await request.json()) as object),
    version: 1,
  }),
  'POST /v1/monitors/answers/versions': { ...answers, version: 3 },
  'POST /v1/monitors/preview': { looked: 500, matched: 390, state, alarms: [alarm] },
  'POST /v1/monitors/answers/alarms/alm_1/acknowledge': {
    ...alarm,
    ...{ acknowledgedAt: '2026-01-02T01:00:00Z', acknowledgedBy: 'key_1' },
  },
  'POST /v1/monitors/answers/reset': { ...answers, state: { ...state, status: 'learning' } },
  'DELETE /v1/monitors/answers': () => new Response(null, { status: 204 }),
};

test('monitors push makes new monitors, adds versions to those that changed, and leaves the others', async () => {
  const other = 'name: other\nbaseline: { mean: 0.9 }\n';
  const files = {
    'monitors/answers.yaml': yaml.replace('first: 200', 'first: 300'),
    'monitors/other.yaml': other,
  };
  const changed = await fakeSystem({ routes: api, files }).assay('monitors', 'push', 'monitors/');
  expect(changed.stdout).toBe(
    'monitors/answers.yaml  added answers@3\nmonitors/other.yaml    created other@1\n',
  );
  const same = fakeSystem({ routes: api, files: { 'answers.yaml': yaml } });
  expect((await same.assay('monitors', 'push', 'answers.yaml')).stdout).toContain('unchanged');
  const dry = fakeSystem({ routes: api, files });
  expect((await dry.assay('monitors', 'push', 'monitors/', '--dry-run')).code).toBe(0);
  expect(dry.asked.filter(({ method }) => method === 'POST')).toEqual([]);
});

test('monitors pull writes a file for each monitor, which push reads back', async () => {
  const { stdout } = await fakeSystem({ routes: api }).assay('monitors', 'pull');
  expect(stdout).toBe('monitors/answers.yaml  written answers@2\n');
  expect(yaml).not.toContain('state');
  expect(yaml.startsWith('name: answers\ndescription: Answers of support.\n')).toBe(true);
});

test('monitors list and show say what a monitor knows, and why there is an alarm', async () => {
  const machine = fakeSystem({ routes: api });
  const list = (await machine.assay('monitors', 'list')).stdout;
  expect(list).toContain('answers@2  alarm  0.70 (0.60 to 0.80, 50)  baseline 0.90  400 verdicts');
  const show = (await machine.assay('monitors', 'show', 'answers')).stdout;
  expect(show).toContain('the mean of faithfulness fell (open)');
  expect(show).toContain('release 2.1: new → 0.60 (40), 95.0% of the change');
  expect(show).toContain('see ver_1');
  expect(show).toContain('200 of support@2, alarm, judged 820, 5.0% of all that was judged');
  expect(show).toContain('judge; judge -0.20 (-0.26 to -0.14); application 0.00 (-0.04 to 0.04)');
});

test('monitors summary says what got worse', async () => {
  const { stdout } = await fakeSystem({ routes: api }).assay('monitors', 'summary');
  expect(stdout).toContain('1 alarm of 1 monitor');
  expect(stdout).toContain('answers  0.90 → 0.70  -0.20  worse');
  expect(stdout).toContain('answers  https://assay.example/monitors/answers');
});

test('monitors test says what a monitor would have said, and delete deletes it', async () => {
  const machine = fakeSystem({ routes: api, files: { 'answers.yaml': yaml } });
  const { stdout } = await machine.assay('monitors', 'test', 'answers.yaml');
  expect(stdout).toContain('answers: watches 390 of 500 verdicts');
  expect((await machine.assay('monitors', 'delete', 'answers')).stdout).toBe('deleted answers\n');
});

test('monitors acknowledge and reset take an alarm on, and end it', async () => {
  const machine = fakeSystem({ routes: api });
  const show = (await machine.assay('monitors', 'show', 'answers')).stdout;
  const id = /alm_\w+/.exec(show)?.[0] ?? '';
  const taken = await machine.assay('monitors', 'acknowledge', 'answers', id);
  expect(taken.stdout).toContain('(open, acknowledged)');
  const reset = await machine.assay('monitors', 'reset', 'answers', '--learn');
  expect(reset.stdout).toContain('learning');
  expect(machine.asked.at(-1)?.body).toBe('{"baseline":"learn"}');
});

test('--help after the first word of commands shows the help of each', async () => {
  const { code, stdout } = await fakeSystem().assay('monitors', '--help');
  expect(code).toBe(0);
  expect(stdout).toContain('Usage: assay monitors acknowledge <name> <alarm…>');
});

test('anchors that are frozen verdicts are shown as such', () => {
  const anchors = state.anchors && { ...state.anchors, dataset: null, anchors: 40 };
  expect(stateText({ ...state, anchors })).toContain('40 frozen verdicts, alarm');
});

test('anchors in a file can be frozen verdicts', () => {
  const anchors = { verdicts: { from: '2026-01-01T00:00:00Z' }, every: 10 };
  const { monitor } = readMonitor(writeMonitor({ ...answers, anchors }), 'answers.yaml');
  expect(monitor.anchors).toEqual(anchors);
});
