import { env } from 'cloudflare:workers';
import * as tables from '@assay/schema/db/tables.ts';
import { lowestId, newId } from '@assay/schema/ids.ts';
import { pageHash } from '@assay/schema/records/export-hashes.ts';
import { createExportReader } from '@assay/schema/records/export-reader.ts';
import type {
  AlertChannelInput,
  BatchItem,
  ExportLine,
  ExportPage,
  ExportRecord,
  ImportReport,
  Monitor,
  MonitorReport,
  Page,
  Problem,
  Receipt,
  ReceiptStatement,
  Schedule,
  StoredVerdict,
  VerdictLineage,
} from '@assay/schema/types.ts';
import { beforeAll, describe, expect, test } from 'vitest';
import { BY_LINE } from '../../core/line-source.ts';
import { createServices } from '../../services.ts';
import { EXPORT_CLASSES, exportedTable, NOT_EXPORTED } from '../../store/exported-tables.ts';
import { NO_SAMPLE } from '../../store/no-sample.ts';
import { callJson as callBound } from '../../testing/bound-client.ts';
import { call, callJson } from '../../testing/client.ts';
import { erasureWorld } from '../../testing/erasure-world.ts';
import { giveKey } from '../../testing/keys.ts';
import { raiseAlert } from '../alerts/raise-alert.ts';
import { testChannel } from '../alerts/test-channel.ts';
import { watchMonitors } from '../monitors/watch-monitors.ts';
import { sealPending } from '../records/seal.ts';
import { enforceRetention } from '../retention/enforce-retention.ts';
import { exportProject } from './export-project.ts';
import { importPages } from './import-project.ts';

const services = createServices(env, { log: () => {} });
const LINES = { 'Content-Type': 'application/x-ndjson' };
let world: Awaited<ReturnType<typeof erasureWorld>>;
let whole: string;
let results: BatchItem[];
let lineage: VerdictLineage;

const exported = async (key: string, query = '') =>
  (await call(`/v1/project/export${query}`, { key })).text();
const linesOf = (text: string) => text.split('\n').filter((line) => line !== '');
const parsed = (line: string): ExportLine => JSON.parse(line);
const recordsOf = (text: string) =>
  linesOf(text)
    .map(parsed)
    .filter((value): value is ExportRecord => 'class' in value);
const importInto = (key: string, text: string) =>
  call('/v1/project/import', { key, body: text, headers: LINES });
const resultsOf = (key: string) =>
  callJson<Page<BatchItem>>(`/v1/batches/${world.batchId}/results?include=sample`, { key });

async function verified(text: string) {
  const reader = createExportReader({ isWhole: true });
  let line = 0;
  for (const one of text.split('\n')) await reader.take(one, ++line);
  reader.end();
}

/** Removes what is stored of a project, so that its ids are free as in another deployment. */
async function forget(projectId: string): Promise<void> {
  const job = { projectId, id: 'none' };
  for (const name of await services.erasure.project.classes(projectId)) {
    while (!(await services.erasure.project.removeSome(job, name)));
  }
}

beforeAll(async () => {
  world = await erasureWorld();
  const { key } = world;
  await callJson('/v1/suites', { key, body: { name: 'mine', scorers: ['levenshtein'] } });
  results = (await resultsOf(key)).items;
  lineage = await callJson(`/v1/verdicts/${world.kept.id}/lineage`, { key });
  whole = await exported(key);
  await forget(world.projectId);
});

test('every table is exported, or says why not', () => {
  const named = [...EXPORT_CLASSES, ...Object.keys(NOT_EXPORTED)];
  expect(named.toSorted()).toEqual(Object.keys(tables).toSorted());
});

test('an export has each class, checksums and a manifest, and no key', async () => {
  await verified(whole);
  const classes = new Set(recordsOf(whole).map((one) => one.class));
  expect([...classes]).toEqual(
    expect.arrayContaining(['suites', 'verdicts', 'batchSamples', 'batchResults', 'labels']),
  );
  expect(recordsOf(whole).filter((one) => one.class === 'verdicts')).toHaveLength(3);
  expect(whole).not.toContain(world.keyId);
});

/** Without when it was imported, which is all that an import adds. */
function unmarked<Value>(value: Value): Value {
  return JSON.parse(
    JSON.stringify(value, (name, part) => (name === 'importedAt' ? undefined : part)),
  );
}

