import { env } from 'cloudflare:workers';
import { newId } from '@assay/schema/ids.ts';
import type { Score, ScoreOneRequest } from '@assay/schema/types.ts';
import { describe, expect, test } from 'vitest';
import type { Env } from '../../core/env.ts';
import { createServices, servicesFor, useServices } from '../../services.ts';
import { untilEnded } from '../../testing/batches.ts';
import { bound, unwrap } from '../../testing/binding.ts';
import { call, callJson } from '../../testing/client.ts';
import { giveKey } from '../../testing/keys.ts';
import type { Broken } from './assay-service.ts';
import { createCaller } from './caller.ts';

/** The contract that the client goes by; this does not compile where an operation breaks it. */
export type Kept = None<Broken>;
type None<Names extends never> = Names;

// The test runner does not pass calls on through a property, as the platform does: hence `await`.

const sample = { output: 'Paris', expected: 'Paris' };
const scorers = ['exact-match'];
const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';

/** A project that is in the database. */
async function newProject(name: string): Promise<string> {
  const id = newId('project');
  const insert = 'INSERT INTO projects (id, name, created_at_ms) VALUES (?1, ?2, 0)';
  await env.DB.prepare(insert).bind(id, name).run();
  return id;
}

async function problemOf(answer: Promise<{ ok: boolean }>) {
  const answered = await answer;
  expect(answered).toMatchObject({ ok: false });
  return (answered as unknown as { problem: unknown }).problem;
}

describe('calls', () => {
  test('one sample or several are scored as over HTTP', async () => {
    const one = await unwrap(bound().score({ sample, scorers }));
    const overHttp = await callJson('/v1/score', { body: { sample, scorers } });
    const changing = {
      id: expect.any(String),
      createdAt: expect.any(String),
      latencyMs: expect.any(Number),
    };
    const [score] = one.scores;
    expect(one).toEqual({
      ...(overHttp as object),
      ...changing,
      scores: [{ ...score, latencyMs: expect.any(Number) }],
      lineage: { ...one.lineage, requestId: expect.any(String) },
    });
    expect(await callJson(`/v1/verdicts/${one.id}`)).toMatchObject({ sample });

    const two = await unwrap(
      bound().score({ samples: [sample, { output: 'x', expected: 'y' }], scorers, store: 'none' }),
    );
    expect(two.verdicts.map(({ passed }) => passed)).toEqual([true, false]);
  });

  test('scores are heard of as they are ready, and a listener that fails changes nothing', async () => {
    const heard: [number, Score['value']][] = [];
    const samples = [sample, { output: 'x', expected: 'y' }];
    const onScore = (index: number, { value }: Score) => {
      heard.push([index, value]);
      throw new Error('the listener broke');
    };
    const { verdicts } = await unwrap(
      bound().score({ samples, scorers, store: 'none' }, { onScore }),
    );
    expect(verdicts).toHaveLength(2);
    expect(heard).toEqual([
      [0, 1],
      [1, 0],
    ]);
  });

  test('a comparison has its shape without a judge', async () => {
    const comparison = await unwrap(bound().compare({ a: { output: 'x' }, b: { output: 'y' } }));
    expect(comparison).toMatchObject({ undecided: 1, winRate: null });
  });

  test('scorers are listed and looked up', async () => {
    const group = await bound().scorers;
    const { items } = await unwrap(group.list());
    expect(items.length).toBeGreaterThan(20);
    expect(await unwrap(group.get('levenshtein'))).toMatchObject({ id: 'levenshtein' });
    expect(await problemOf(group.get('levenstein'))).toMatchObject({ code: 'scorer_not_found' });
  });

  test('verdicts are found, read and, by administrators, deleted', async () => {
    const project = await newProject('verdict readers');
    const admin = bound({ project, scopes: ['admin'] });
    const made = await unwrap(admin.score({ sample, scorers, tags: ['a', 'b'] }));
    const group = await admin.verdicts;
    const page = await unwrap(group.list({ tag: ['a', 'b'], passed: true, limit: 1 }));
    expect(page).toMatchObject({ items: [{ id: made.id }], nextCursor: null });
    expect((await unwrap(group.list({ passed: null }))).items).toEqual([]);
    expect(await unwrap(group.get(made.id))).toMatchObject({ sample });
    expect(await problemOf(group.list({ limit: 1000, colour: 'red' }))).toMatchObject({
      code: 'invalid_request',
      errors: [{ pointer: '?limit' }, { pointer: '?colour' }],
    });
    expect(await unwrap(group.delete(made.id))).toBeNull();
    expect(await problemOf(group.get(made.id))).toMatchObject({ code: 'verdict_not_found' });
  });

  test('a batch is made of a list or of lines, followed and read', async () => {
    const { key, projectId } = await giveKey();
    await env.DB.prepare('INSERT INTO projects (id, name, created_at_ms) VALUES (?1, ?2, 0)')
      .bind(projectId, 'batch makers')
      .run();
    const group = await bound({ project: projectId, scopes: ['score', 'read'] }).batches;
    const samples = [
      { ...sample, id: 's0' },
      { ...sample, id: 's1', output: 'Rome' },
    ];
    const listed = await unwrap(group.create({ samples, scorers }));
    const open = await unwrap(group.create({ scorers, open: true }));
    const text = samples.map((one) => `${JSON.stringify(one)}\n`).join('');
    const lines = new Blob([text]).stream();
    await unwrap(group.append(open.id, {}, { lines }));
    await unwrap(group.append(open.id, { samples: [{ ...sample, id: 's2' }] }));
    await unwrap(group.seal(open.id));
    for (const { id } of [listed, open]) await untilEnded(id, key);

    expect(await unwrap(group.get(open.id))).toMatchObject({
      status: 'completed',
      counts: { total: 3, passed: 2, failed: 1 },
    });
    const page = await unwrap(group.results(open.id, { limit: 2 }));
    expect(page.items.map(({ sampleId }) => sampleId)).toEqual(['s0', 's1']);
    const rest = await unwrap(group.results(open.id, { cursor: page.nextCursor }));
    expect(rest.items.map(({ sampleId }) => sampleId)).toEqual(['s2']);
    expect(await unwrap(group.compare(open.id, listed.id, { maxRegression: 0.1 }))).toMatchObject({
      pairs: 2,
      gate: { passed: true },
    });
    expect((await unwrap(group.list({ status: 'completed' }))).items).toHaveLength(2);
    expect(await problemOf(group.delete(open.id))).toMatchObject({ code: 'scope_missing' });
  });

  test('the request id and the trace that a call names stand in its verdict', async () => {
    const options = { requestId: 'mine-1', traceparent };
    const { lineage } = await unwrap(bound().score({ sample, scorers, store: 'none' }, options));
    expect(lineage).toMatchObject(options);
  });
});

