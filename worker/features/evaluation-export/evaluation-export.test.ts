import { env } from 'cloudflare:workers';
import type {
  AuditEntry,
  DataMap,
  EvaluationDelivery,
  EvaluationExport,
  EvaluationQueued,
  Page,
  Verdict,
} from '@assay/schema/types.ts';
import { expect, test } from 'vitest';
import { sendEvaluations } from '../../entry/queue/send-evaluations.ts';
import { call, callJson } from '../../testing/client.ts';
import { giveKey } from '../../testing/keys.ts';
import {
  answeredSpans,
  createWorld,
  MINUTE_MS,
  scoreIn,
  send,
  type TraceWorld,
} from '../../testing/live-traces.ts';
import { decodeLogs, encodeLogsResponse } from '../../testing/otlp-messages.ts';
import { testEvaluationExport } from './deliver-evaluations.ts';
import { sendOverdueEvaluations } from './queue-evaluations.ts';

const PATH = '/v1/project/evaluation-export';
const url = 'https://collector.example.com/v1/logs';
const rule = { name: 'answers', level: 'model-call', scorers: ['detect-pii', 'detect-refusal'] };

interface Received {
  url: string;
  headers: Headers;
  body: Uint8Array;
}

/** A world whose events reach a receiver that answers as told, 200 when it was told nothing. */
async function worldWith(answers: (Response | Error)[] = [], target: object = {}) {
  const received: Received[] = [];
  const world = createWorld(env.DB, {
    async fetch(input, init) {
      const request = new Request(input, init as RequestInit);
      const body = new Uint8Array(await request.arrayBuffer());
      received.push({ url: request.url, headers: request.headers, body });
      const answer = answers.shift() ?? new Response();
      if (answer instanceof Error) throw answer;
      return answer;
    },
  });
  world.clock.nowMs += 20 * MINUTE_MS;
  const { key, projectId } = await giveKey();
  await callJson('/v1/rules', { key, body: rule });
  await callJson(PATH, { key, method: 'PUT', body: { url, ...target } });
  return { ...world, received, key, projectId };
}

async function deliverAll({ evaluations, services }: TraceWorld): Promise<void> {
  for (let turn = 0; turn < 40 && evaluations.messages.length > 0; turn += 1) {
    await evaluations.deliver(0, (batch) => sendEvaluations(batch, services));
  }
}

function decoded(request: Received | undefined) {
  const [ofResource] = decodeLogs(request?.body ?? new Uint8Array()).resourceLogs;
  const [ofScope] = ofResource?.scopeLogs ?? [];
  return {
    resource: ofResource?.resource ?? { attributes: [] },
    scope: ofScope?.scope,
    records: ofScope?.logRecords ?? [],
  };
}

const hex = (bytes: number[] = []) =>
  bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('');
const attributesOf = (record: { attributes: { key: string; value: object }[] }) =>
  Object.fromEntries(record.attributes.map(({ key, value }) => [key, Object.values(value)[0]]));

const deliveriesOf = async (key: string, query = '') =>
  (await callJson<Page<EvaluationDelivery>>(`${PATH}/deliveries${query}`, { key })).items;

test('scores of live traces arrive as events of the protocol, beside the span that was judged', async () => {
  const world = await worldWith([], { headers: { Authorization: 'Bearer token' } });
  const { key, received } = world;
  const spans = answeredSpans(1, { attributes: { 'gen_ai.conversation.id': 's-1' } });
  await send(key, spans);
  await scoreIn(world);
  await deliverAll(world);
  expect(received).toHaveLength(1);
  const [request] = received;
  expect(request?.url).toBe(url);
  expect(request?.headers.get('content-type')).toBe('application/x-protobuf');
  expect(request?.headers.get('authorization')).toBe('Bearer token');
  const { resource, scope, records } = decoded(request);
  expect(attributesOf(resource)).toEqual({ 'service.name': 'assay' });
  expect(scope).toMatchObject({ name: 'assay' });
  const { traceId, spanId } = spans[0]?.spanContext() ?? {};
  const [verdict] = (await callJson<Page<Verdict>>('/v1/verdicts', { key })).items;
  expect(records).toHaveLength(2);
  for (const [i, record] of records.entries()) {
    expect(record).toMatchObject({ eventName: 'gen_ai.evaluation.result', severityNumber: 9 });
    expect([hex(record.traceId), hex(record.spanId)]).toEqual([traceId, spanId]);
    expect(record.timeUnixNano / 1e6).toBeCloseTo(world.clock.nowMs, -2);
    expect(attributesOf(record)).toMatchObject({
      'gen_ai.evaluation.name': verdict?.scores[i]?.name,
      'gen_ai.evaluation.score.value': verdict?.scores[i]?.value,
      'gen_ai.evaluation.score.label': 'pass',
      'gen_ai.conversation.id': 's-1',
      'assay.verdict.id': verdict?.id,
      'assay.rule': 'answers',
    });
  }
});