test('a receipt of an imported verdict says that the signer only imported it', async () => {
  const { key, projectId } = await giveKey();
  await importInto(key, whole);
  const receipt = await callJson<Receipt>(`/v1/verdicts/${world.kept.id}/receipt`, { key });
  const statement: ReceiptStatement = JSON.parse(atob(receipt.envelope.payload));
  const { importedAt = '' } = statement.predicate['urn:assay:verdict:v1'];
  expect(Date.parse(importedAt)).toBeGreaterThan(Date.now() - 60_000);
  await forget(projectId);
});

test('another deployment takes it all, once, with the same ids; lineage still resolves', async () => {
  const { key, projectId } = await giveKey();
  const report = await (await importInto(key, whole)).json<ImportReport>();
  expect(report).toMatchObject({ isComplete: true, added: report.records });
  expect(unmarked((await resultsOf(key)).items)).toEqual(results);
  const found = await callJson<VerdictLineage>(`/v1/verdicts/${world.kept.id}/lineage`, { key });
  expect(unmarked(found)).toEqual(lineage);
  const { lineage: imported } = await callJson<StoredVerdict>(`/v1/verdicts/${world.kept.id}`, {
    key,
  });
  expect(Date.parse(imported.importedAt ?? '')).toBeGreaterThan(0);
  const path = '/v1/verdicts?metadata=user:somebody';
  const filtered = await callJson<Page<{ id: string }>>(path, { key });
  expect(filtered.items.map(({ id }) => id)).toEqual([world.kept.id]);
  const again = await (await importInto(key, whole)).json<ImportReport>();
  expect(again.added).toBe(0);
  const text = await exported(key);
  await verified(text);
  const marks = /,\\*"importedAt\\*":\\*"[^"\\]*\\*"/g;
  const withoutMark = (one: ExportRecord) => JSON.stringify(one).replace(marks, '');
  expect(recordsOf(text).map(withoutMark)).toEqual(recordsOf(whole).map(withoutMark));
  await forget(projectId);
});

test('an export that breaks off goes on with its last page, to the same end', async () => {
  const { key, projectId } = await giveKey();
  await importInto(key, whole);
  const first = linesOf(await exported(key));
  const ends = first.flatMap((line, i) => ('page' in parsed(line) ? [i] : []));
  for (const end of [ends[0], ends[2], ends.at(-1)]) {
    const { page } = parsed(first[end ?? 0] ?? '') as ExportPage;
    const rest = await exported(key, `?cursor=${page.cursor}`);
    const joined = [...first.slice(0, (end ?? 0) + 1), ...linesOf(rest)];
    expect(joined).toEqual(first);
  }
  const refused = await call('/v1/project/export?cursor=none', { key });
  expect(await refused.json()).toMatchObject({ status: 400, errors: [{ pointer: '?cursor' }] });
  await forget(projectId);
});

test('what was altered, left out or cut off is refused, with its line', async () => {
  const { key, projectId } = await giveKey();
  const lines = linesOf(whole);
  const at = lines.findIndex((line) => line.includes('"class":"verdicts"'));
  const end = lines.findIndex((line, i) => i > at && line.startsWith('{"page"'));
  const altered = lines.map((line, i) =>
    i === at ? line.replace('levenshtein', 'levenshteim') : line,
  );
  const cases: [string[], number][] = [
    [altered, end + 1],
    [lines.filter((_, i) => i !== at), end],
    [lines.slice(0, at + 1), at + 1],
  ];
  for (const [changed, line] of cases) {
    const text = `${changed.join('\n')}\n`;
    await expect(verified(text)).rejects.toMatchObject({ line });
    const response = await importInto(key, text);
    expect(await response.json<Problem>()).toMatchObject({
      ...{ status: 400, code: 'invalid_request', errors: [{ pointer: `/${line}` }] },
    });
    expect((await callJson<Page<unknown>>('/v1/verdicts', { key })).items).toEqual([]);
  }
  // A whole page is missing: nothing in a part shows it, the whole does.
  const starts = lines.findIndex((line) => line.startsWith('{"page"'));
  const next = lines.findIndex((line, i) => i > starts && line.startsWith('{"page"'));
  const without = lines.filter((_, i) => i <= starts || i > next);
  await expect(verified(without.join('\n'))).rejects.toThrow('A page is missing');
  expect((await importInto(key, without.join('\n'))).status).toBe(400);
  await forget(projectId);
});