describe('refusals', () => {
  test('are the problems of HTTP, as data', async () => {
    const request = { sample: { output: 'a', colour: 'red' }, scorers: ['exact-matc'] };
    for (const body of [request, { ...request, sample: { output: 'a' } }, {}, { sample: null }]) {
      // @ts-expect-error what is wrong with it is the point
      const problem = await problemOf(bound().score(body));
      const overHttp = await (await call('/v1/score', { body })).json();
      expect(problem).toEqual({ ...(overHttp as object), requestId: expect.any(String) });
    }
  });

  test('name what is no JSON, and options that there are not', async () => {
    const service = bound();
    const request: object = { sample: { output: new Date() }, scorers };
    const answer = service.score(request as ScoreOneRequest);
    expect(await problemOf(answer)).toMatchObject({ errors: [{ pointer: '/sample/output' }] });
    const options = { idempotencyKey: 'not visible: é', colour: 'red' };
    expect(await problemOf(service.score({ sample, scorers }, options))).toMatchObject({
      errors: [{ pointer: '/idempotencyKey' }, { pointer: '/colour' }],
    });
    const group = await service.verdicts;
    // @ts-expect-error an id is a text
    expect(await problemOf(group.get(7))).toMatchObject({ errors: [{ pointer: '/id' }] });
  });

  test('hold calls to the size of a request', async () => {
    const samples = Array.from({ length: 8 }, () => ({ output: 'x'.repeat(200_000) }));
    expect(await problemOf(bound().score({ samples, scorers }))).toMatchObject({
      code: 'request_too_large',
      status: 413,
    });
  });

  test('keep to the rate limit, and say when to come back', async () => {
    const limited: Env = { ...env, RATE_LIMITER: { limit: async () => ({ success: false }) } };
    const caller = createCaller(
      limited,
      {
        props: { project: 'prj_development', scopes: ['read'] },
        waitUntil: () => {},
      },
      servicesFor,
    );
    expect(await caller.call('verdicts.list', [])).toMatchObject({
      ok: false,
      problem: { code: 'rate_limited', status: 429 },
      retryAfterSeconds: 60,
    });
  });

  test('tell an outage of the database apart, and quote nothing of it', async () => {
    const broken: Env = { ...env };
    const services = createServices(broken, { log: () => {} });
    const verdicts = {
      ...services.verdicts,
      list: async () => {
        throw new TypeError('secret');
      },
    };
    useServices(broken, { ...services, verdicts });
    const caller = createCaller(
      broken,
      {
        props: { project: 'prj_development', scopes: ['read'] },
        waitUntil: () => {},
      },
      servicesFor,
    );
    const answer = await caller.call('verdicts.list', []);
    expect(answer).toMatchObject({ ok: false, problem: { code: 'internal', retryable: true } });
    expect(JSON.stringify(answer)).not.toContain('secret');
  });
});

