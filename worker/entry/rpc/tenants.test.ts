import { env } from 'cloudflare:workers';
import {
  type Answer,
  type AssayBinding,
  BINDING_METHODS,
  type BindingMethod,
} from '@assay/schema/binding.ts';
import { newId } from '@assay/schema/ids.ts';
import type { DataMap, ProbeInput } from '@assay/schema/types.ts';
import { beforeAll, describe, expect, test } from 'vitest';
import { raiseAlert } from '../../features/alerts/raise-alert.ts';
import { sealPending } from '../../features/records/seal.ts';
import { createServices } from '../../services.ts';
import { bound, unwrap } from '../../testing/binding.ts';
import { callJson as callBound } from '../../testing/bound-client.ts';
import { callJson } from '../../testing/client.ts';
import { giveKey } from '../../testing/keys.ts';

// What belongs to one project must be out of the reach of another project's binding, by every method.

const sample = { output: 'a', expected: 'a' };
const scorers = ['levenshtein'];
const items = [{ id: 'a', sample }];
const webhook = { url: 'https://hooks.example.com/mine' };
let owner: AssayBinding;
let stranger: AssayBinding;
let verdictId: string;
let batchId: string;
let experimentId: string;
let probeId: string;
const probe: ProbeInput = {
  kind: 'consistency',
  target: { url: 'https://app.example.com/answer' },
  samples: [{ input: 'a' }],
  suite: 'mine',
};
let calibrationId: string;

async function newProject(name: string): Promise<string> {
  const id = newId('project');
  const insert = 'INSERT INTO projects (id, name, created_at_ms) VALUES (?1, ?2, 0)';
  await env.DB.prepare(insert).bind(id, name).run();
  return id;
}

beforeAll(async () => {
  const project = await newProject('owner');
  const { key } = await giveKey(['admin'], project);
  const rubric = { name: 'my-rubric', base: 'rubric', params: { criterion: 'It is polite.' } };
  await callJson('/v1/scorers', { key, body: rubric });
  await callJson('/v1/suites', { key, body: { name: 'mine', scorers } });
  const question = { name: 'mine', kind: 'pass-fail', text: 'Is it right?' };
  const pipeline = { name: 'mine', targets: [{ name: 'small', model: 'binding/SMALL' }] };
  await callBound('/v1/pipelines', { key, body: pipeline });
  const rule = { name: 'mine', level: 'trace', scorers: ['json-valid'] };
  await callJson('/v1/rules', { key, body: rule });
  await callJson('/v1/monitors', { key, body: { name: 'mine', baseline: { mean: 0.9 } } });
  await callJson('/v1/questions', { key, body: question });
  await callJson('/v1/datasets', { key, body: { name: 'mine', items } });
  const run = { kind: 'batch', dataset: 'mine', scorers };
  await callJson('/v1/schedules', { key, body: { name: 'mine', cron: '0 2 * * *', run } });
  owner = bound({ project, scopes: ['admin'] });
  stranger = bound({ project: await newProject('stranger'), scopes: ['admin'] });
  verdictId = (await unwrap(owner.score({ sample, scorers }))).id;
  const calibration = { scorer: 'my-rubric', labels: [{ sample, value: true }] };
  calibrationId = (await unwrap((await owner.calibrations).create(calibration))).id;
  batchId = (await unwrap((await owner.batches).create({ scorers, open: true, webhook }))).id;
  const variants = [{ name: 'own', target: { url: 'https://app.example.com/answer' } }];
  const input = { variants, samples: [{ input: 'a' }], scorers };
  const own: ProbeInput = {
    kind: 'consistency',
    target: probe.target ?? '',
    samples: [{ input: 'a' }],
    scorers,
  };
  probeId = (await unwrap((await owner.probes).create(own))).id;
  experimentId = (await unwrap((await owner.experiments).create(input))).id;
  const services = createServices(env, { log: () => {} });
  await raiseAlert(
    {
      ...{ projectId: project, key: 'mine', source: 'monitor:mine', severity: 'info' },
      ...{ title: 'Mine', summary: 'Mine.', atMs: Date.now() },
    },
    services,
  );
  await sealPending(services);
});

