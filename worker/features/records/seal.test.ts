import { env } from 'cloudflare:workers';
import { inclusionRanges } from '@assay/schema/records/merkle.ts';
import type { Verdict } from '@assay/schema/types.ts';
import { fingerprint } from '@assay/scorers/fingerprint.ts';
import { expect, test } from 'vitest';
import type { LogNamespace } from '../../core/project-log.ts';
import { createServices } from '../../services.ts';
import { call, callJson } from '../../testing/client.ts';
import { createLife, mortalDatabase } from '../../testing/crashes.ts';
import { seal, sealPending } from './seal.ts';

const services = createServices(env, { log: () => {} });
const hash = 'ab'.repeat(32);
const logOf = (projectId: string) => env.PROJECT_LOGS.getByName(projectId);
const waiting = (projectId: string) => services.logOutbox.first(projectId, 1_000);
let projects = 0;
const newProject = () => `prj_seal_${++projects}`;
const audits = (count: number) =>
  Array.from({ length: count }, (_, i) => ({
    kind: 'audit' as const,
    id: `aud_${1_000 + i}`,
    hash,
  }));

async function scored(): Promise<Verdict> {
  return callJson('/v1/score', {
    body: { sample: { output: 'a', expected: 'b' }, scorers: ['levenshtein'] },
  });
}

async function projectOf(verdictId: string): Promise<string> {
  const row = await env.DB.prepare('SELECT project_id AS id FROM verdicts WHERE id = ?1')
    .bind(verdictId)
    .first<{ id: string }>();
  return row?.id ?? '';
}

test('a stored verdict waits in the outbox with its hash, and is then sealed once', async () => {
  const verdict = await scored();
  const projectId = await projectOf(verdict.id);
  expect(await waiting(projectId)).toContainEqual({
    ...{ kind: 'verdict', id: verdict.id },
    ...{ hash: fingerprint(verdict).slice(7), sampleHash: null },
  });
  await sealPending(services);
  const { size } = await logOf(projectId).state();
  const proven = await logOf(projectId).prove('verdict', verdict.id, size);
  expect(proven?.entry.hash).toBe(fingerprint(verdict).slice(7));
  expect(proven?.proof).toHaveLength(inclusionRanges(proven?.entry.index ?? 0, size).length);
  expect(await waiting(projectId)).toEqual([]);
});

test('the row of a verdict whose hash the outbox does not have is read', async () => {
  const sample = { output: 'Mail ann.lee@acme.io', expected: 'b' };
  const verdict = await callJson<Verdict>('/v1/score', {
    body: { sample, scorers: ['levenshtein'], redact: { stored: ['detect-pii'] } },
  });
  const projectId = await projectOf(verdict.id);
  const [known] = await waiting(projectId);
  await env.DB.prepare('UPDATE log_outbox SET hash = NULL, sample_hash = NULL').run();
  await sealPending(services);
  const { size } = await logOf(projectId).state();
  const ofVerdict = await logOf(projectId).prove('verdict', verdict.id, size);
  const ofSample = await logOf(projectId).prove('sample', verdict.id, size);
  expect(ofVerdict?.entry.hash).toBe(known?.hash);
  expect(ofSample?.entry.hash).toBe(known?.sampleHash);
  expect(ofSample?.entry.index).toBe((ofVerdict?.entry.index ?? 0) + 1);
});

test('the deletion of a verdict is sealed, and takes the salt of the verdict with it', async () => {
  const verdict = await scored();
  const projectId = await projectOf(verdict.id);
  await sealPending(services);
  const before = await logOf(projectId).state();
  await call(`/v1/verdicts/${verdict.id}`, { method: 'DELETE' });
  await sealPending(services);
  const log = logOf(projectId);
  const after = await log.state();
  // With the entry of the audit log that says so.
  expect(after.size).toBe(before.size + 2);
  const erased = await log.prove('verdict', verdict.id, after.size);
  expect(erased?.entry).toMatchObject({ salt: null, hash: null });
  expect(await log.prove('deletion', verdict.id, after.size)).not.toBeNull();
});

test('a verdict that was deleted before it was sealed leaves its deletion alone', async () => {
  const verdict = await scored();
  const projectId = await projectOf(verdict.id);
  await call(`/v1/verdicts/${verdict.id}`, { method: 'DELETE' });
  await sealPending(services);
  const { size } = await logOf(projectId).state();
  expect(await logOf(projectId).prove('verdict', verdict.id, size)).toBeNull();
  expect(await logOf(projectId).prove('deletion', verdict.id, size)).not.toBeNull();
});

test('whatever step the Worker dies at, every entry is sealed once', async () => {
  for (let step = 0; step < 12; step++) {
    for (const death of ['dies-before', 'dies-after'] as const) {
      const projectId = newProject();
      await seal(projectId, audits(3), services);
      let steps = 0;
      const life = createLife({ next: () => (steps++ === step ? death : 'lives') });
      const mortal: LogNamespace = {
        getByName: (name) => ({
          ...logOf(name),
          append: (entries) => life.step(() => logOf(name).append(entries)),
          publish: (checkpoint) => life.step(() => logOf(name).publish(checkpoint)),
        }),
      };
      const dying = createServices(
        { ...env, DB: mortalDatabase(env.DB, life), PROJECT_LOGS: mortal },
        { log: () => {} },
      );
      await sealPending(dying).catch(() => {});
      await sealPending(services);
      const page = await logOf(projectId).entries(0, 10);
      expect(page.items.map(({ id }) => id)).toEqual(audits(3).map(({ id }) => id));
      expect(await waiting(projectId)).toEqual([]);
      expect(await logOf(projectId).state()).toMatchObject({ size: 3, published: { size: 3 } });
    }
  }
});

test('entries sealed twice, also at once, are in the log once', async () => {
  const projectId = newProject();
  await seal(projectId, audits(1_100), services);
  await Promise.all([sealPending(services), sealPending(services)]);
  await seal(projectId, audits(1_100), services);
  await sealPending(services);
  expect(await logOf(projectId).state()).toMatchObject({ size: 1_100 });
});

test('a log that cannot be reached keeps no other project waiting', async () => {
  const [broken, whole] = [newProject(), newProject()];
  await seal(broken, audits(1), services);
  await seal(whole, audits(1), services);
  const unreachable: LogNamespace = {
    getByName(name) {
      if (name === broken) throw new Error('The object is gone.');
      return logOf(name);
    },
  };
  await sealPending(createServices({ ...env, PROJECT_LOGS: unreachable }, { log: () => {} }));
  expect(await logOf(whole).state()).toMatchObject({ size: 1 });
  expect(await waiting(broken)).toHaveLength(1);
});
