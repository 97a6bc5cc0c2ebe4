import { env } from 'cloudflare:workers';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createDatabase } from './database.ts';
import { createVerdictShapes, joinVerdict } from './verdict-shapes.ts';
import { createVerdictStore, type VerdictRow } from './verdicts.ts';

const CREATED_AT_MS = Date.UTC(2026, 10, 1);

function score(value: unknown, reason: string) {
  return {
    ...{ scorer: 'contains', name: 'contains', version: 2, kind: 'code', fingerprint: 'sha256:ab' },
    ...{ threshold: 1, weight: 1, required: true, negated: false, reason, evidence: [] },
    ...{ usage: null, costUsd: 0, latencyMs: 3, cached: false, status: 'scored', value, raw: null },
  };
}

function verdictText(id: string, terms: { value?: unknown; reason?: string; tags?: unknown } = {}) {
  const { value = 0.5, reason = 'One of two.', tags = [] } = terms;
  return JSON.stringify({
    ...{ id, sampleId: null, passed: false, value },
    decision: { rule: 'required', threshold: null, decidedBy: [], undecidedBy: [], reason },
    scores: [score(value, reason), score(1, 'Found.')],
    lineage: { sampleHash: 'sha256:cd', suite: null, requestId: id, assayVersion: '0.1.0' },
    ...{ stored: 'now', tags, metadata: {}, latencyMs: 4 },
    createdAt: new Date(CREATED_AT_MS).toISOString(),
  });
}

function row(id: string, terms?: Parameters<typeof verdictText>[1]): VerdictRow {
  return {
    ...{ id, projectId: 'prj_shapes', createdAtMs: CREATED_AT_MS, passed: false },
    ...{ labels: ['passed:false'], verdict: verdictText(id, terms), sample: '{"output":"a"}' },
  };
}

test('a verdict that is cut and put together again is the same to the byte', () => {
  const shapes = createVerdictShapes();
  const texts = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom('","raw":null', '\n', '"}', ''),
  );
  const verdicts = fc.record({ value: fc.jsonValue(), reason: texts, tags: fc.array(texts) });
  let wasCut = 0;
  fc.assert(
    fc.property(verdicts, fc.constantFrom('ver_a', 'ver_b'), (terms, id) => {
      const own = { id, createdAtMs: CREATED_AT_MS, verdict: verdictText(id, terms) };
      const { verdict, shape } = shapes.cut('prj', own);
      if (shape !== null) wasCut += 1;
      const whole =
        shape === null ? verdict : joinVerdict(shape.parts.join('\n'), { ...own, verdict });
      expect(whole).toBe(own.verdict);
    }),
    { numRuns: 500 },
  );
  expect(wasCut).toBeGreaterThan(300);
});

test('a text that is no verdict stays as it is', () => {
  const shapes = createVerdictShapes();
  for (const verdict of [
    '{}',
    '[]',
    '1',
    '{\n"id":"a"}',
    '{"id":"\\u0001"}',
    verdictText('another'),
  ]) {
    for (let i = 0; i < 2; i += 1) {
      const own = { id: 'ver_a', createdAtMs: 1, verdict };
      const cut = shapes.cut('prj', own);
      const whole =
        cut.shape === null
          ? cut.verdict
          : joinVerdict(cut.shape.parts.join('\n'), { ...own, verdict: cut.verdict });
      expect(whole).toBe(verdict);
    }
  }
});

test('a second verdict of the same scorers takes a third of the room, and is read like the first', async () => {
  const store = createVerdictStore(createDatabase(env.DB));
  const rows = [row('ver_1'), row('ver_2', { reason: 'Two\nlines, “ü”.', value: 1 }), row('ver_3')];
  for (const each of rows) await store.insert([each]);
  for (const { id, verdict, sample } of rows) {
    expect(await store.find('prj_shapes', id)).toEqual({ verdict, sample });
  }
  const listed = await store.list({ projectId: 'prj_shapes', labels: ['passed:false'], limit: 9 });
  expect(listed).toEqual(rows.toReversed().map(({ id, verdict }) => ({ id, verdict })));
  const { results } = await env.DB.prepare(
    'SELECT length(verdict) AS length FROM verdicts ORDER BY id',
  ).all<{ length: number }>();
  const [first = 0, , third = 0] = results.map(({ length }) => length);
  expect(third).toBeLessThan(first / 3);
});

test('a shape holds nothing of a sample or a person', async () => {
  const store = createVerdictStore(createDatabase(env.DB));
  const terms = { reason: 'Found “secret words”.', tags: ['secret tag'] };
  await store.insert([row('ver_a', terms), row('ver_b', terms)]);
  const { results } = await env.DB.prepare('SELECT parts FROM verdict_shapes').all();
  expect(JSON.stringify(results)).not.toMatch(/secret|ver_a|ver_b/);
});

test('verdicts of earlier releases, which are whole, are read', async () => {
  await env.DB.prepare(
    `INSERT INTO verdicts (project_id, id, created_at_ms, passed, verdict, sample)
     VALUES ('prj_old', 'ver_old', 1, 1, '{"id":"ver_old"}', '{}')`,
  ).run();
  const store = createVerdictStore(createDatabase(env.DB));
  const found = { verdict: '{"id":"ver_old"}', sample: '{}' };
  expect(await store.find('prj_old', 'ver_old')).toEqual(found);
});

test('where the database has lost a shape, what follows is stored whole', async () => {
  const store = createVerdictStore(createDatabase(env.DB));
  await store.insert([row('ver_1'), row('ver_2')]);
  await env.DB.batch([
    env.DB.prepare('DELETE FROM verdicts'),
    env.DB.prepare('DELETE FROM verdict_shapes'),
  ]);
  await store.insert([row('ver_3')]);
  expect(await store.find('prj_shapes', 'ver_3')).toMatchObject({ verdict: verdictText('ver_3') });
});

test('verdicts of many kinds are each stored, few of them cut', async () => {
  const store = createVerdictStore(createDatabase(env.DB));
  const rows = Array.from({ length: 60 }, (_, i) => {
    const id = `ver_${String(i).padStart(3, '0')}`;
    return { ...row(id), verdict: verdictText(id).replaceAll('sha256:ab', `sha256:${i}`) };
  });
  await store.insert(rows);
  for (const { id, verdict } of rows) {
    expect((await store.find('prj_shapes', id))?.verdict).toBe(verdict);
  }
  expect(await env.DB.prepare('SELECT count(*) AS n FROM verdict_shapes').first()).toEqual({
    n: 0,
  });
});
