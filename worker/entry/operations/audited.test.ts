import { env } from 'cloudflare:workers';
import { newId } from '@assay/schema/ids.ts';
import type {
  AuditEntry,
  CreatedApiKey,
  MonitorAlarm,
  Page,
  Problem,
  Verdict,
  WebhookSecret,
} from '@assay/schema/types.ts';
import { fingerprint } from '@assay/scorers/fingerprint.ts';
import { beforeAll, describe, expect, test } from 'vitest';
import { sweepIntents } from '../../features/records/audit/sweep-intents.ts';
import { sealPending } from '../../features/records/seal.ts';
import { createServices } from '../../services.ts';
import { appWith } from '../../testing/app.ts';
import { bound, unwrap } from '../../testing/binding.ts';
import { call, callJson } from '../../testing/client.ts';
import { createLife, mortalDatabase } from '../../testing/crashes.ts';
import { failingDatabase } from '../../testing/faults.ts';
import { giveKey } from '../../testing/keys.ts';
import { monitorDefinition, observed } from '../../testing/monitor-world.ts';
import { reviewWorld } from '../../testing/review-world.ts';
import { OPERATIONS } from './list.ts';
import { placeOf } from './operation.ts';

const scorers = ['levenshtein'];
const HOUR_MS = 3_600_000;
const services = createServices(env, { log: () => {} });
const later = createServices(env, { nowMs: () => Date.now() + HOUR_MS + 1, log: () => {} });

async function entriesOf(key: string, query = ''): Promise<AuditEntry[]> {
  return (await callJson<Page<AuditEntry>>(`/v1/audit?limit=100${query}`, { key })).items;
}

const changesOf = (key: string, query = '') => entriesOf(key, `&kind=change${query}`);
const readsOf = (key: string) => entriesOf(key, '&kind=read');
/** The code of a problem, in the shape of this API or of OpenAI's. */
async function codeOf(response: Response): Promise<string | undefined> {
  const { code, error } = await response.json<Partial<Problem> & { error?: { code: string } }>();
  return code ?? error?.code;
}

describe('every operation', () => {
  const isWrite = ({ route }: (typeof OPERATIONS)[number]) => !route?.startsWith('GET ');
  const administers = ({ scope }: (typeof OPERATIONS)[number]) =>
    scope === 'admin' || scope === 'suites';
  let telling: Set<string>;

  // Whoever gets an answer with one of these sees samples, or what quotes them.
  const TELLING = ['Sample', 'Score', 'DatasetItem'];

  beforeAll(async () => {
    const { paths, components } = await callJson<{
      paths: Record<string, Record<string, { operationId: string; responses: object }>>;
      components: { schemas: Record<string, object> };
    }>('/openapi.json', { key: null });
    const reach = (part: object, seen: Set<string>): Set<string> => {
      for (const [, name = ''] of JSON.stringify(part).matchAll(
        /"#\/components\/schemas\/(\w+)"/g,
      )) {
        if (seen.has(name)) continue;
        reach(components.schemas[name] ?? {}, seen.add(name));
      }
      return seen;
    };
    const described = Object.values(paths).flatMap((operations) => Object.values(operations));
    telling = new Set(
      described
        .filter(({ responses }) => {
          const reached = reach(responses, new Set());
          return TELLING.some((name) => reached.has(name));
        })
        .map(({ operationId }) => operationId),
    );
    expect(telling).toContain('getVerdict');
  });

  test.each(OPERATIONS.filter((one) => isWrite(one) && administers(one)))(
    '$id says what the audit log records of it',
    ({ id, audit, scope }) => {
      expect(audit).toBeDefined();
      const changesNothing = id.startsWith('preview');
      if (scope === 'admin' && !changesNothing) expect(audit).toMatchObject({ kind: 'change' });
    },
  );

  test.each(OPERATIONS.filter(({ scope }) => scope === 'read' || scope === 'review'))(
    '$id is recorded as a read if its answer quotes stored samples',
    ({ id, audit }) => {
      if (telling.has(id)) expect(audit).toMatchObject({ kind: 'read' });
    },
  );
});

