import { env } from 'cloudflare:workers';
import type {
  Encryption,
  Page,
  Problem,
  Replay,
  StoredVerdict,
  Verdict,
  VerdictLineage,
} from '@assay/schema/types.ts';
import { expect, test } from 'vitest';
import { rewrapDataKeys } from '../../features/data-control/encryption.ts';
import { hashedRows } from '../../features/records/row-hashes.ts';
import { exportProject } from '../../features/transfer/export-project.ts';
import { createServices } from '../../services.ts';
import { workerWith } from '../../testing/judged-worker.ts';
import { giveKey } from '../../testing/keys.ts';
import { stageJudge } from '../../testing/plays.ts';

const OLD = `old:${'A'.repeat(43)}`;
const NEW = `new:${'B'.repeat(42)}A`;
const sample = { input: 'Who are you?', output: 'My name is Ada.', expected: 'Ada' };
const scorers = ['contains'];
const KEYS = '/v1/project/encryption/keys';

/** An isolate of its own, with these master keys. */
async function isolateWith(masterKeys: string, reply = '{"reasoning":"It is.","level":2}') {
  return workerWith(await stageJudge({ content: reply }), { ASSAY_ENCRYPTION_KEYS: masterKeys });
}

type Isolate = Awaited<ReturnType<typeof isolateWith>>;

const scored = ({ askJson }: Isolate, key: string, more = {}) =>
  askJson<Verdict>('/v1/score', { key, body: { sample, scorers, ...more } });

const storedSample = async (id: string) =>
  (
    await env.DB.prepare('SELECT sample FROM verdicts WHERE id = ?1')
      .bind(id)
      .first<{ sample: string }>()
  )?.sample ?? '';

async function problemOf(response: Promise<Response>): Promise<Problem> {
  return (await response).json();
}

test('a sample is ciphertext in the database, and itself wherever it is read', async () => {
  const { key, projectId } = await giveKey();
  const isolate = await isolateWith(OLD);
  const [one, other] = [await scored(isolate, key), await scored(isolate, key)];
  const rows = [await storedSample(one.id), await storedSample(other.id)];
  for (const row of rows) expect(row).toMatch(/^enc1:dky_[0-9a-z]{26}:[A-Za-z0-9+/=]+$/);
  expect(rows[0]).not.toBe(rows[1]);
  const read = (path = '') =>
    isolate.askJson<StoredVerdict>(`/v1/verdicts/${one.id}${path}`, { key });
  expect((await read()).sample).toEqual(sample);
  expect(await read('/lineage')).toMatchObject({ sample: { isKept: true, value: sample } });
  const replay: Replay = await isolate.askJson(`/v1/verdicts/${one.id}/replay`, {
    ...{ key, method: 'POST' },
  });
  expect(replay.isEqual).toBe(true);
  const encryption: Encryption = await isolate.askJson('/v1/project/encryption', { key });
  expect(encryption).toMatchObject({ isOn: true, keys: [{ masterKey: 'old', droppedAt: null }] });
  // The log of the project hashes the sample that was judged.
  const services = createServices({ ...env, ASSAY_ENCRYPTION_KEYS: OLD }, { log: () => {} });
  expect((await hashedRows(projectId, [one.id], services)).get(one.id)).toMatchObject({
    ...{ status: 'kept', sampleHash: null },
  });
});

test('exchanges of judges are ciphertext too, and so is what waits in the queue', async () => {
  const { key } = await giveKey();
  const isolate = await isolateWith(OLD, '{"reasoning":"Ada is kind.","level":2}');
  const body = { keep: 'exchange' };
  await isolate.ask('/v1/project/data-settings', { key, method: 'PUT', body });
  const rubric = { scorer: 'rubric', params: { criterion: 'Kind?' } };
  const { id } = await scored(isolate, key, { scorers: [rubric] });
  const stored = await env.DB.prepare('SELECT exchange FROM judge_exchanges WHERE verdict_id = ?1')
    .bind(id)
    .first<{ exchange: string }>();
  expect(stored?.exchange).toMatch(/^enc1:/);
  const lineage: VerdictLineage = await isolate.askJson(`/v1/verdicts/${id}/lineage`, { key });
  expect(lineage.exchanges?.[0]?.answer).toContain('Ada is kind.');
  const queued = await scored(isolate, key, { store: 'queued' });
  await expect.poll(() => storedSample(queued.id)).toMatch(/^enc1:/);
  const read: StoredVerdict = await isolate.askJson(`/v1/verdicts/${queued.id}`, { key });
  expect(read.sample).toEqual(sample);
});

test('a ciphertext that was changed, or moved to another row, does not decrypt', async () => {
  const { key } = await giveKey();
  const isolate = await isolateWith(OLD);
  const [one, other] = [await scored(isolate, key), await scored(isolate, key)];
  const put = (text: string, id: string) =>
    env.DB.prepare('UPDATE verdicts SET sample = ?1 WHERE id = ?2').bind(text, id).run();
  await put(await storedSample(one.id), other.id);
  const kept = await storedSample(one.id);
  await put(`${kept.slice(0, -6)}AAAAA=`, one.id);
  for (const { id } of [one, other]) {
    expect(await problemOf(isolate.ask(`/v1/verdicts/${id}`, { key }))).toMatchObject({
      ...{ status: 409, code: 'sample_altered' },
    });
  }
});