async function refused(code: string, asking: PromiseLike<Answer<unknown>>): Promise<void> {
  expect(await asking).toMatchObject({ ok: false, problem: { code } });
}

const noVerdict = async (ask: (group: AssayBinding['verdicts']) => Promise<Answer<unknown>>) =>
  refused('verdict_not_found', ask(await stranger.verdicts));

const noBatch = async (ask: (group: AssayBinding['batches']) => Promise<Answer<unknown>>) =>
  refused('batch_not_found', ask(await stranger.batches));

const noExperiment = async (
  ask: (group: AssayBinding['experiments']) => Promise<Answer<unknown>>,
) => refused('experiment_not_found', ask(await stranger.experiments));

const noCalibration = async (
  ask: (group: AssayBinding['calibrations']) => Promise<Answer<unknown>>,
) => refused('calibration_not_found', ask(await stranger.calibrations));
const noDataset = async (ask: (group: AssayBinding['datasets']) => Promise<Answer<unknown>>) =>
  refused('dataset_not_found', ask(await stranger.datasets));

const noUpload = async (
  ask: (group: AssayBinding['datasets'], id: string) => Promise<Answer<unknown>>,
) => {
  const { id } = await unwrap((await owner.datasets).openUpload('mine', {}));
  await refused('upload_not_found', ask(await stranger.datasets, id));
};

const hostsOf = ({ recipients }: DataMap) => recipients.map(({ host }) => host);