describe('a change', () => {
  test('is recorded with who, when, what, and the state before and after', async () => {
    const { key, id, projectId } = await giveKey();
    const startedMs = Date.now();
    await callJson('/v1/suites', { key, body: { name: 'a', scorers } });
    const body = { scorers: ['exact-match'] };
    await callJson('/v1/suites/a/versions', { key, body, headers: { 'X-Request-Id': 'two' } });
    await call('/v1/suites/a', { key, method: 'DELETE' });
    const [removed, added, created] = await changesOf(key);
    expect(created).toMatchObject({
      ...{
        kind: 'change',
        operation: 'createSuite',
        subject: 'a',
        outcome: 'succeeded',
        code: null,
      },
      actor: { id, name: 'test' },
      before: null,
      after: { name: 'a', version: 1, scorers },
    });
    expect(Date.parse(created?.at ?? '')).toBeGreaterThanOrEqual(startedMs);
    expect(added).toMatchObject({
      before: { version: 1 },
      after: { version: 2 },
      requestId: 'two',
    });
    expect(removed).toMatchObject({ before: { version: 2 }, after: null });
    expect(
      await env.DB.prepare('SELECT * FROM audit_intents WHERE project_id = ?1')
        .bind(projectId)
        .first(),
    ).toBeNull();
  });

  test('that pauses or resumes a schedule says which it was, and which it is', async () => {
    const { key } = await giveKey();
    await callJson('/v1/datasets', {
      key,
      body: { name: 'd', items: [{ id: 'a', sample: { output: 'x' } }] },
    });
    const run = { kind: 'batch', dataset: 'd', scorers };
    const schedule = { name: 'nightly', cron: '0 3 * * *', run };
    await callJson('/v1/schedules', { key, body: schedule });
    await callJson('/v1/schedules/nightly/pause', { key, method: 'POST' });
    await callJson('/v1/schedules/nightly/resume', { key, method: 'POST' });
    expect(await changesOf(key, '&subject=nightly')).toMatchObject([
      { operation: 'resumeSchedule', before: { isPaused: true }, after: { isPaused: false } },
      { operation: 'pauseSchedule', before: { isPaused: false }, after: { isPaused: true } },
      { operation: 'createSchedule', before: null },
    ]);
  });

  test('that turns a monitor off, on, or starts it again says what it was, and what it is', async () => {
    const { key } = await giveKey();
    const content = { baseline: { mean: 0.9 } };
    await callJson('/v1/monitors', { key, body: { name: 'm', ...content } });
    const versions = { key, body: { ...content, isEnabled: false } };
    await callJson('/v1/monitors/m/versions', versions);
    await callJson('/v1/monitors/m/versions', { key, body: { ...content, isEnabled: true } });
    await callJson('/v1/monitors/m/reset', { key, body: { baseline: 'keep' } });
    const [reset, on, off] = await changesOf(key, '&subject=m');
    expect(off).toMatchObject({ before: { version: 1 }, after: { version: 2, isEnabled: false } });
    expect(on).toMatchObject({ before: { isEnabled: false }, after: { isEnabled: true } });
    expect(reset).toMatchObject({ before: { openAlarms: 0 }, after: { openAlarms: 0 } });
  });

  test('that acknowledges an alarm says who took it on and when, once, and what the alarm was before', async () => {
    const { key, id: keyId, projectId } = await giveKey();
    await callJson('/v1/monitors', { key, body: { name: 'm', baseline: { mean: 0.9 } } });
    const values = Array.from({ length: 60 }, (_, i) => observed(i, 0));
    await env.MONITORS.getByName(`${projectId}/m`).observe(
      monitorDefinition({ baseline: { mean: 0.9 } }, { name: 'm' }),
      values,
      Date.now(),
    );
    const [alarm] = (await callJson<Page<MonitorAlarm>>('/v1/monitors/m/alarms', { key })).items;
    const acknowledge = (id = '') =>
      call(`/v1/monitors/m/alarms/${id}/acknowledge`, { key, method: 'POST' });
    await acknowledge(alarm?.id);
    await acknowledge(alarm?.id);
    await acknowledge('alm_none');
    const [none, again, first] = await changesOf(key, '&operation=acknowledgeMonitorAlarm');
    const open = { id: alarm?.id, monitor: 'm', kind: 'drift', status: 'open' };
    expect(first).toMatchObject({
      ...{ subject: `m/${alarm?.id}`, outcome: 'succeeded', actor: { id: keyId } },
      before: { ...open, acknowledgedAt: null, acknowledgedBy: null },
      after: { ...open, acknowledgedAt: expect.any(String), acknowledgedBy: keyId },
    });
    expect(again?.before).toEqual(first?.after);
    expect(again?.after).toEqual(first?.after);
    expect(none).toMatchObject({ outcome: 'refused', code: 'alarm_not_found', before: null });
  });

  test('is recorded alike over a binding and by a tool', async () => {
    const { key, projectId } = await giveKey();
    await env.DB.prepare('INSERT INTO projects (id, name, created_at_ms) VALUES (?1, ?1, 0)')
      .bind(projectId)
      .run();
    const binding = bound({ project: projectId, scopes: ['admin'], caller: 'billing' });
    const items = [{ id: 'a', sample: { output: 'x' } }];
    await unwrap((await binding.datasets).create({ name: 'd', items }));
    const [created] = await changesOf(key);
    expect(created).toMatchObject({
      ...{ operation: 'createDataset', subject: 'd', outcome: 'succeeded', before: null },
      actor: { id: `binding:${projectId}:billing`, name: null },
      after: { name: 'd', version: 1 },
    });
    expect(JSON.stringify(created)).not.toContain('"output"');
  });

  test('that is refused is recorded as refused, with its code and nothing after it', async () => {
    const { key } = await giveKey();
    await callJson('/v1/suites', { key, body: { name: 'a', scorers } });
    expect((await call('/v1/suites', { key, body: { name: 'a', scorers } })).status).toBe(409);
    await call('/v1/keys/key_none', { key, method: 'DELETE' });
    expect(await changesOf(key)).toMatchObject([
      {
        operation: 'revokeKey',
        outcome: 'refused',
        code: 'key_not_found',
        before: null,
        after: null,
      },
      { operation: 'createSuite', outcome: 'refused', code: 'suite_exists', after: null },
      { operation: 'createSuite', outcome: 'succeeded' },
    ]);
  });

  test('that is sent again under its Idempotency-Key is recorded once', async () => {
    const { key } = await giveKey();
    const options = { key, body: { name: 'a', scorers }, headers: { 'Idempotency-Key': 'k' } };
    await call('/v1/suites', options);
    await call('/v1/suites', options);
    expect(await changesOf(key)).toHaveLength(1);
  });

  test('without the scope or a valid body begins nothing, so nothing is recorded', async () => {
    const { key, projectId } = await giveKey(['read']);
    const admin = await giveKey(['admin'], projectId);
    await call('/v1/keys', { key, body: { name: 'x', scopes: ['read'] } });
    await call('/v1/keys', { key: admin.key, body: { name: 'x' } });
    expect(await changesOf(admin.key)).toEqual([]);
  });

  test('puts no key and no signing secret into the log', async () => {
    const { key } = await giveKey();
    const made = await callJson<CreatedApiKey>('/v1/keys', {
      key,
      body: { name: 'x', scopes: ['read'] },
    });
    const rotated = await callJson<CreatedApiKey>(`/v1/keys/${made.id}/rotate`, { key, body: {} });
    const { secret } = await callJson<WebhookSecret>('/v1/webhooks/secret/rotate', {
      key,
      body: {},
    });
    const description = `never ${made.key} nor ${secret}`;
    await callJson('/v1/suites', { key, body: { name: 'a', description, scorers } });
    await call(`/v1/keys/${made.id}`, { key, method: 'DELETE' });
    const found = await changesOf(key);
    expect(found.map(({ operation, subject }) => [operation, subject])).toEqual([
      ['revokeKey', made.id],
      ['createSuite', 'a'],
      ['rotateWebhookSecret', 'webhook-secret'],
      ['rotateKey', made.id],
      ['createKey', made.id],
    ]);
    expect(found[0]).toMatchObject({
      before: { revokedAt: null },
      after: { revokedAt: expect.any(String) },
    });
    expect(found[3]).toMatchObject({ before: { id: made.id }, after: { id: rotated.id } });
    const text = JSON.stringify(found);
    for (const hidden of [made.key, rotated.key, secret]) expect(text).not.toContain(hidden);
    expect(text).toContain('never [secret] nor [secret]');
  });

  test('of something large is recorded with its size and hash', async () => {
    const { key } = await giveKey();
    const params = { schema: { enum: ['x'.repeat(20_000)] } };
    const body = { name: 'large', scorers: [{ scorer: 'json-schema', params }] };
    const made = await callJson('/v1/suites', { key, body });
    const [created] = await changesOf(key);
    expect(created?.after).toEqual({
      omitted: 'too large',
      characters: JSON.stringify(made).length,
      sha256: fingerprint(made).slice(7),
    });
  });
});

