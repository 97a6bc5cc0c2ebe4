import { createExecutionContext, createMessageBatch, getQueueResult } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import { sealQueue, sealVerdicts } from '../../features/data-control/sealed-verdicts.ts';
import { createVault } from '../../features/data-control/vault.ts';
import { createServices } from '../../services.ts';
import { createDatabase } from '../../store/database.ts';
import { createVerdictStore, type VerdictRow } from '../../store/verdicts.ts';
import { failingDatabase } from '../../testing/faults.ts';
import { storeVerdicts } from './store-verdicts.ts';

function row(id: string): VerdictRow {
  return {
    id,
    projectId: 'prj_queue',
    createdAtMs: 1,
    passed: true,
    labels: ['passed:true', 'tag:a'],
    verdict: `{"id":"${id}"}`,
    sample: '{"output":"\\ud800 \\"quoted\\" \\u0000"}',
  };
}

function deliver(bodies: unknown[]) {
  const messages = bodies.map((body, i) => ({
    id: `m${i}`,
    timestamp: new Date(0),
    attempts: 1,
    body,
  }));
  return createMessageBatch('assay-verdicts', messages);
}

const quiet = { log: () => {} };

async function count(): Promise<number | null> {
  return env.DB.prepare("SELECT count(*) AS n FROM verdicts WHERE project_id = 'prj_queue'").first(
    'n',
  );
}

test('a verdict delivered twice, in any order, is written once', async () => {
  const services = createServices(env, quiet);
  for (const bodies of [
    [row('a'), row('b')],
    [row('b'), row('a')],
    [row('a'), row('a')],
  ]) {
    const batch = deliver(bodies);
    await storeVerdicts(batch, services);
    const result = await getQueueResult(batch, createExecutionContext());
    expect(result.ackAll || result.explicitAcks.length === bodies.length).toBe(true);
  }
  expect(await count()).toBe(2);
  const found = await services.verdicts.find('prj_queue', 'a');
  expect(found).toEqual({ verdict: row('a').verdict, sample: row('a').sample });
});

test('a verdict that was deleted does not come back with a late delivery', async () => {
  const services = createServices(env, quiet);
  await storeVerdicts(deliver([row('late')]), services);
  await services.verdicts.remove('prj_queue', [{ id: 'late', labels: row('late').labels }], 1);
  await storeVerdicts(deliver([row('late')]), services);
  expect(await services.verdicts.find('prj_queue', 'late')).toBeUndefined();
  expect(
    await services.verdicts.list({ projectId: 'prj_queue', labels: ['tag:a'], limit: 9 }),
  ).not.toContainEqual(expect.objectContaining({ id: 'late' }));
  await services.verdicts.sweep(2);
});

test('a database that fails once is asked again within the delivery', async () => {
  const services = createServices({ ...env, DB: failingDatabase(env.DB, 1) }, quiet);
  const batch = deliver([row('c')]);
  await storeVerdicts(batch, services);
  expect((await getQueueResult(batch, createExecutionContext())).retryMessages).toEqual([]);
  expect(await services.verdicts.find('prj_queue', 'c')).toBeDefined();
});

test('a database that is down sends every message round again', async () => {
  const services = createServices({ ...env, DB: failingDatabase(env.DB, 1_000) }, quiet);
  const batch = deliver([row('d'), row('e')]);
  await storeVerdicts(batch, services);
  const result = await getQueueResult(batch, createExecutionContext());
  expect(result.retryMessages.map(({ msgId }) => msgId)).toEqual(['m0', 'm1']);
  expect(result.explicitAcks).toEqual([]);
});

test('a message that cannot be read holds nothing up, and is not discarded', async () => {
  const lines: string[] = [];
  const services = createServices(env, { log: ({ event }) => lines.push(event) });
  const batch = deliver([{ nonsense: true }, row('f')]);
  await storeVerdicts(batch, services);
  const result = await getQueueResult(batch, createExecutionContext());
  expect(lines).toEqual(['verdict_message_unreadable']);
  expect(result.retryMessages.map(({ msgId }) => msgId)).toEqual(['m0']);
  expect(result.explicitAcks).toEqual(['m1']);
  expect(await services.verdicts.find('prj_queue', 'f')).toBeDefined();
});

test('a message of a newer release, with more in it, is stored all the same', async () => {
  const services = createServices(env, quiet);
  await storeVerdicts(deliver([{ ...row('g'), newField: 1 }]), services);
  expect(await services.verdicts.find('prj_queue', 'g')).toBeDefined();
});