/** For each method: what the stranger tries, and what must come of it. */
const attempts: Record<BindingMethod, () => Promise<void>> = {
  score: async () => {
    const options = { idempotencyKey: 'shared' };
    const own = await unwrap(owner.score({ sample, scorers }, options));
    const other = await unwrap(stranger.score({ sample, scorers }, options));
    expect(other.id).not.toBe(own.id);
  },
  guard: async () => {
    const request = { stage: 'input' as const, text: 'x', policy: 'mine' };
    await refused('unknown_policy', stranger.guard(request));
  },
  compare: () =>
    refused('unknown_scorer', stranger.compare({ a: sample, b: sample, scorer: 'my-rubric' })),
  'scorers.list': async () => {
    const [theirs, own] = [await stranger.scorers, await owner.scorers];
    expect(await unwrap(theirs.list())).toEqual(await unwrap(own.list()));
  },
  'scorers.get': async () => refused('scorer_not_found', (await stranger.scorers).get('my-rubric')),
  'verdicts.list': async () => {
    const { items } = await unwrap((await stranger.verdicts).list());
    expect(items.map(({ id }) => id)).not.toContain(verdictId);
  },
  'verdicts.get': () => noVerdict((group) => group.get(verdictId)),
  'verdicts.receipt': () => noVerdict((group) => group.receipt(verdictId)),
  'verdicts.lineage': () => noVerdict((group) => group.lineage(verdictId)),
  'verdicts.replay': () => noVerdict((group) => group.replay(verdictId)),
  'verdicts.delete': () => noVerdict((group) => group.delete(verdictId)),
  'log.checkpoint': async () => {
    const { origin, size } = await unwrap((await stranger.log).checkpoint());
    expect(origin).not.toBe((await unwrap((await owner.log).checkpoint())).origin);
    expect(size).toBe(0);
  },
  'log.entries': async () => {
    expect((await unwrap((await owner.log).entries())).items).not.toEqual([]);
    expect((await unwrap((await stranger.log).entries())).items).toEqual([]);
  },
  'log.proof': async () => {
    await unwrap((await owner.log).proof({ id: verdictId }));
    await refused('log_entry_not_found', (await stranger.log).proof({ id: verdictId }));
  },
  'log.pending': async () => {
    const { id } = await unwrap(owner.score({ sample, scorers }));
    const items = async (group: AssayBinding['log']) =>
      (await unwrap(group.pending())).items.map((item) => item.id);
    expect(await items(await owner.log)).toContain(id);
    expect(await items(await stranger.log)).not.toContain(id);
  },
  'log.unlogged': async () => {
    const { id } = await unwrap(owner.score({ sample, scorers }));
    await env.DB.prepare('DELETE FROM log_outbox WHERE entry_id = ?1').bind(id).run();
    const unlogged = async (group: AssayBinding['log']) =>
      (await unwrap(group.unlogged())).items.map((item) => item.id);
    expect(await unlogged(await owner.log)).toContain(id);
    expect(await unlogged(await stranger.log)).not.toContain(id);
  },
  'log.consistency': async () => {
    await unwrap((await owner.log).consistency({ from: 0, to: 1 }));
    await refused('invalid_request', (await stranger.log).consistency({ from: 0, to: 1 }));
  },
  'experiments.create': async () =>
    refused(
      'unknown_suite',
      (await stranger.experiments).create({
        variants: [{ name: 'own', target: { url: 'https://app.example.com/' } }],
        samples: [{ input: 'a' }],
        suite: 'mine',
      }),
    ),
  'experiments.estimate': async () =>
    refused(
      'unknown_suite',
      (await stranger.experiments).estimate({
        variants: [{ name: 'own', target: { url: 'https://app.example.com/' } }],
        samples: [{ input: 'a' }],
        suite: 'mine',
      }),
    ),
  'experiments.list': async () => {
    expect((await unwrap((await stranger.experiments).list())).items).toEqual([]);
  },
  'experiments.get': () => noExperiment((group) => group.get(experimentId)),
  'experiments.report': () => noExperiment((group) => group.report(experimentId)),
  'experiments.cells': () => noExperiment((group) => group.cells(experimentId)),
  'experiments.rows': () => noExperiment((group) => group.rows(experimentId)),
  'experiments.cancel': () => noExperiment((group) => group.cancel(experimentId)),
  'experiments.resume': () => noExperiment((group) => group.resume(experimentId, {})),
  'experiments.delete': () => noExperiment((group) => group.delete(experimentId)),
  'probes.create': async () => refused('unknown_suite', (await stranger.probes).create(probe)),
  'probes.estimate': async () => refused('unknown_suite', (await stranger.probes).estimate(probe)),
  'probes.list': async () => {
    expect((await unwrap((await stranger.probes).list())).items).toEqual([]);
  },
  'probes.get': async () => refused('probe_not_found', (await stranger.probes).get(probeId)),
  'probes.report': async () => refused('probe_not_found', (await stranger.probes).report(probeId)),
  'probes.modelCard': async () => {
    expect((await unwrap((await stranger.probes).modelCard())).notRun).toHaveLength(7);
  },
  'batches.create': async () =>
    refused('unknown_suite', (await stranger.batches).create({ suite: 'mine', samples: [sample] })),
  'batches.append': () => noBatch((group) => group.append(batchId, { samples: [sample] })),
  'batches.seal': () => noBatch((group) => group.seal(batchId)),
  'batches.list': async () => {
    expect((await unwrap((await stranger.batches).list())).items).toEqual([]);
  },
  'batches.get': () => noBatch((group) => group.get(batchId)),
  'batches.results': () => noBatch((group) => group.results(batchId)),
  'batches.result': () => noBatch((group) => group.result(batchId, '0')),
  'batches.rows': () => noBatch((group) => group.rows(batchId)),
  'batches.groups': () => noBatch((group) => group.groups(batchId, { by: 'status' })),
  'batches.base': () => noBatch((group) => group.base(batchId)),
  'batches.compare': () => noBatch((group) => group.compare(batchId, batchId)),
  'batches.gate': () => noBatch((group) => group.gate(batchId, { minPassRate: 1 })),
  'batches.cancel': () => noBatch((group) => group.cancel(batchId)),
  'batches.retry': () => noBatch((group) => group.retry(batchId)),
  'batches.delete': () => noBatch((group) => group.delete(batchId)),
  'datasets.create': async () => {
    const made = await unwrap((await stranger.datasets).create({ name: 'mine', items }));
    expect(made.version).toBe(1);
    await unwrap((await stranger.datasets).delete('mine'));
  },
  'datasets.list': async () => {
    expect((await unwrap((await stranger.datasets).list())).items).toEqual([]);
  },
  'datasets.get': () => noDataset((group) => group.get('mine')),
  'datasets.versions': () => noDataset((group) => group.versions('mine')),
  'datasets.addVersion': () => noDataset((group) => group.addVersion('mine', { items })),
  'datasets.items': () => noDataset((group) => group.items('mine')),
  'datasets.item': () => noDataset((group) => group.item('mine', 'a')),
  'datasets.diff': () => noDataset((group) => group.diff('mine', 'mine@1')),
  'datasets.delete': () => noDataset((group) => group.delete('mine')),
  'datasets.openUpload': () => noDataset((group) => group.openUpload('mine', { base: 1 })),
  'datasets.append': () => noUpload((group, id) => group.append('mine', id, { items })),
  'datasets.seal': () => noUpload((group, id) => group.seal('mine', id)),
  'datasets.discard': () => noUpload((group, id) => group.discard('mine', id)),
  'schedules.list': async () => {
    expect((await unwrap((await stranger.schedules).list())).items).toEqual([]);
    expect((await unwrap((await owner.schedules).list())).items).toHaveLength(1);
  },
  'schedules.get': async () =>
    refused('schedule_not_found', (await stranger.schedules).get('mine')),
  'schedules.runs': async () =>
    refused('schedule_not_found', (await stranger.schedules).runs('mine')),
  'alerts.list': async () => {
    expect((await unwrap((await stranger.alerts).list())).items).toEqual([]);
    expect((await unwrap((await owner.alerts).list())).items).toHaveLength(1);
  },
  'alerts.get': async () => {
    const [alert] = (await unwrap((await owner.alerts).list())).items;
    await refused('alert_not_found', (await stranger.alerts).get(alert?.id ?? ''));
  },
  'rules.list': async () => {
    expect((await unwrap((await stranger.rules).list())).items).toEqual([]);
  },
  'rules.get': async () => refused('trace_rule_not_found', (await stranger.rules).get('mine')),
  'rules.activity': async () =>
    refused('trace_rule_not_found', (await stranger.rules).activity('mine')),
  'rules.verdicts': async () =>
    refused('trace_rule_not_found', (await stranger.rules).verdicts('mine')),
  'rules.preview': async () => {
    const rule = { level: 'trace' as const, suite: 'mine' };
    await unwrap((await owner.rules).preview(rule));
    await refused('unknown_suite', (await stranger.rules).preview(rule));
  },
  'monitors.list': async () => {
    expect((await unwrap((await stranger.monitors).list())).items).toEqual([]);
  },
  'monitors.get': async () => refused('monitor_not_found', (await stranger.monitors).get('mine')),
  'monitors.timeline': async () =>
    refused('monitor_not_found', (await stranger.monitors).timeline('mine')),
  'monitors.alarms': async () =>
    refused('monitor_not_found', (await stranger.monitors).alarms('mine')),
  'monitors.summary': async () => {
    const summary = await unwrap((await stranger.monitors).summary({ days: 7 }));
    expect(summary).toMatchObject({ monitors: 0, alarms: [], moves: [] });
  },
  'monitors.preview': async () => {
    const monitor = { baseline: { mean: 0.9 } };
    expect(await unwrap((await owner.monitors).preview({ monitor }))).toMatchObject({ matched: 4 });
    // What the stranger scored itself is all that it may see.
    const { items } = await unwrap((await stranger.verdicts).list());
    expect(await unwrap((await stranger.monitors).preview({ monitor }))).toMatchObject({
      matched: items.length,
    });
  },
  'pipelines.list': async () => {
    expect((await unwrap((await stranger.pipelines).list())).items).toEqual([]);
  },
  'pipelines.get': async () =>
    refused('pipeline_not_found', (await stranger.pipelines).get('mine')),
  'pipelines.route': async () =>
    refused('pipeline_not_found', (await stranger.pipelines).route('mine', { body: {} })),
  'questions.list': async () => {
    expect((await unwrap((await stranger.questions).list())).items).toEqual([]);
  },
  'questions.get': async () =>
    refused('question_not_found', (await stranger.questions).get('mine')),
  'queues.list': async () => {
    expect((await unwrap((await stranger.queues).list())).items).toEqual([]);
  },
  'queues.get': async () => refused('queue_not_found', (await stranger.queues).get('mine')),
  'queues.agreement': async () =>
    refused('queue_not_found', (await stranger.queues).agreement('mine')),
  'labels.push': async () => {
    const labels = [{ target: { verdictId }, value: true }];
    const request = { question: 'mine', by: 'mallory', labels };
    await refused('invalid_request', (await stranger.labels).push(request));
  },
  'labels.list': async () => {
    expect((await unwrap((await stranger.labels).list())).items).toEqual([]);
  },
  'labels.final': async () =>
    refused('question_not_found', (await stranger.labels).final({ question: 'mine' })),
  'calibrations.create': async () => {
    const labels = [{ sample, value: true }];
    const group = await stranger.calibrations;
    await refused('unknown_scorer', group.create({ scorer: 'my-rubric', labels }));
  },
  'calibrations.list': async () => {
    expect((await unwrap((await stranger.calibrations).list())).items).toEqual([]);
  },
  'project.dataMap': async () => {
    const own = await unwrap((await owner.project).dataMap());
    const theirs = await unwrap((await stranger.project).dataMap());
    expect(hostsOf(own)).toContain('hooks.example.com');
    expect(hostsOf(theirs)).not.toContain('hooks.example.com');
  },
  'audit.list': async () => {
    await (await owner.verdicts).delete(newId('verdict'));
    const own = await unwrap((await owner.audit).list());
    const theirs = await unwrap((await stranger.audit).list());
    expect(own.items).toContainEqual(expect.objectContaining({ operation: 'deleteVerdict' }));
    const ids = new Set(own.items.map(({ id }) => id));
    expect(theirs.items.filter(({ id }) => ids.has(id))).toEqual([]);
  },
  'audit.get': async () => {
    const own = await unwrap((await owner.audit).list());
    const id = own.items[0]?.id ?? '';
    expect(await unwrap((await owner.audit).get(id))).toEqual(own.items[0]);
    await refused('audit_entry_not_found', (await stranger.audit).get(id));
  },
  'scorers.align': async () => {
    const labels = [{ sample, value: true }];
    const group = await stranger.scorers;
    await refused('scorer_not_found', group.align('my-rubric', { labels }));
  },
  'scorers.alignment': async () => {
    const { id } = await unwrap(
      (await owner.scorers).align('my-rubric', {
        labels: [{ sample, value: true }],
      }),
    );
    await refused('alignment_not_found', (await stranger.scorers).alignment(id));
  },
  'calibrations.get': () => noCalibration((group) => group.get(calibrationId)),
  'calibrations.delete': () => noCalibration((group) => group.delete(calibrationId)),
};

describe('the binding of another project', () => {
  for (const method of BINDING_METHODS) test(`gets nowhere by ${method}`, attempts[method]);

  test('left everything as it was', async () => {
    expect(await unwrap((await owner.verdicts).get(verdictId))).toMatchObject({ id: verdictId });
    expect(await unwrap((await owner.batches).get(batchId))).toMatchObject({ status: 'open' });
  });
});