test('dropping the keys makes samples unreadable at once in every isolate, and loses nothing that follows', async () => {
  const { key } = await giveKey();
  const [here, elsewhere] = [await isolateWith(OLD), await isolateWith(OLD)];
  const before = await scored(elsewhere, key);
  await elsewhere.askJson(`/v1/verdicts/${before.id}`, { key });
  const dropped: Encryption = await here.askJson(KEYS, { key, method: 'DELETE' });
  expect(dropped.keys.every(({ droppedAt }) => droppedAt !== null)).toBe(true);
  const problem = await problemOf(elsewhere.ask(`/v1/verdicts/${before.id}`, { key }));
  expect(problem).toMatchObject({ status: 410, code: 'sample_unreadable' });
  const lineage: VerdictLineage = await elsewhere.askJson(`/v1/verdicts/${before.id}/lineage`, {
    key,
  });
  expect(lineage.sample).toEqual({ hash: before.lineage.sampleHash, isKept: false, value: {} });
  expect(lineage.scores[0]?.definitionProof).toBe('proven');
  // The other isolate still has the dropped key in memory: what it stores must be readable.
  const after = await scored(elsewhere, key);
  const read: StoredVerdict = await here.askJson(`/v1/verdicts/${after.id}`, { key });
  expect(read.sample).toEqual(sample);
  const list: Page<Verdict> = await here.askJson('/v1/verdicts', { key });
  expect(list.items.map(({ id }) => id)).toEqual([after.id, before.id]);
  const deleted = await here.ask(`/v1/verdicts/${before.id}`, { key, method: 'DELETE' });
  expect(deleted.status).toBe(204);
});

test('a master key is replaced: keys are wrapped anew by the schedule, and the old one can go', async () => {
  const { key } = await giveKey();
  const { id } = await scored(await isolateWith(OLD), key);
  const read = async (masterKeys: string) =>
    (await isolateWith(masterKeys)).ask(`/v1/verdicts/${id}`, { key });
  expect(await problemOf(read(NEW))).toMatchObject({
    status: 503,
    code: 'encryption_unconfigured',
  });
  const both = `${NEW},${OLD}`;
  expect((await read(both)).status).toBe(200);
  const services = createServices({ ...env, ASSAY_ENCRYPTION_KEYS: both }, { log: () => {} });
  expect(await rewrapDataKeys(services)).toBeGreaterThan(0);
  expect(await rewrapDataKeys(services)).toBe(0);
  const after: StoredVerdict = await (await read(NEW)).json();
  expect(after.sample).toEqual(sample);
  expect((await read(OLD)).status).toBe(503);
});

test('a new key encrypts from then on, and those before still decrypt', async () => {
  const { key } = await giveKey();
  const isolate = await isolateWith(OLD);
  const before = await scored(isolate, key);
  const made = await isolate.askJson<{ id: string }>(KEYS, { key, method: 'POST' });
  const after = await scored(isolate, key);
  expect(await storedSample(after.id)).toContain(made.id);
  expect(await storedSample(before.id)).not.toContain(made.id);
  for (const { id } of [before, after]) {
    expect((await isolate.ask(`/v1/verdicts/${id}`, { key })).status).toBe(200);
  }
});

test('without a master key nothing is encrypted, and what was is refused by name', async () => {
  const { key } = await giveKey();
  const { id } = await scored(await isolateWith(OLD), key);
  const off = await isolateWith('');
  expect(await off.askJson('/v1/project/encryption', { key })).toMatchObject({ isOn: false });
  expect(await problemOf(off.ask(`/v1/verdicts/${id}`, { key }))).toMatchObject({
    code: 'encryption_unconfigured',
    detail: expect.stringContaining('"old"'),
  });
  const plain = await scored(off, key);
  expect(await storedSample(plain.id)).toBe(JSON.stringify(sample));
});

test('an export is decrypted, and has the scores alone of what was dropped', async () => {
  const { key, projectId } = await giveKey();
  const isolate = await isolateWith(OLD);
  await scored(isolate, key);
  const services = createServices({ ...env, ASSAY_ENCRYPTION_KEYS: OLD }, { log: () => {} });
  const exported = () => new Response(exportProject(projectId, undefined, services)).text();
  const before = await exported();
  expect(before).toContain('My name is Ada.');
  expect(before).not.toContain('enc1:');
  await isolate.ask(KEYS, { key, method: 'DELETE' });
  const after = await exported();
  expect(after).not.toContain('enc1:');
  expect(after).toContain('"class":"verdicts"');
});

test('a secret that is none is refused without being shown', () => {
  for (const text of ['secret', `a:${'A'.repeat(10)}`, `${OLD},${OLD}`]) {
    expect(() => createServices({ ...env, ASSAY_ENCRYPTION_KEYS: text })).toThrow(
      /ASSAY_ENCRYPTION_KEYS(?!.*AAAA)/,
    );
  }
});