describe('who calls', () => {
  test.each([
    [{}, ['/props/project', '/props/scopes']],
    [{ project: 'x', scopes: [] }, ['/props/scopes']],
    [{ project: 'x', scopes: ['root'] }, ['/props/scopes/0']],
    [{ project: 'x', scopes: ['read'], tenant: 'y' }, ['/props/tenant']],
    [{ project: 'nobody', scopes: ['read'] }, ['/props/project']],
  ])('is refused with props like %j, which name what is wrong', async (props, pointers) => {
    const problem = await problemOf((await bound(props).verdicts).list());
    expect(problem).toMatchObject({
      code: 'binding_unidentified',
      status: 401,
      errors: pointers.map((pointer) => ({ pointer })),
    });
  });

  test('may do what the scopes of its props say', async () => {
    const reader = bound({ project: 'prj_development', scopes: ['read'] });
    expect(await problemOf(reader.score({ sample, scorers }))).toMatchObject({
      code: 'scope_missing',
      detail: expect.stringContaining('"score"'),
    });
  });

  test('is of the project that its props name, by name or id', async () => {
    const project = await newProject('by name');
    const byName = bound({ project: 'by name', scopes: ['score'] });
    const { id } = await unwrap(byName.score({ sample, scorers }));
    const byId = await bound({ project, scopes: ['read'] }).verdicts;
    expect(await unwrap(byId.get(id))).toMatchObject({ id });
  });
});

describe('a call repeated with its idempotency key', () => {
  test('gets the first answer, and makes nothing twice', async () => {
    const project = await newProject('repeaters');
    const service = bound({ project, scopes: ['score', 'read'] });
    const options = { idempotencyKey: 'repeated-1' };
    const first = await unwrap(service.score({ sample, scorers }, options));
    expect(await unwrap(service.score({ sample, scorers }, options))).toEqual(first);
    expect((await unwrap((await service.verdicts).list())).items).toHaveLength(1);

    const group = await service.batches;
    const { id } = await unwrap(group.create({ scorers, open: true }));
    const append = () => group.append(id, { samples: [sample] }, { idempotencyKey: 'repeated-2' });
    await unwrap(append());
    expect(await unwrap(append())).toMatchObject({ counts: { total: 1 } });
  });

  test('is refused when it asks something else', async () => {
    const options = { idempotencyKey: 'mismatched' };
    await unwrap(bound().score({ sample, scorers, store: 'none' }, options));
    const other = bound().score({ sample: { output: 'x', expected: 'y' }, scorers }, options);
    expect(await problemOf(other)).toMatchObject({ code: 'idempotency_mismatch', status: 422 });
  });

  test('may be sent again after a refusal', async () => {
    const options = { idempotencyKey: 'refused-first' };
    await problemOf(bound().score({ sample, scorers: ['exact-matc'] }, options));
    await unwrap(bound().score({ sample, scorers, store: 'none' }, options));
  });

  test('leaves no key and no answer readable in the database', async () => {
    const options = { idempotencyKey: 'kept-as-a-hash' };
    await unwrap(bound().score({ sample, scorers, store: 'none' }, options));
    const { results } = await env.DB.prepare(
      "SELECT * FROM idempotency WHERE api_key_id LIKE 'binding:prj_development:%'",
    ).all();
    expect(results.length).toBeGreaterThan(0);
    expect(JSON.stringify(results)).not.toContain('kept-as-a-hash');
  });
});
