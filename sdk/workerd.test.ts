import { exports } from 'cloudflare:workers';
import { expect, inject, test } from 'vitest';
import {
  Assay,
  AuthenticationError,
  type BatchItem,
  type BatchReport,
  ConflictError,
  guardStream,
  NotFoundError,
  type ProbeInput,
  type Sample,
  ValidationError,
} from './index.ts';

// The real Worker, asked by the client inside workerd.
const assay = new Assay({
  baseUrl: 'http://localhost',
  apiKey: inject('developmentKey'),
  fetch: (url, init) => exports.default.fetch(new Request(url, init)),
});

const right = { output: 'Paris', expected: 'Paris' };
const wrong = { output: 'Rome', expected: 'Paris' };

function samplesOf(count: number): Sample[] {
  return Array.from({ length: count }, (_, i) => ({ id: `s${i}`, ...(i % 2 ? wrong : right) }));
}

async function collect<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const all: Item[] = [];
  for await (const item of items) all.push(item);
  return all;
}

test('scores one sample, and many in their order', async () => {
  const { data, response, requestId } = await assay
    .score({ sample: right, scorers: ['exact-match', { scorer: 'length', params: { max: 3 } }] })
    .withResponse();
  expect(data.scores.map(({ passed }) => passed)).toEqual([true, false]);
  expect(response.status).toBe(200);
  expect(requestId).toBe(data.lineage.requestId);
  const { verdicts } = await assay.score({ samples: [right, wrong], scorers: ['levenshtein'] });
  expect(verdicts.map(({ passed }) => passed)).toEqual([true, false]);
});

test('streams each score as it is ready, then the verdicts', async () => {
  const events = await collect(
    assay.score.stream({ samples: [right, wrong], scorers: ['exact-match', 'levenshtein'] }),
  );
  expect(events.map(({ type }) => type)).toEqual([
    ...['score', 'score', 'score', 'score'],
    ...['verdict', 'verdict'],
  ]);
  const [first, second] = events.slice(-2);
  expect(first).toMatchObject({ index: 0, verdict: { passed: true } });
  expect(second).toMatchObject({ index: 1, verdict: { passed: false } });
  const refused = assay.score.stream({ sample: right, scorers: ['levenstein'] });
  await expect(refused.next()).rejects.toMatchObject({ code: 'unknown_scorer' });
});

test('the same idempotency key makes one verdict', async () => {
  const ask = () =>
    assay.score({ sample: right, scorers: ['exact-match'] }, { idempotencyKey: 'once' });
  expect(await ask()).toEqual(await ask());
  const other = assay.score(
    { sample: wrong, scorers: ['exact-match'] },
    { idempotencyKey: 'once' },
  );
  await expect(other).rejects.toBeInstanceOf(ValidationError);
});

test('every refusal is an error of its kind', async () => {
  const stranger = new Assay({
    baseUrl: 'http://localhost',
    apiKey: 'assay_live_x',
    fetch: (url, init) => exports.default.fetch(new Request(url, init)),
  });
  await expect(stranger.project.settings()).rejects.toBeInstanceOf(AuthenticationError);
  await expect(assay.verdicts.get('ver_x')).rejects.toBeInstanceOf(NotFoundError);
  const refused = assay.score({
    sample: right,
    scorers: [{ scorer: 'exact-match', threshold: 2 }],
  });
  await expect(refused).rejects.toMatchObject({
    name: 'ValidationError',
    errors: [{ pointer: '/scorers/0/threshold' }],
    requestId: expect.stringMatching(/^req_/),
  });
});

test('verdicts are read page by page, or all in one loop, and deleted', async () => {
  const tag = ['paged'];
  const { verdicts } = await assay.score({
    samples: samplesOf(5),
    scorers: ['exact-match'],
    tags: tag,
  });
  const all = await collect(assay.verdicts.list({ tag, limit: 2 }));
  expect(new Set(all.map(({ id }) => id))).toEqual(new Set(verdicts.map(({ id }) => id)));
  const page = await assay.verdicts.list({ tag, limit: 3 });
  const next = await page.nextPage();
  expect([page.items.length, next?.items.length]).toEqual([3, 2]);
  expect(await next?.nextPage()).toBeNull();
  expect(await collect(assay.verdicts.list({ tag, passed: false }))).toHaveLength(2);
  const id = all[0]?.id ?? '';
  expect((await assay.verdicts.get(id)).sample.expected).toBe('Paris');
  await assay.verdicts.delete(id);
  await expect(assay.verdicts.delete(id)).rejects.toBeInstanceOf(NotFoundError);
});