test('a queued verdict whose key was dropped is stored, without what that key encrypted', async () => {
  const master = { ASSAY_ENCRYPTION_KEYS: `main:${'A'.repeat(43)}` };
  const services = createServices({ ...env, ...master }, quiet);
  const sent: unknown[] = [];
  const send = async (rows: readonly VerdictRow[]) => void sent.push(...structuredClone(rows));
  const queue = sealQueue({ fits: () => true, send }, services.vault);
  const projectId = 'prj_dropped';
  const exchanges = ['{"answer":"Ada"}'];
  await queue.send([{ ...row('x'), projectId, exchanges }]);
  await services.dataKeys.drop(projectId, 5);
  services.vault.forget(projectId);
  await queue.send([{ ...row('y'), projectId, exchanges }]);
  const ciphertexts = JSON.stringify(sent[0]).match(/enc1:[^"\\]+/g) ?? [];
  expect(ciphertexts).toHaveLength(2);

  const batch = deliver(sent);
  await storeVerdicts(batch, services);

  expect((await getQueueResult(batch, createExecutionContext())).retryMessages).toEqual([]);
  const found = services.verdicts.find(projectId, 'x');
  await expect(found).rejects.toMatchObject({ code: 'sample_unreadable' });
  const list = await services.verdicts.list({ projectId, labels: [], limit: 9 });
  expect(list.map(({ id }) => id)).toEqual(['y', 'x']);
  expect(await services.verdicts.find(projectId, 'y')).toMatchObject({ sample: row('y').sample });
  expect(await services.exchanges.find(projectId, 'y')).toEqual(exchanges);
  const left = env.DB.prepare(
    `SELECT sample AS text FROM verdicts WHERE project_id = ?1 AND id = 'x' UNION ALL
     SELECT exchange FROM judge_exchanges WHERE project_id = ?1 AND verdict_id = 'x'`,
  );
  const texts = (await left.bind(projectId).all<{ text: string }>()).results;
  expect(texts).toEqual([{ text: expect.stringMatching(/^enc1:dky_[0-9a-z]{26}:$/) }]);
});

test('a queued verdict whose key is dropped while it is written is stored, without what that key encrypted', async () => {
  const master = { ASSAY_ENCRYPTION_KEYS: `main:${'A'.repeat(43)}` };
  const services = createServices({ ...env, ...master }, quiet);
  const { dataKeys, masterKeys, vault } = services;
  const sent: unknown[] = [];
  const send = async (rows: readonly VerdictRow[]) => void sent.push(...structuredClone(rows));
  const projectId = 'prj_dropped_late';
  await sealQueue({ fits: () => true, send }, vault).send([
    { ...row('z'), projectId, exchanges: ['{"answer":"Ada"}'] },
  ]);
  const droppedOnceRead = {
    ...dataKeys,
    async find(...place: Parameters<typeof dataKeys.find>) {
      const found = await dataKeys.find(...place);
      await dataKeys.drop(projectId, 5);
      return found;
    },
  };
  const late = createVault({ dataKeys: droppedOnceRead, masterKeys, nowMs: () => 1 });
  const verdicts = sealVerdicts(createVerdictStore(createDatabase(env.DB)), late, true);

  const batch = deliver(sent);
  await storeVerdicts(batch, { ...services, verdicts });

  expect((await getQueueResult(batch, createExecutionContext())).retryMessages).toEqual([]);
  const left = env.DB.prepare(
    `SELECT sample AS text FROM verdicts WHERE project_id = ?1 UNION ALL
     SELECT exchange FROM judge_exchanges WHERE project_id = ?1`,
  );
  const texts = (await left.bind(projectId).all<{ text: string }>()).results;
  expect(texts).toEqual([{ text: expect.stringMatching(/^enc1:dky_[0-9a-z]{26}:$/) }]);
});

test('a queued verdict of a dropped key has no texts either where the deployment encrypts no more', async () => {
  const master = { ASSAY_ENCRYPTION_KEYS: `main:${'A'.repeat(43)}` };
  const before = createServices({ ...env, ...master }, quiet);
  const sent: unknown[] = [];
  const send = async (rows: readonly VerdictRow[]) => void sent.push(...structuredClone(rows));
  const projectId = 'prj_no_more';
  const exchanges = ['{"answer":"Ada"}'];
  await sealQueue({ fits: () => true, send }, before.vault).send([
    { ...row('v'), projectId, exchanges },
  ]);
  await before.dataKeys.drop(projectId, 5);

  const batch = deliver([...sent, { ...row('w'), projectId }]);
  await storeVerdicts(batch, createServices(env, quiet));

  expect((await getQueueResult(batch, createExecutionContext())).retryMessages).toEqual([]);
  const left = env.DB.prepare(
    `SELECT sample AS text FROM verdicts WHERE project_id = ?1 UNION ALL
     SELECT exchange FROM judge_exchanges WHERE project_id = ?1 ORDER BY text`,
  );
  const texts = (await left.bind(projectId).all<{ text: string }>()).results;
  expect(texts).toEqual([
    { text: expect.stringMatching(/^enc1:dky_[0-9a-z]{26}:$/) },
    { text: row('w').sample },
  ]);
});