describe('when the database fails', () => {
  const body = JSON.stringify({ name: 'a', scopes: ['read'] });
  const init = (key: string) => ({
    ...{ method: 'POST', body },
    headers: { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' },
  });
  const keysOf = async (key: string) =>
    (await callJson<Page<{ id: string }>>('/v1/keys', { key })).items.length;

  test('before the intent is written, nothing is done', async () => {
    const { key } = await giveKey();
    const refusing = new Proxy(env.DB, {
      get: (target, name) =>
        name === 'prepare'
          ? (sql: string) =>
              sql.includes('audit_intents')
                ? failingDatabase(env.DB, 9).prepare(sql)
                : target.prepare(sql)
          : Reflect.get(target, name, target).bind(target),
    });
    const app = appWith({ DB: refusing });
    const response = await app.fetch('http://localhost/v1/keys', init(key));
    expect(await codeOf(response)).toBe('storage_unavailable');
    expect(await keysOf(key)).toBe(1);
    expect(await changesOf(key)).toEqual([]);
  });

  test('wherever the Worker dies, no entry claims more than was done, and nothing is done without one', async () => {
    const seen = new Set<string>();
    for (let step = 0; step < 6; step += 1) {
      for (const death of ['dies-before', 'dies-after'] as const) {
        const { key, projectId } = await giveKey();
        let steps = 0;
        const life = createLife({ next: () => (steps++ === step ? death : 'lives') });
        const app = appWith({ DB: mortalDatabase(env.DB, life) });
        await app.fetch('http://localhost/v1/keys', init(key));
        await sweepIntents(services);
        await sweepIntents(later);
        const isDone = (await keysOf(key)) === 2;
        const outcomes = (await changesOf(key)).map(({ outcome }) => outcome);
        seen.add(`${isDone} ${outcomes}`);
        expect(outcomes.length).toBeLessThanOrEqual(1);
        if (isDone) expect(['succeeded', 'unknown']).toContain(outcomes[0]);
        else expect(outcomes).not.toContain('succeeded');
        await sealPending(services);
        expect(await env.PROJECT_LOGS.getByName(projectId).state()).toMatchObject({
          size: outcomes.length,
        });
      }
    }
    for (const one of ['false ', 'false unknown', 'true unknown', 'true succeeded']) {
      expect(seen).toContain(one);
    }
  });

  test('after the act, the caller gets the new key all the same, and the loss is logged', async () => {
    const { key } = await giveKey();
    const forgetting = new Proxy(env.DB, {
      get: (target, name) =>
        name === 'batch'
          ? () => Promise.reject(new Error('D1_ERROR: Network connection lost.'))
          : Reflect.get(target, name, target).bind(target),
    });
    const app = appWith({ DB: forgetting });
    const response = await app.fetch('http://localhost/v1/keys', init(key));
    expect(await response.json()).toMatchObject({ key: expect.stringMatching(/^assay_live_/) });
    expect(app.lines).toContainEqual(expect.objectContaining({ event: 'audit_outcome_lost' }));
    await sweepIntents(later);
    expect(await changesOf(key)).toMatchObject([
      { operation: 'createKey', outcome: 'unknown', code: null, after: null },
    ]);
  });
});

describe('reading', () => {
  test('is recorded once for each key, operation, subject and hour', async () => {
    const owner = await giveKey();
    const reader = await giveKey(['read'], owner.projectId);
    const body = { sample: { output: 'x', expected: 'x' }, scorers };
    const { id } = await callJson<Verdict>('/v1/score', { key: owner.key, body });
    for (let i = 0; i < 3; i += 1) await call(`/v1/verdicts/${id}`, { key: reader.key });
    await call('/v1/verdicts', { key: reader.key });
    await call(`/v1/verdicts/${id}`, { key: owner.key });
    await call('/v1/batches/bat_none/results', { key: reader.key });
    const other = appWith({}, { nowMs: () => Date.now() + HOUR_MS });
    const headers = { Authorization: `Bearer ${reader.key}` };
    await other.fetch(`http://localhost/v1/verdicts/${id}`, { headers });
    const again = appWith({});
    await again.fetch(`http://localhost/v1/verdicts/${id}`, { headers });

    const found = await readsOf(owner.key);
    const whoAndWhat = found.map(({ actor, operation }) => `${actor.id} ${operation}`).toSorted();
    expect(whoAndWhat).toEqual(
      [
        `${owner.id} getVerdict`,
        `${reader.id} getVerdict`,
        `${reader.id} getVerdict`,
        `${reader.id} listVerdicts`,
      ].toSorted(),
    );
    for (const { at, before, after } of found) {
      expect(Date.parse(at) % HOUR_MS).toBe(0);
      expect([before, after]).toEqual([null, null]);
    }
  });

  test('by a reviewer names the queue and the reviewer’s key', async () => {
    const world = await reviewWorld(2);
    await world.createQueue('q');
    const anna = await world.reviewer('anna', ['q']);
    await call('/v1/queues/q/claim', { key: anna, body: {} });
    await call('/v1/queues/q/claim', { key: anna, body: {} });
    expect(await readsOf(world.key)).toMatchObject([
      { operation: 'claimReview', subject: 'q', actor: { name: 'anna' } },
    ]);
  });

  test('is refused while it cannot be recorded', async () => {
    const { key } = await giveKey();
    const silent = new Proxy(env.DB, {
      get: (target, name) =>
        name === 'batch'
          ? () => Promise.reject(new Error('D1_ERROR: Network connection lost.'))
          : Reflect.get(target, name, target).bind(target),
    });
    const headers = { Authorization: `Bearer ${key}` };
    const response = await appWith({ DB: silent }).fetch('http://localhost/v1/verdicts', {
      headers,
    });
    expect(await codeOf(response)).toBe('storage_unavailable');
  });
});

describe('the log', () => {
  test('refuses to be changed, deleted from, or written over', async () => {
    const { key } = await giveKey();
    await callJson('/v1/suites', { key, body: { name: 'a', scorers } });
    const [entry] = await changesOf(key);
    for (const sql of [
      "UPDATE audit_entries SET outcome = 'refused' WHERE id = ?1",
      'DELETE FROM audit_entries WHERE id = ?1',
      `INSERT OR REPLACE INTO audit_entries SELECT * FROM audit_entries WHERE id = ?1`,
    ]) {
      await expect(env.DB.prepare(sql).bind(entry?.id).run()).rejects.toThrow('audit log');
    }
    expect(await changesOf(key)).toEqual([entry]);
  });

  test('has the hash of each entry in the project’s log, as the API shows the entry', async () => {
    const { key, projectId } = await giveKey();
    await callJson('/v1/suites', { key, body: { name: 'a', scorers } });
    await call('/v1/verdicts', { key });
    await sealPending(services);
    const found = await entriesOf(key);
    expect(found).toHaveLength(2);
    for (const entry of found) {
      const log = env.PROJECT_LOGS.getByName(projectId);
      const { size } = await log.state();
      const proven = await log.prove('audit', entry.id, size);
      expect(proven?.entry.hash).toBe(fingerprint(entry).slice(7));
    }
  });

  test('opens to the scope `audit`, which opens nothing else', async () => {
    const { key: admin, projectId } = await giveKey();
    const auditor = await giveKey(['audit'], projectId);
    await callJson('/v1/suites', { key: admin, body: { name: 'a', scorers } });
    expect(await changesOf(auditor.key)).toHaveLength(1);
    for (const { route, scope } of OPERATIONS) {
      if (route === undefined || scope === 'audit' || scope === 'key') continue;
      const { method, path } = placeOf(route);
      const response = await call(path.replaceAll(':', ''), { method, key: auditor.key });
      // Routes for clients of OpenAI have errors in its form.
      expect(await response.text(), route).toContain('scope_missing');
    }
    const reader = await giveKey(['score', 'read', 'suites'], projectId);
    expect(await codeOf(await call('/v1/audit', { key: reader.key }))).toBe('scope_missing');
  });

  test('is read in pages and by filters', async () => {
    const { key, id } = await giveKey();
    for (const name of ['a', 'b', 'c'])
      await callJson('/v1/suites', { key, body: { name, scorers } });
    await call('/v1/suites/b', { key, method: 'DELETE' });
    const subjects = async (query: string) =>
      (await entriesOf(key, query)).map(({ subject }) => subject);
    expect(await subjects('&operation=createSuite')).toEqual(['c', 'b', 'a']);
    expect(await subjects('&subject=b')).toEqual(['b', 'b']);
    expect(await subjects(`&actor=${id}&operation=deleteSuite`)).toEqual(['b']);
    expect(await subjects(`&actor=${newId('key')}`)).toEqual([]);
    const soon = encodeURIComponent(new Date(Date.now() + HOUR_MS).toISOString());
    expect(await subjects(`&from=${soon}`)).toEqual([]);
    expect(await subjects(`&to=${soon}`)).toHaveLength(4);
    const first = await callJson<Page<AuditEntry>>('/v1/audit?limit=3', { key });
    const next = await callJson<Page<AuditEntry>>(`/v1/audit?cursor=${first.nextCursor}`, { key });
    expect([...first.items, ...next.items].map(({ subject }) => subject)).toEqual([
      'b',
      'c',
      'b',
      'a',
    ]);
    expect(next.nextCursor).toBeNull();
    expect(await codeOf(await call('/v1/audit?who=me', { key }))).toBe('invalid_request');
  });
});