test('probes are estimated, made, followed, listed and reported, and make a model card', async () => {
  const input: ProbeInput = {
    kind: 'consistency',
    ...{ target: { url: 'http://127.0.0.1:9/answer' }, repeats: 2, scorers: ['json-valid'] },
    ...{ samples: [{ id: 'a', input: 'Where?' }], tags: ['sdk-probe'] },
  };
  const estimated = await assay.probes.estimate(input);
  expect(estimated).toMatchObject({ kind: 'consistency', probed: 1, estimate: { cells: 2 } });
  const made = await assay.probes.create(input);
  const ended = await assay.probes.wait(made.id, { pollMs: 50 });
  expect(ended).toMatchObject({ status: 'completed', counts: { error: 2 } });
  // Nothing listens there: an answer that failed is an error, and nothing is claimed of it.
  expect(await assay.probes.report(made.id)).toMatchObject({ outcome: 'not_run', errors: 2 });
  const listed = await collect(assay.probes.list({ kind: 'consistency', tag: 'sdk-probe' }));
  expect(listed.map(({ id }) => id)).toEqual([made.id]);
  expect(await assay.probes.get(made.id)).toEqual(listed[0]);
  const card = await assay.probes.modelCard({ target: 'http://127.0.0.1:9/answer' });
  expect(card.performance).toMatchObject({ outcome: 'not_run', probe: { id: made.id } });
  expect(await collect(assay.webhooks.deliveries(made.id))).toEqual([]);
  const misspelt = { ...input, repeat: 2 };
  await expect(assay.probes.create(misspelt)).rejects.toMatchObject({
    errors: [{ pointer: '/repeat', message: expect.stringContaining('`repeats`') }],
  });
});

test('experiments are estimated, made, followed, listed, cancelled, resumed and deleted', async () => {
  // Nothing listens there: each cell is an error, and no score.
  const target = { url: 'http://127.0.0.1:9/answer', headers: { key: '{{secrets.SDK_KEY}}' } };
  const input = {
    variants: [{ name: 'own', target, prompt: '{{input}}' }],
    samples: [{ id: 'a', input: 'Why?' }],
    scorers: ['json-valid'],
    retry: { attempts: 1 },
    tags: ['sdk-experiment'],
  };
  await assay.experiments.putSecret('SDK_KEY', { value: 'hush', hosts: ['127.0.0.1:9'] });
  expect((await collect(assay.experiments.secrets())).map(({ name }) => name)).toContain('SDK_KEY');
  expect((await assay.experiments.estimate(input)).cells).toBe(1);
  const made = await assay.experiments.create(input);
  const ended = await assay.experiments.wait(made.id, { pollMs: 50 });
  expect(ended.counts).toMatchObject({ total: 1, error: 1, generated: 0 });
  const { variants } = await assay.experiments.report(made.id);
  expect(variants[0]?.errors).toEqual([{ code: 'endpoint_unreachable', count: 1 }]);
  expect((await collect(assay.experiments.rows(made.id)))[0]?.cells[0]?.error).toBe(1);
  const [cell] = await collect(assay.experiments.cells(made.id, { status: 'error' }));
  expect(cell?.error?.code).toBe('endpoint_unreachable');
  const listed = await collect(assay.experiments.list({ tag: 'sdk-experiment' }));
  expect(listed.map(({ id }) => id)).toEqual([made.id]);
  await assay.experiments.resume(made.id);
  await assay.experiments.cancel(made.id);
  await assay.experiments.delete(made.id);
  await assay.experiments.deleteSecret('SDK_KEY');
  await expect(assay.experiments.get(made.id)).rejects.toBeInstanceOf(NotFoundError);
});