test('a score that could not be judged is an error and has no number', async () => {
  const world = await worldWith([], { encoding: 'json' });
  const { key, received } = world;
  await callJson('/v1/rules/answers/versions', {
    key,
    body: { level: 'model-call', scorers: ['answer-relevance'] },
  });
  await send(key, answeredSpans(1));
  await scoreIn(world);
  await deliverAll(world);
  expect(received[0]?.headers.get('content-type')).toBe('application/json');
  const { resourceLogs } = JSON.parse(new TextDecoder().decode(received[0]?.body));
  const [record] = resourceLogs[0].scopeLogs[0].logRecords;
  const attributes = attributesOf(record);
  expect(attributes).toMatchObject({
    'gen_ai.evaluation.score.label': 'error',
    'error.type': 'judge_unconfigured',
  });
  expect(attributes).not.toHaveProperty('gen_ai.evaluation.score.value');
});

test('a trace that is sent and scored again is sent once', async () => {
  const world = await worldWith();
  const { key, received } = world;
  const spans = answeredSpans(1);
  for (let times = 0; times < 3; times += 1) {
    await send(key, spans);
    world.clock.nowMs += 20 * MINUTE_MS;
    await scoreIn(world);
    await deliverAll(world);
  }
  expect(received).toHaveLength(1);
  expect(await deliveriesOf(key)).toMatchObject([{ status: 'delivered', attempts: 1 }]);
});

test('what the protocol says can be retried is, and anything else is listed as failed until it is asked for', async () => {
  const world = await worldWith([
    new Response(null, { status: 503, headers: { 'Retry-After': '30' } }),
    new Error('reset'),
    new Response('no', { status: 401 }),
  ]);
  const { key, received } = world;
  await send(key, answeredSpans(1));
  await scoreIn(world);
  await deliverAll(world);
  expect(received).toHaveLength(3);
  expect(await deliveriesOf(key, '?status=failed')).toMatchObject([
    { attempts: 3, httpStatus: 401, error: 'The endpoint answered 401 instead of 2xx.' },
  ]);
  expect(await callJson<EvaluationQueued>(`${PATH}/retry`, { key, method: 'POST' })).toEqual({
    queued: 1,
  });
  world.clock.nowMs += 10 * MINUTE_MS;
  await sendOverdueEvaluations(world.services);
  await deliverAll(world);
  expect(await deliveriesOf(key)).toMatchObject([{ status: 'delivered', error: null }]);
});

test('what is never taken fails after its last attempt', async () => {
  const world = await worldWith(Array.from({ length: 30 }, () => new Error('refused')));
  await send(world.key, answeredSpans(1));
  await scoreIn(world);
  await deliverAll(world);
  expect(world.received).toHaveLength(12);
  expect(await deliveriesOf(world.key)).toMatchObject([
    { status: 'failed', attempts: 12, httpStatus: null, error: 'The connection failed.' },
  ]);
});

test.each([
  [
    'protobuf',
    new Response(
      encodeLogsResponse({
        partialSuccess: { rejectedLogRecords: 2, errorMessage: 'too old' },
      }),
    ),
  ],
  ['json', Response.json({ partialSuccess: { rejectedLogRecords: '2', errorMessage: 'too old' } })],
])(
  'what a receiver refuses in part is failed, and not sent again: %s',
  async (encoding, answer) => {
    const world = await worldWith([answer], { encoding });
    await send(world.key, answeredSpans(1));
    await scoreIn(world);
    await deliverAll(world);
    expect(world.received).toHaveLength(1);
    expect(await deliveriesOf(world.key)).toMatchObject([
      { status: 'failed', httpStatus: 200, error: 'The endpoint refused 2 events: too old' },
    ]);
  },
);