test('rows of another project’s batch are not added to it, and its id is not taken over', async () => {
  const [owner, stranger] = [await giveKey(), await giveKey()];
  await importInto(owner.key, whole);
  const response = await importInto(stranger.key, whole);
  expect(await response.json()).toMatchObject({ status: 409, code: 'import_conflict' });
  const added = await services.imports.insert(stranger.projectId, 'batchSamples', [
    {
      class: 'batchSamples',
      record: { batch_id: world.batchId, at: 7, sample_id: null, sample: '{"output":"x"}' },
    },
  ]);
  expect(added).toBe(0);
  expect(unmarked((await resultsOf(owner.key)).items)).toEqual(results);
  await forget(owner.projectId);
});

test('an experiment that names another project’s batch is refused, so that it shows none of it', async () => {
  const [owner, stranger] = [await giveKey(), await giveKey()];
  await importInto(owner.key, whole);
  const columns = exportedTable('experiments')?.columns ?? [];
  const none = Object.fromEntries(columns.map(({ name, isText }) => [name, isText ? '{}' : 0]));
  const experiment = {
    ...{ ...none, id: newId('experiment'), status: 'completed', agreements: '[]' },
    batches: JSON.stringify([world.batchId]),
  };
  for (const stolen of [
    experiment,
    { ...experiment, batches: '[]', agreements: experiment.batches },
  ]) {
    const refused = await importInto(stranger.key, await pageWith('experiments', stolen));
    expect(await refused.json()).toMatchObject({ status: 409, code: 'import_conflict' });
  }
  const broken = await pageWith('experiments', { ...experiment, batches: '[' });
  const response = await importInto(stranger.key, broken);
  expect(await response.json()).toMatchObject({ status: 400, errors: [{ pointer: '/2' }] });
  await forget(owner.projectId);
});

test('what requests made of every kind is taken', async () => {
  const [from, to] = [await giveKey(), await giveKey()];
  const mine = 'mine';
  const guard = { rules: [{ scorer: 'detect-pii', action: 'redact' }] };
  const requests: [path: string, body: object][] = [
    ['/v1/scorers', { name: 'short', base: 'javascript', params: { code: 'output.length < 9' } }],
    [
      '/v1/suites',
      {
        name: mine,
        scorers: [
          'short',
          'bleu',
          { scorer: 'contains', extract: ['last-line'] },
          'not-json-valid',
        ],
        policy: { rule: 'weighted-mean', threshold: 0.5 },
      },
    ],
    ['/v1/guard/policies', { name: mine, ...guard, redaction: { mode: 'tokens' } }],
    ['/v1/rules', { name: mine, level: 'trace', suite: mine, share: 0.5 }],
    [
      '/v1/monitors',
      {
        name: mine,
        baseline: { mean: 0.9 },
        where: { rule: mine },
        thresholds: [{ measure: 'count', below: 1, windowMinutes: 60 }],
      },
    ],
    [
      '/v1/pipelines',
      {
        name: mine,
        guardInput: { policy: mine },
        targets: [{ name: 'small', model: 'binding/SMALL', parameters: { temperature: 0 } }],
        guardOutput: { policy: guard, stream: 'window' },
        judge: { suite: mine, share: 0.1 },
      },
    ],
  ];
  for (const [path, body] of requests) await callBound(path, { key: from.key, body });
  const puts: [path: string, body: object][] = [
    ['/v1/project/settings', { dailyCapUsd: 5, allowedModels: null, selfEvaluation: 'warn' }],
    ['/v1/project/data-settings', { keep: 'sample', redact: { stored: ['detect-pii'] } }],
  ];
  for (const [path, body] of puts) {
    await callBound(path, { key: from.key, body, method: 'PUT' });
  }
  const text = await exported(from.key);
  await forget(from.projectId);
  const report = await (await importInto(to.key, text)).json<ImportReport>();
  expect(report).toMatchObject({ isComplete: true, added: report.records });
  expect(new Set(recordsOf(text).map((one) => one.class)).size).toBeGreaterThan(7);
  await forget(to.projectId);
});