test('suites are made, versioned, listed and deleted', async () => {
  const made = await assay.suites.create({ name: 'sdk', scorers: ['exact-match'] });
  await expect(assay.suites.create({ name: 'sdk', scorers: ['bleu'] })).rejects.toBeInstanceOf(
    ConflictError,
  );
  expect(made.version).toBe(1);
  const preview = await assay.suites.preview({ name: 'sdk', scorers: ['bleu'] });
  expect(preview).toMatchObject({ isChanged: true, newest: { version: 1 } });
  const { scorers, policy } = made;
  expect((await assay.suites.addVersion('sdk', { scorers, policy })).version).toBe(1);
  await assay.suites.addVersion('sdk', { scorers: ['levenshtein'] });
  const versions = await collect(assay.suites.versions('sdk'));
  expect(versions.map(({ version }) => version)).toEqual([2, 1]);
  expect((await assay.suites.get('sdk@1')).scorers).toEqual(made.scorers);
  expect((await collect(assay.suites.list())).map(({ name }) => name)).toContain('sdk');
  await assay.suites.delete('sdk');
  await expect(assay.suites.get('sdk')).rejects.toBeInstanceOf(NotFoundError);
});

test('scorers are looked up, and ones of your own made, tried and versioned', async () => {
  const { items } = await assay.scorers.list();
  expect(items.map(({ id }) => id)).toContain('faithfulness');
  expect((await assay.scorers.get('f1')).id).toBe('token-f1');
  const definition = { base: 'rubric', params: { criterion: 'Is it polite?' } } as const;
  const own = await assay.scorers.create({ name: 'polite', ...definition });
  expect(own).toMatchObject({ name: 'polite', version: 1 });
  await assay.scorers.addVersion('polite', {
    base: 'rubric',
    params: { criterion: 'Is it kind?' },
  });
  expect(await collect(assay.scorers.versions('polite'))).toHaveLength(2);
  expect(await assay.scorers.get('polite@1')).toMatchObject({ version: 1 });
  const score = await assay.scorers.try({ ...definition, sample: right });
  expect(score).toMatchObject({ scorer: 'rubric' });
});

test('two outputs are compared', async () => {
  const comparison = await assay.compare({
    a: { input: 'Capital?', output: 'Paris' },
    b: { input: 'Capital?', output: 'Rome' },
    params: { criterion: 'Which is right?' },
  });
  expect(comparison.pairs).toHaveLength(1);
});

test('a batch of a list is made in one request, awaited, read and compared', async () => {
  const options = { scorers: ['exact-match'], tags: ['sdk'], metadata: { run: 1 } };
  const { id, counts } = await assay.batches.create(samplesOf(120), options);
  expect(counts.total).toBe(120);
  const seen: BatchReport[] = [];
  const batch = await assay.batches.wait(id, { pollMs: 20, onProgress: (now) => seen.push(now) });
  expect(batch).toMatchObject({ status: 'completed', counts: { scored: 120, passed: 60 } });
  expect(seen.at(-1)).toEqual(batch);

  const results = await collect<BatchItem>(assay.batches.results(id));
  expect(results.map(({ sampleId }) => sampleId)).toEqual(
    samplesOf(120).map((sample) => sample.id),
  );
  expect(await collect(assay.batches.results(id, { status: 'failed' }))).toHaveLength(60);
  expect(await collect(assay.batches.listResults(id, { limit: 50 }))).toEqual(results);
  expect((await collect(assay.batches.events(id))).at(-1)?.status).toBe('completed');
  expect(await collect(assay.webhooks.deliveries(id))).toEqual([]);
  expect((await assay.batches.list({ tag: 'sdk' })).items[0]?.id).toBe(id);

  const base = await assay.batches.create(samplesOf(120), options);
  await assay.batches.wait(base.id, { pollMs: 20 });
  const comparison = await assay.batches.compare(id, base.id, { minPassRate: 0.9 });
  expect(comparison).toMatchObject({ pairs: 120, gate: { passed: false } });
  await assay.batches.delete(id);
  await expect(assay.batches.get(id)).rejects.toBeInstanceOf(NotFoundError);
});