test('redirects are not followed, and an address that is not public is refused', async () => {
  const moved = new Response(null, { status: 307, headers: { Location: 'https://10.0.0.1/' } });
  const world = await worldWith([moved]);
  await send(world.key, answeredSpans(1));
  await scoreIn(world);
  await deliverAll(world);
  expect(await deliveriesOf(world.key)).toMatchObject([{ error: 'Redirects are not followed.' }]);
  for (const address of ['https://169.254.169.254/v1/logs', 'http://example.com/v1/logs']) {
    const body = { url: address };
    const response = await call(PATH, { key: world.key, method: 'PUT', body });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ errors: [{ pointer: '/url' }] });
  }
});

test.each([
  [{ 'Content-Length': '5' }, 'is set by Assay'],
  [{ 'X-Bad': 'a\r\nb: c' }, 'printable'],
])('headers that would change the message are refused: %j', async (headers, message) => {
  const { key } = await giveKey();
  const response = await call(PATH, { key, method: 'PUT', body: { url, headers } });
  expect(response.status).toBe(400);
  expect(await response.text()).toContain(message);
});

test('values of headers are stored encrypted, and shown nowhere', async () => {
  const { key, projectId } = await worldWith([], { headers: { 'X-Api-Key': 'hush-hush' } });
  const shown = await callJson<EvaluationExport>(PATH, { key });
  expect(shown).toMatchObject({ url, headers: ['X-Api-Key'], encoding: 'protobuf' });
  const { results } = await env.DB.prepare('SELECT * FROM evaluation_targets WHERE project_id = ?1')
    .bind(projectId)
    .all();
  const audit = await callJson<Page<AuditEntry>>('/v1/audit', { key });
  expect(JSON.stringify([shown, results, audit])).not.toContain('hush-hush');
  expect(JSON.stringify(audit)).toContain('X-Api-Key');
});

test('a receiver that repeats a header shows no value of it', async () => {
  const said = (errorMessage: string) =>
    Response.json({ partialSuccess: { rejectedLogRecords: '1', errorMessage } });
  const answers = [
    said('bad key hush-hush'),
    said(btoa('X-Api-Key: hush-hush')),
    said('x'.repeat(9_000)),
  ];
  const headers = { 'X-Api-Key': 'hush-hush' };
  const { projectId, services, received } = await worldWith([...answers], { headers });
  for (const _ of answers) {
    const { error } = await testEvaluationExport(projectId, services);
    expect(error).toBe(
      'The endpoint refused 1 events; what it said repeats a secret or is too long, and is not shown.',
    );
  }
  expect(received.map(({ headers: sent }) => sent.get('X-Api-Key'))).toEqual(
    answers.map(() => 'hush-hush'),
  );
});

test('verdicts of other requests are sent when asked, those that are gone are dropped', async () => {
  const world = await worldWith();
  const { key } = world;
  const traceparent = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`;
  const verdict = await callJson<Verdict>('/v1/score', {
    key,
    headers: { traceparent },
    body: { sample: { output: 'Hello.' }, scorers: ['detect-pii'] },
  });
  const verdictIds = [verdict.id, `ver_${'0'.repeat(26)}`];
  const { queued } = await callJson<EvaluationQueued>(`${PATH}/send`, {
    key,
    body: { verdictIds },
  });
  expect(queued).toBe(2);
  world.clock.nowMs += 10 * MINUTE_MS;
  await sendOverdueEvaluations(world.services);
  await deliverAll(world);
  const [record] = decoded(world.received[0]).records;
  expect(hex(record?.traceId)).toBe('a'.repeat(32));
  expect(await deliveriesOf(key)).toMatchObject([{ verdictId: verdict.id, status: 'delivered' }]);
});

test('without an endpoint nothing is written, and what waits is dropped with it', async () => {
  const world = await worldWith();
  const { key } = world;
  await send(key, answeredSpans(1));
  await scoreIn(world);
  await call(PATH, { key, method: 'DELETE' });
  await deliverAll(world);
  expect(world.received).toEqual([]);
  expect(await deliveriesOf(key)).toEqual([]);
  expect((await call(PATH, { key })).status).toBe(404);
});

test('the data map names the host, and what was sent to it', async () => {
  const world = await worldWith();
  await send(world.key, answeredSpans(2));
  await scoreIn(world);
  await deliverAll(world);
  const { recipients } = await callJson<DataMap>('/v1/data-map', { key: world.key });
  expect(recipients.filter(({ kind }) => kind === 'telemetry')).toMatchObject([
    { host: 'collector.example.com', receives: 'texts', isReachable: true, lately: { times: 2 } },
  ]);
});