test('retention is imported as if it was set here: due at once, with no run of another deployment', async () => {
  const { key, projectId } = await giveKey();
  const days = { verdicts: 9, samples: 1, batches: null, labels: null, judgeAnswers: null };
  const record = {
    ...{ project_id: null, days: JSON.stringify({ ...days, webhooks: null }), updated_at_ms: 0 },
    ...{ due_at_ms: 9e15, last_run: '{', samples_dropped_to: 'ver_zz' },
  };
  const response = await importInto(key, await pageWith('retention', record));
  expect(await response.json()).toMatchObject({ added: 1 });
  const answer = await callJson<object>('/v1/project/retention', { key });
  expect(answer).toMatchObject({ days, lastRun: null });
  const due = await services.retention.due(Date.now() + 1_000, 1_000);
  expect(due.find((one) => one.projectId === projectId)).toMatchObject({ samplesDroppedTo: null });
  await forget(projectId);
});

test('a verdict of a time to come, or with an id that no list reaches, is refused', async () => {
  const { key, projectId } = await giveKey();
  const kept = recordOf('verdicts') ?? {};
  const ahead = `${lowestId('verdict', Date.now() + 48 * 3_600_000)}${'0'.repeat(16)}`;
  for (const id of ['~', 'zzz', `${String(kept.id)}0`, 'ver_/../../x', ahead]) {
    const verdict = JSON.stringify({ ...JSON.parse(String(kept.verdict)), id });
    const response = await importInto(key, await pageWith('verdicts', { ...kept, id, verdict }));
    expect(await response.json(), id).toMatchObject({ status: 400, errors: [{ pointer: '/2' }] });
  }
  await forget(projectId);
});

test('a label of a time to come, or with an id that retention does not reach, is refused', async () => {
  const { key, projectId } = await giveKey();
  const kept = recordOf('labels') ?? {};
  const ahead = `${lowestId('label', Date.now() + 48 * 3_600_000)}${'0'.repeat(16)}`;
  for (const id of ['~', 'zzz', `${String(kept.id)}0`, ahead]) {
    const response = await importInto(key, await pageWith('labels', { ...kept, id }));
    expect(await response.json(), id).toMatchObject({ status: 400, errors: [{ pointer: '/2' }] });
  }
  const response = await importInto(key, await pageWith('labels', kept));
  expect(await response.json()).toMatchObject({ added: 1 });
  await forget(projectId);
});

test('reviews and alerts that say they ended in years are kept as long as others', async () => {
  const { key, projectId } = await giveKey();
  const review = {
    ...{ project_id: 'other', queue: 'q', at: 1, reviewer: 'ada', status: 'submitted' },
    ...{ lease_until_ms: 0, started_at_ms: 0, answer: '{}', value: '1', submitted_at_ms: 9e15 },
    ...{ lead_ms: 1, revealed_at_ms: null, submission: null },
  };
  const response = await importInto(key, await pageWith('reviews', review));
  expect(await response.json()).toMatchObject({ added: 1 });
  const end = { id: lowestId('label', Date.now()), atMs: Date.now() + 1_000 };
  expect(await services.retention.deleteLabels(projectId, end)).toBe(1);
  const at = Date.now();
  await raiseAlert(
    {
      ...{ projectId: world.projectId, key: 'k', source: 'health:x', severity: 'info' },
      ...{ title: 't', summary: 's', atMs: at },
    },
    services,
  );
  const [alert] = recordsOf(await exported(world.key)).filter((one) => one.class === 'alerts');
  const ended = { ...alert?.record, id: newId('alert'), status: 'resolved', resolved_at_ms: 9e15 };
  await importInto(key, await pageWith('alerts', ended));
  expect(await services.retention.deleteDeliveries(projectId, Date.now() + 1_000)).toBe(1);
  await forget(projectId);
});

test('a batch that says it ended never or in years, without samples, is kept as long as others', async () => {
  const { key, projectId } = await giveKey();
  const batch = recordOf('batches') ?? {};
  const odd = { status: 'completed', samples_dropped_at_ms: 5 };
  const ends = [null, 9e15];
  for (const [i, ended_at_ms] of ends.entries()) {
    const id = `${String(batch.id).slice(0, -1)}${i}`;
    const record = { ...batch, ...odd, id, ended_at_ms };
    const response = await importInto(key, await pageWith('batches', record));
    expect(await response.json()).toMatchObject({ added: 1 });
  }
  const before = Date.now() + 1_000;
  expect(await services.retention.endedBatches(projectId, before, 9)).toHaveLength(ends.length);
  expect(await services.sampleDrops.batches(projectId, before, 9)).toHaveLength(ends.length);
  await forget(projectId);
});