test('a judge is calibrated, listed, read and deleted', async () => {
  const scorer = { scorer: 'rubric', params: { criterion: 'It is polite.' } } as const;
  const labels = samplesOf(3).map((sample) => ({ sample, value: true }));
  const begun = await assay.calibrations.create({ scorer, labels, risk: 0.2 });
  expect(begun).toMatchObject({ n: 3, terms: { risk: 0.2 } });
  const { id, report } = await assay.calibrations.wait(begun.id, { pollMs: 20 });
  // No judge is configured here: that is an error, never a disagreement.
  expect(report).toMatchObject({
    counts: { used: 0, errors: 3 },
    errors: [{ code: 'judge_unconfigured', count: 3 }],
  });
  expect((await assay.calibrations.list({ scorer: 'rubric' })).items[0]?.id).toBe(id);
  await assay.calibrations.delete(id);
  await expect(assay.calibrations.get(id)).rejects.toBeInstanceOf(NotFoundError);
});

test('a custom judge is aligned', async () => {
  const params = { criterion: 'It is polite.' };
  await assay.scorers.create({ name: 'aligned', base: 'rubric', params });
  const labels = samplesOf(3).map((sample) => ({ sample, value: true }));
  const { id } = await assay.scorers.align('aligned', { labels });
  const { result } = await assay.scorers.waitForAlignment(id, { pollMs: 20 });
  expect(result).toMatchObject({ n: 0, best: null, proposal: null });
});

test('a batch of NDJSON goes in gzipped parts, with options that a query could not hold', async () => {
  const lines = samplesOf(30).map((sample) => JSON.stringify(sample));
  const bytes = new Blob([lines.join('\n')]).stream();
  const { id } = await assay.batches.create(bytes, {
    scorers: [{ scorer: 'length', params: { max: 4 } }],
    policy: { rule: 'weighted-mean', threshold: 0.9 },
  });
  const { counts } = await assay.batches.wait(id, { pollMs: 20 });
  expect(counts).toMatchObject({ total: 30, scored: 30, passed: 15 });
});

test('a line that cannot be read is named, and the batch is cancelled', async () => {
  async function* lines() {
    yield '{"output":"a"}\n';
    yield 'nonsense\n';
  }
  const refused = assay.batches.create(lines(), { scorers: ['json-valid'], tags: ['refused'] });
  await expect(refused).rejects.toMatchObject({
    name: 'ValidationError',
    errors: [{ pointer: 'line 2' }],
  });
  const { items } = await assay.batches.list({ tag: 'refused' });
  expect(items.map(({ status }) => status)).toEqual(['cancelled']);
});

test('an open batch takes samples until it is sealed', async () => {
  const { id } = await assay.batches.create([], { scorers: ['exact-match'], open: true });
  await assay.batches.append(id, samplesOf(3));
  await assay.batches.append(id, new Blob(['{"output":1}\n{"output":"b"}']), { onInvalid: 'skip' });
  expect((await assay.batches.seal(id)).counts.total).toBe(4);
  expect((await assay.batches.wait(id, { pollMs: 20 })).invalid.count).toBe(1);
  expect((await assay.batches.retry(id)).id).toBe(id);
  const late = assay.batches.append(id, samplesOf(1));
  await expect(late).rejects.toMatchObject({ name: 'ConflictError', code: 'batch_not_open' });
  const other = await assay.batches.create([], { scorers: ['exact-match'], open: true });
  expect((await assay.batches.cancel(other.id)).status).toBe('cancelled');
});

test('the audit log has what was done, and pages turn by themselves', async () => {
  const made = await assay.keys.create({ name: 'audited', scopes: ['audit'] });
  const [newest] = await collect(assay.audit.list({ operation: 'createKey', limit: 1 }));
  expect(newest).toMatchObject({ subject: made.id, outcome: 'succeeded', before: null });
  expect(await assay.audit.get(newest?.id ?? '')).toEqual(newest);
  await expect(assay.audit.get('aud_none')).rejects.toMatchObject({
    code: 'audit_entry_not_found',
  });
});

test('keys are made, rotated, listed and revoked', async () => {
  const made = await assay.keys.create({ name: 'ci', scopes: ['score'] });
  const successor = await assay.keys.rotate(made.id, { overlapSeconds: 60 });
  expect(successor.key).not.toBe(made.key);
  expect((await assay.keys.current()).scopes).toContain('admin');
  expect((await collect(assay.keys.list())).map(({ id }) => id)).toContain(successor.id);
  expect((await assay.keys.revoke(made.id)).revokedAt).not.toBeNull();
});

test('settings and spend of the project are read', async () => {
  const settings = await assay.project.settings();
  expect(await assay.project.replaceSettings(settings)).toEqual(settings);
  const { days } = await assay.project.retention();
  const replaced = await assay.project.replaceRetention({ ...days, webhooks: 30 });
  expect(replaced).toMatchObject({ days: { ...days, webhooks: 30 }, lastRun: null });
  expect(await collect(assay.project.spend())).toEqual(expect.any(Array));
});

test('the webhook secret is read, and rotated once under one key', async () => {
  const former = await assay.webhooks.secret();
  const rotate = () => assay.webhooks.rotateSecret({}, { idempotencyKey: 'rotate-once' });
  const rotated = await rotate();
  expect(rotated.secret).not.toBe(former.secret);
  expect(await rotate()).toEqual(rotated);
  expect(await assay.webhooks.secret()).toEqual(rotated);
});

test('fetch adds the address and the key, and leaves the rest', async () => {
  const response = await assay.fetch('/v1/scorers/nothing-like-it');
  expect(response.status).toBe(404);
  expect((await assay.fetch('/healthz')).ok).toBe(true);
});

test('guards a stream by a policy of the project', async () => {
  const policy = { rules: [{ scorer: 'detect-pii', action: 'redact' as const }] };
  const text = `${'word '.repeat(100)}maria.keller@posteo.de`;
  const source = new Blob([text]).stream().pipeThrough(new TextDecoderStream());
  const guarded = guardStream<string>({ assay, policy });
  const out = await collect(source.pipeThrough(guarded));
  expect(out.join('')).toBe(`${'word '.repeat(100)}[EMAIL]`);
  expect(await guarded.report).toMatchObject({ status: 'checked', action: 'redact' });
});

test('refuses to observe with a policy that redacts', async () => {
  const guarded = guardStream<string>({ assay, mode: 'observe' });
  const source = new Blob(['text']).stream().pipeThrough(new TextDecoderStream());
  const reading = collect(source.pipeThrough(guarded));
  await expect(reading).rejects.toThrow('/streamed: cannot be `observed`');
});

test('saves items as versions of a data set, streams them, and scores them', async () => {
  const items = samplesOf(25_000).map(({ id = '', ...sample }) => ({ id, sample }));
  const { hash, version, counts } = await assay.datasets.push('sdk', items);
  expect([version, counts.items]).toEqual([1, 25_000]);
  const change = [
    { id: 's0', sample: wrong, split: 'test' },
    { id: 's1', remove: true as const },
  ];
  const second = await assay.datasets.push('sdk', change, { base: 1 });
  expect(second).toMatchObject({ version: 2, counts: { items: 24_999 }, splits: { test: 1 } });
  const changes = await collect(assay.datasets.changes('sdk@2', 'sdk@1'));
  expect(changes).toEqual([
    { id: 's0', change: 'changed', fields: ['/sample/output', '/split'] },
    { id: 's1', change: 'removed', fields: [] },
  ]);
  const again = await assay.datasets.push('sdk', assay.datasets.items('sdk@1'));
  expect([again.version, again.hash]).toEqual([3, hash]);
  const batch = await assay.batches.createFrom(
    { name: 'sdk@2', split: 'test' },
    { scorers: ['exact-match'] },
  );
  expect(await assay.batches.wait(batch.id)).toMatchObject({ counts: { total: 1, failed: 1 } });
  await expect(assay.datasets.delete('sdk@2')).rejects.toBeInstanceOf(ConflictError);
  const twice = [...items.slice(0, 21_000), ...items.slice(20_500, 20_501)];
  await expect(assay.datasets.push('other', twice)).rejects.toMatchObject({
    errors: [
      {
        pointer: 'line 21001 /id',
        message: '"s20500" is the same as that of line 20501',
      },
    ],
  });
});