test('samples of imported verdicts go with their age, also if retention dropped all older ones before', async () => {
  const { key, projectId } = await giveKey();
  const days = { verdicts: null, samples: 1, batches: null, labels: null, judgeAnswers: null };
  await services.retention.put(projectId, { ...days, webhooks: null }, 0);
  await services.retention.markSamplesDropped(projectId, 'ver_zz');
  const kept = recordsOf(whole).find((one) => one.class === 'verdicts')?.record ?? {};
  await importInto(key, await pageWith('verdicts', kept));
  const sampleOf = async () =>
    (await services.verdicts.find(projectId, String(kept.id)))?.sample ?? '';
  expect(await sampleOf()).not.toBe(NO_SAMPLE);
  const nextWeek = () => Date.now() + 7 * 24 * 3_600_000;
  await enforceRetention({ ...services, nowMs: nextWeek });
  expect(await sampleOf()).toBe(NO_SAMPLE);
  await forget(projectId);
});

test('no contents are imported that no request could have made', async () => {
  const { key, projectId } = await giveKey();
  const definition = recordsOf(whole).find((one) => one.class === 'scorerDefinitions')?.record;
  const suite = recordsOf(whole).find((one) => one.class === 'suites')?.record;
  const kept = recordsOf(whole).find((one) => one.class === 'verdicts')?.record;
  const settings = { project_id: null, updated_at_ms: 0 };
  const false_ = String(definition?.definition).replace(/"threshold":[\d.]+/, '"threshold":0.001');
  expect(false_).not.toBe(definition?.definition);
  const cases: [ExportRecord['class'], ExportRecord['record']][] = [
    ['scorerDefinitions', { ...definition, definition: false_ }],
    ['scorerDefinitions', { ...definition, definition: '[]' }],
    ['suites', { ...suite, scorers: '"all"' }],
    ['suites', { ...suite, scorers: '[{"scorer":"contains","treshold":1}]' }],
    ['projectSettings', { ...settings, settings: '{"dailyCapUsd":"none"}' }],
    ['dataSettings', { ...settings, settings: 'rubbish' }],
    [
      'verdicts',
      { ...kept, verdict: String(kept?.verdict).replace(/"createdAt":"[^"]*"/, '"createdAt":"x"') },
    ],
  ];
  for (const [name, record] of cases) {
    const response = await importInto(key, await pageWith(name, record));
    expect(await response.json(), JSON.stringify(record)).toMatchObject({
      ...{ status: 400, code: 'invalid_request', errors: [{ pointer: '/2' }] },
    });
  }
  await forget(projectId);
});

const recordOf = (name: string) => recordsOf(whole).find((one) => one.class === name)?.record;

/** The kept verdict with a member of its first score, or of itself, replaced. */
function verdictWith(change: (verdict: StoredVerdict & { scores: object[] }) => void) {
  const record = recordOf('verdicts') ?? {};
  const verdict = JSON.parse(String(record.verdict));
  change(verdict);
  return { ...record, verdict: JSON.stringify(verdict) };
}

const inScore = (members: object) => () =>
  verdictWith(({ scores }) => void Object.assign(scores[0] ?? {}, members));
const digestWith = (place: number, value: unknown) => () => {
  const record = recordOf('batchResults') ?? {};
  const digest = JSON.parse(String(record.digest));
  digest[place] = value;
  return { ...record, digest: JSON.stringify(digest) };
};
const inResult = (members: object) => () => {
  const record = recordOf('batchResults') ?? {};
  const verdict = JSON.parse(String(record.verdict));
  return { ...record, verdict: JSON.stringify({ ...verdict, ...members }) };
};

test.each<[ExportRecord['class'], () => ExportRecord['record'], string]>([
  ['verdicts', inScore({ value: 1e9 }), '/scores/0/value'],
  ['verdicts', inScore({ value: '1' }), '/scores/0/value'],
  ['verdicts', inScore({ value: null }), '/scores/0/value'],
  ['verdicts', inScore({ status: 'error' }), '/scores/0/value'],
  ['verdicts', inScore({ status: 'skipped', value: null, passed: false }), '/scores/0/passed'],
  ['verdicts', inScore({ status: 'fine' }), '/scores/0/status'],
  ['verdicts', inScore({ passed: 1 }), '/scores/0/passed'],
  ['verdicts', inScore({ scorer: '' }), '/scores/0/scorer'],
  ['verdicts', inScore({ scorer: undefined }), '/scores/0/scorer'],
  ['verdicts', inScore({ children: [{ name: 'a' }] }), '/scores/0/children/0/scorer'],
  ['verdicts', () => verdictWith((one) => void Object.assign(one, { value: -1 })), '/value'],
  ['verdicts', () => verdictWith((one) => void Object.assign(one, { passed: 'yes' })), '/passed'],
  ['verdicts', () => verdictWith((one) => void Object.assign(one, { scores: {} })), '/scores'],
  ['verdicts', () => verdictWith((one) => void Object.assign(one, { tags: null })), '/tags'],
  ['verdicts', () => ({ ...recordOf('verdicts'), verdict: '[' }), 'not JSON'],
  ['verdicts', () => ({ ...recordOf('verdicts'), sample: '[' }), 'sample'],
  ['batchResults', inResult({ passed: 0 }), '/passed'],
  ['batchResults', digestWith(0, 2), '/value'],
  ['batchResults', digestWith(6, -0.5), '/scores/0/2'],
  ['batchResults', digestWith(5, 2), '/scores/0/2'],
  ['batchResults', () => ({ ...recordOf('batchResults'), digest: 'null' }), 'not JSON'],
])(
  'a record of %s that nothing could have scored is refused, with its line and field',
  async (name, broken, field) => {
    const { key, projectId } = await giveKey();
    const response = await importInto(key, await pageWith(name, broken()));
    const problem = await response.json<Problem>();
    expect(problem).toMatchObject({ status: 400, errors: [{ pointer: '/2' }] });
    expect(problem.detail).toContain(field);
    expect((await callJson<Page<unknown>>('/v1/verdicts', { key })).items).toEqual([]);
    await forget(projectId);
  },
);

describe('channels, mutes, schedules and alerts', () => {
  const NIGHTLY = {
    ...{ name: 'nightly', cron: '30 2 * * *', timeZone: 'Europe/Berlin' },
    run: { kind: 'batch', dataset: 'cases', scorers: ['exact-match'] },
  };
  const CHANNELS: AlertChannelInput[] = [
    {
      name: 'am',
      kind: 'alertmanager',
      url: 'https://am.example.com',
      authorization: 'Bearer hush',
    },
    { name: 'hook', kind: 'webhook', url: 'https://hooks.example.com/a', sources: ['monitor'] },
    { name: 'open', kind: 'alertmanager', url: 'https://open.example.com' },
    { name: 'slack', kind: 'slack', url: 'https://hooks.slack.com/services/T1/B1/hush' },
  ];
  const mute = {
    target: 'channel:hook',
    until: new Date(Date.now() + 86_400_000).toISOString(),
    reason: 'Later.',
  };
  let text: string;
  let sealed: string[];
  let alertId: string | null;

  beforeAll(async () => {
    const { key, projectId } = await giveKey();
    const sample = { output: 'a', expected: 'a' };
    await callJson('/v1/datasets', { key, body: { name: 'cases', items: [{ id: 'a', sample }] } });
    await callJson('/v1/schedules', { key, body: NIGHTLY });
    await callJson('/v1/rules', {
      key,
      body: { name: 'answers', level: 'trace', scorers: ['detect-pii'] },
    });
    const monitor = { name: 'answers', where: { rule: 'answers' }, baseline: { first: 50 } };
    await callJson('/v1/monitors', { key, body: monitor });
    for (const body of CHANNELS) await callJson('/v1/channels', { key, body });
    await callJson('/v1/alert-mutes', { key, method: 'PUT', body: mute });
    alertId = await raiseAlert(
      {
        ...{ projectId, key: 'monitor/answers', source: 'monitor:answers', severity: 'error' },
        ...{ title: 'It fell', summary: 'To 80%.', atMs: Date.now() },
      },
      services,
    );
    const channels = await services.alertChannels.list(projectId);
    sealed = channels.flatMap(({ secret }) => (secret === null ? [] : [secret]));
    text = await exported(key);
    await forget(projectId);
  });

  test('are exported without any secret', async () => {
    await verified(text);
    expect(sealed).toHaveLength(2);
    for (const secret of ['hush', ...sealed]) expect(text).not.toContain(secret);
    const channels = recordsOf(text).filter((one) => one.class === 'alertChannels');
    expect(channels).toHaveLength(4);
    for (const { record } of channels) expect(record).not.toHaveProperty('secret');
  });

  test('are imported: a channel says that its secret must be set again, a schedule is paused', async () => {
    const { key, projectId } = await giveKey();
    const report = await (await importInto(key, text)).json<ImportReport>();
    expect(report).toMatchObject({ isComplete: true, added: report.records });
    const listed = async <Item>(path: string) => (await callJson<Page<Item>>(path, { key })).items;
    expect(await listed('/v1/channels')).toMatchObject([
      { name: 'am', url: 'https://am.example.com', hasSecret: false, lacksSecret: true },
      { name: 'hook', lacksSecret: false, sources: ['monitor'], mutedUntil: mute.until },
      { name: 'open', hasSecret: false, lacksSecret: false },
      { name: 'slack', url: null, hasSecret: false, lacksSecret: true },
    ]);
    expect(await listed('/v1/alert-mutes')).toMatchObject([mute]);
    expect(await listed('/v1/schedules')).toMatchObject([{ ...NIGHTLY, isPaused: true, next: [] }]);
    expect(await listed('/v1/rules')).toMatchObject([{ name: 'answers', version: 1 }]);
    expect(await listed('/v1/monitors')).toMatchObject([{ name: 'answers', version: 1 }]);
    expect(await listed('/v1/alerts')).toMatchObject([{ id: alertId, status: 'resolved' }]);
    const resumed = await callJson<Schedule>('/v1/schedules/nightly/resume', {
      key,
      method: 'POST',
    });
    expect(resumed.next).toHaveLength(3);
    await forget(projectId);
  });

  test('nothing is sent to a channel until its secret is set again', async () => {
    const { key, projectId } = await giveKey();
    await importInto(key, text);
    const received: Request[] = [];
    const reaching = createServices(env, {
      log: () => {},
      async fetch(input, init) {
        received.push(new Request(input, init as RequestInit));
        return new Response();
      },
    });
    const put = (body: object) => callJson('/v1/channels/am', { key, method: 'PUT', body });
    const am = { kind: 'alertmanager', url: 'https://am.example.com' };
    const before = await testChannel(projectId, 'am', reaching);
    expect(before).toMatchObject({ status: 'failed', answers: [{ status: null }] });
    expect(before.answers[0]?.error).toContain('Set it again');
    expect(await put({ ...am, minSeverity: 'error' })).toMatchObject({ lacksSecret: true });
    expect(received).toEqual([]);
    const set = await put({ ...am, authorization: 'Bearer new' });
    expect(set).toMatchObject({ hasSecret: true, lacksSecret: false });
    expect((await testChannel(projectId, 'am', reaching)).status).toBe('delivered');
    expect(received[0]?.headers.get('Authorization')).toBe('Bearer new');
    await forget(projectId);
  });

  test('records that no release wrote are refused, with their line', async () => {
    const { key, projectId } = await giveKey();
    const found = (name: string) => {
      const record = recordsOf(text).find((one) => one.class === name)?.record;
      if (record === undefined) throw new Error(`no ${name}`);
      return record;
    };
    const [channel, schedule, alert] = [
      found('alertChannels'),
      found('schedules'),
      found('alerts'),
    ] as const;
    const content = JSON.parse(String(schedule.content));
    const cases: [string, ExportRecord['record']][] = [
      ['alertChannels', { ...channel, settings: '{"url":5}' }],
      ['alertChannels', { ...channel, settings: 'no' }],
      ['alertChannels', { ...channel, kind: 'pigeon' }],
      ['alertChannels', { ...channel, name: 'A name' }],
      ['schedules', { ...schedule, content: JSON.stringify({ ...content, cron: '* * *' }) }],
      ['schedules', { ...schedule, content: JSON.stringify({ ...content, run: {} }) }],
      ['alerts', { ...alert, links: '[{"path":1}]' }],
      ['alerts', { ...alert, severity: 'mild' }],
    ];
    for (const [name, record] of cases) {
      const response = await importInto(key, await pageWith(name, record));
      expect(await response.json(), JSON.stringify(record)).toMatchObject({
        ...{ status: 400, errors: [{ pointer: '/2' }] },
      });
    }
    const given = { ...channel, secret: 'enc-of-someone', settings: String(channel.settings) };
    await importInto(key, await pageWith('alertChannels', given));
    const [stored] = await services.alertChannels.list(projectId);
    expect(stored).toMatchObject({ secret: null });
    await forget(projectId);
  });

  test('a project gets no more of them by an import than it may have', async () => {
    const { key, projectId } = await giveKey();
    const [channel] = recordsOf(text).filter((one) => one.class === 'alertChannels');
    const many = Array.from({ length: 51 }, (_, i) => ({
      ...{ class: 'alertChannels', record: { ...channel?.record, name: `c${i}` } },
    }));
    const response = await importInto(key, await pageOf(many));
    expect(await response.json()).toMatchObject({
      ...{ status: 400, errors: [{ message: expect.stringContaining('at most 50') }] },
    });
    expect((await importInto(key, await pageOf(many.slice(1)))).status).toBe(200);
    await forget(projectId);
  });
});

/** A page that someone made by hand, with a right checksum. */
function pageWith(name: ExportRecord['class'], record: ExportRecord['record']) {
  return pageOf([{ class: name, record }]);
}

async function pageOf(records: object[]) {
  const lines = records.map((one) => `${JSON.stringify(one)}\n`).join('');
  const rest = { previous: '', records: records.length };
  const page = { cursor: '', ...rest, sha256: await pageHash(lines, rest) };
  return `${lines}${JSON.stringify({ page })}\n`;
}

test('monitors are imported with all versions, and go on from nothing seen, as new ones do', async () => {
  const [from, to] = [await giveKey(), await giveKey()];
  const body = { name: 'answers', scorer: 'levenshtein', baseline: { mean: 0.9 } };
  await callJson('/v1/monitors', { key: from.key, body });
  const thresholds = [{ measure: 'count', below: 1, windowMinutes: 60 }];
  const second = { key: from.key, body: { ...body, name: undefined, thresholds } };
  await callJson('/v1/monitors/answers/versions', second);
  const monitors = ({ key }: typeof from) =>
    callJson<{ items: Monitor[] }>('/v1/monitors/answers/versions', { key });
  const text = await exported(from.key);
  expect(recordsOf(text).filter((one) => one.class === 'monitors')).toHaveLength(2);
  await importInto(to.key, text);
  expect(await monitors(to)).toEqual(await monitors(from));
  const { state } = await callJson<MonitorReport>('/v1/monitors/answers', { key: to.key });
  expect(state).toMatchObject({ counts: { seen: 0 }, openAlarms: 0 });
  // Its windows are looked at from then on, and what is stored is shown to it.
  const sample = { output: 'a', expected: 'b' };
  await callJson('/v1/score', { key: to.key, body: { sample, scorers: ['levenshtein'] } });
  await sealPending(services);
  const later = createServices(env, { nowMs: () => Date.now() + 120_000, log: () => {} });
  await watchMonitors(later);
  const report = await callJson<MonitorReport>('/v1/monitors/answers', { key: to.key });
  expect(report.state).toMatchObject({ version: 2, counts: { seen: 1 } });
  // One that is exported again is the same.
  const again = await (await importInto(to.key, text)).json<ImportReport>();
  expect(again.added).toBe(0);
});

test('encrypted samples are exported decrypted, and encrypted again by the import', async () => {
  const keys = { ...env, ASSAY_ENCRYPTION_KEYS: `old:${'A'.repeat(43)}` };
  const encrypting = createServices(keys, { log: () => {} });
  const [from, to] = [await giveKey(), await giveKey()];
  const verdict = world.kept;
  await encrypting.verdicts.insert([
    {
      ...{ id: verdict.id, projectId: from.projectId, createdAtMs: Date.now(), passed: true },
      ...{ labels: [], verdict: JSON.stringify(verdict), sample: '{"output":"a secret"}' },
    },
  ]);
  const stored = async ({ projectId }: typeof from) =>
    (
      await env.DB.prepare('SELECT sample FROM verdicts WHERE project_id = ?1')
        .bind(projectId)
        .first<{ sample: string }>()
    )?.sample;
  expect(await stored(from)).toMatch(/^enc1:/);
  const text = await new Response(exportProject(from.projectId, undefined, encrypting)).text();
  await verified(text);
  expect(recordsOf(text)).toMatchObject([{ record: { sample: '{"output":"a secret"}' } }]);
  const lines = linesOf(text).map((line, i) => ({ number: i + 1, value: parsed(line) }));
  async function* source() {
    yield lines;
  }
  await importPages(to.projectId, { lines: source(), counting: BY_LINE }, encrypting);
  expect(await stored(to)).toMatch(/^enc1:/);
  const found = await encrypting.verdicts.find(to.projectId, verdict.id);
  expect(found?.sample).toBe('{"output":"a secret"}');
});
