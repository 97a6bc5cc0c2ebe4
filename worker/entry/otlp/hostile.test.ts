import { env } from 'cloudflare:workers';
import type { StoredVerdict, TraceRuleActivity, TraceRulePreview } from '@assay/schema/types.ts';
import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import { expect, test } from 'vitest';
import { call, callJson } from '../../testing/client.ts';
import { giveKey } from '../../testing/keys.ts';
import { answeredSpans, PROTOBUF, scoreDue, send, verdictsOf } from '../../testing/live-traces.ts';

const rule = { name: 'answers', level: 'model-call', scorers: ['detect-pii'] };

const text = (key: string, stringValue: string) => ({ key, value: { stringValue } });

/** An export in JSON with one span of a model that answers, and more attributes. */
function exportWith(attributes: object[], digit = '1') {
  const nowNs = String(BigInt(Date.now()) * 1_000_000n);
  const span = {
    ...{ traceId: digit.repeat(32), spanId: digit.repeat(16), name: 'chat' },
    ...{ startTimeUnixNano: nowNs, endTimeUnixNano: nowNs },
    attributes: [
      text('gen_ai.operation.name', 'chat'),
      text('gen_ai.output.messages', '[{"role":"assistant","content":"Hello."}]'),
      ...attributes,
    ],
  };
  return { resourceSpans: [{ scopeSpans: [{ spans: [span] }] }] };
}

/** A message with one field that holds another, as often as it says. */
function nested(depth: number): Uint8Array<ArrayBuffer> {
  let inner = new Uint8Array();
  for (let i = 0; i < depth; i += 1) {
    // AnyValue{array 5}, ArrayValue{values 1}
    const list = new BinaryWriter().tag(1, WireType.LengthDelimited).bytes(inner).finish();
    inner = new Uint8Array(
      new BinaryWriter().tag(5, WireType.LengthDelimited).bytes(list).finish(),
    );
  }
  const wrap = (field: number, bytes: Uint8Array) =>
    new BinaryWriter().tag(field, WireType.LengthDelimited).bytes(bytes).finish();
  const attribute = wrap(9, wrap(2, inner));
  return new Uint8Array(wrap(1, wrap(2, wrap(2, attribute))));
}

test.each([
  ['values nested 10,000 levels deep', nested(10_000)],
  ['a length beyond the end', new Uint8Array([0x0a, 0xff, 0xff, 0xff, 0xff, 0x07])],
  // A varint of ten bytes is a negative length.
  ['a negative length', new Uint8Array([0x0a, ...Array(9).fill(0xff), 0x01, 0x00])],
  ['a varint that never ends', new Uint8Array([0x0a, ...Array(40).fill(0xff)])],
  ['the field 0', new Uint8Array([0x02, 0x01, 0x00])],
  ['a group that is not ended', new Uint8Array([0x0b, 0x0b, 0x0b])],
])('protobuf with %s is refused, and nothing of it is kept', async (_, body) => {
  const { key, projectId } = await giveKey();
  await callJson('/v1/rules', { key, body: rule });
  const response = await call('/otlp/v1/traces', { key, body, headers: PROTOBUF });
  expect(response.status).toBe(400);
  const kept = await env.DB.prepare('SELECT count(*) AS n FROM trace_parts WHERE project_id = ?1')
    .bind(projectId)
    .first();
  expect(kept).toEqual({ n: 0 });
});

test.each([
  ['{"resourceSpans":'.repeat(20_000), 400],
  ['['.repeat(100_000), 400],
  [JSON.stringify({ resourceSpans: { length: 1e9 } }), 400],
  ['[]', 400],
  ['null', 400],
  [JSON.stringify({ resourceSpans: null, unknown: [1] }), 200],
  [JSON.stringify({ resourceSpans: [null] }), 400],
  [JSON.stringify({ resourceSpans: [1] }), 400],
  [JSON.stringify({ resourceSpans: [['x']] }), 400],
  [JSON.stringify({ resourceSpans: [{ resource: 'x' }] }), 400],
  [JSON.stringify({ resourceSpans: [{ scopeSpans: [{ scope: { name: 1 } }] }] }), 400],
  [JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans: [null] }] }] }), 400],
  [JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans: [7] }] }] }), 400],
  [JSON.stringify(exportWith(['x'] as never)), 400],
  [JSON.stringify(exportWith([{ key: 'a', value: 'b' }])), 400],
  [JSON.stringify(exportWith([{ key: 1, value: { intValue: 1 } }])), 400],
  [JSON.stringify(exportWith([{ key: 'a', value: { arrayValue: { values: [1] } } }])), 400],
  [
    JSON.stringify(
      exportWith([
        { key: 'a', value: null },
        { key: 'b', value: {} },
      ]),
    ),
    200,
  ],
])('JSON of another shape is an answer of the protocol: %#', async (body, status) => {
  const { key } = await giveKey();
  expect((await call('/otlp/v1/traces', { key, body })).status).toBe(status);
});

test('a request with an invalid part is refused as a whole, and says which field and what it must be', async () => {
  const { key, projectId } = await giveKey();
  await callJson('/v1/rules', { key, body: rule });
  const { resourceSpans } = exportWith([]);
  const body = { resourceSpans: [...resourceSpans, { scopeSpans: [{ spans: [7] }] }] };
  const answer = await call('/otlp/v1/traces', { key, body });
  expect(answer.status).toBe(400);
  expect(await answer.json()).toEqual({
    code: 3,
    message: 'Each item of `spans` must be an object.',
  });
  const kept = await env.DB.prepare('SELECT count(*) AS n FROM trace_parts WHERE project_id = ?1')
    .bind(projectId)
    .first();
  expect(kept).toEqual({ n: 0 });
});

test('patterns that would take long on each span are refused, and those that add up on a trace stop it', async () => {
  const { key } = await giveKey();
  const costly = Array.from({ length: 40 }, (_, i) => `[^x]{${(i % 20) + 1}}a`).join('|');
  const withPattern = (pattern: string) => ({
    ...{ ...rule, name: 'costly', perMinute: 1_000 },
    filter: { attributes: { 'app.route': { pattern } } },
  });
  await expect(
    callJson('/v1/rules', { key, body: withPattern(`(?:${costly}){5}$`) }),
  ).rejects.toThrow('Use shorter ones with fewer repeats');
  await callJson('/v1/rules', { key, body: withPattern(`(?:${costly})$`) });
  await callJson('/v1/rules', { key, body: rule });
  const spans = Array.from({ length: 120 }, (_, i) => {
    const [ofResource] = exportWith([text('app.route', 'xa'.repeat(128))]).resourceSpans;
    const [span] = ofResource?.scopeSpans[0]?.spans ?? [];
    return { ...span, spanId: (i + 1).toString(16).padStart(16, '0') };
  });
  await callJson('/otlp/v1/traces', {
    key,
    body: { resourceSpans: [{ scopeSpans: [{ spans }] }] },
  });
  await scoreDue();
  const { minutes, fault } = await callJson<TraceRuleActivity>('/v1/rules/costly/activity', {
    key,
  });
  expect(fault).toMatchObject({
    code: 'work_limit_exceeded',
    detail: expect.stringContaining('`filter.attributes`'),
  });
  expect(minutes[0]?.failed).toBeGreaterThan(60);
  const preview = await callJson<TraceRulePreview>('/v1/rules/preview', {
    key,
    body: { ...withPattern(`(?:${costly})$`), name: undefined },
  });
  expect(preview.looked).toBeGreaterThan(20);
  // Nobody else's rule waits for it.
  expect((await verdictsOf(key)).every(({ metadata }) => metadata.rule === 'answers')).toBe(true);
});

test('JSON within an attribute that is nested too deeply is taken as text', async () => {
  const { key } = await giveKey();
  await callJson('/v1/rules', { key, body: rule });
  const deep = `${'['.repeat(50_000)}${']'.repeat(50_000)}`;
  const given = [
    text('gen_ai.tool.definitions', deep),
    text('gen_ai.output.messages', '[{"role":"assistant","content":"Hello."}]'),
    text('gen_ai.input.messages', deep),
    text('gen_ai.tool.name', 'x'),
    text('gen_ai.tool.call.arguments', `{"a":${deep}}`),
  ];
  const answer = await call('/otlp/v1/traces', { key, body: exportWith(given) });
  expect(answer.status).toBe(200);
  await scoreDue();
  expect(await verdictsOf(key)).toHaveLength(1);
});

test('keys of prototypes are attributes like any other, and reach nothing', async () => {
  const { key } = await giveKey();
  await callJson('/v1/rules', { key, body: rule });
  const hostile = ['__proto__', 'constructor', 'toString', 'gen_ai.prompt.__proto__.polluted'];
  const given = [
    ...hostile.map((name) => text(name, 'yes')),
    text('gen_ai.prompt.0.content', 'Hi.'),
    text('gen_ai.completion.0.content', 'Hello.'),
    text(
      'gen_ai.output.messages',
      '{"__proto__":{"polluted":"yes"},"role":"assistant","content":"A"}',
    ),
  ];
  await callJson('/otlp/v1/traces', { key, body: exportWith(given) });
  await scoreDue();
  expect(await verdictsOf(key)).toHaveLength(1);
  expect({}).not.toHaveProperty('polluted');
});

test('a span with 20,000 attributes is taken, and filters see a bounded number of them', async () => {
  const { key, projectId } = await giveKey();
  await callJson('/v1/rules', { key, body: rule });
  const many = Array.from({ length: 20_000 }, (_, i) => text(`a.${i}`, String(i)));
  await callJson('/otlp/v1/traces', { key, body: exportWith(many) });
  const facts = await env.DB.prepare('SELECT facts FROM trace_facts WHERE project_id = ?1')
    .bind(projectId)
    .first<{ facts: string }>();
  expect(Object.keys(JSON.parse(facts?.facts ?? '{}').attributes).length).toBeLessThanOrEqual(256);
  await scoreDue();
  expect(await verdictsOf(key)).toHaveLength(1);
});

test('bytes that are no UTF-8 and halves of pairs become replacement characters', async () => {
  const { key } = await giveKey();
  await callJson('/v1/rules', { key, body: rule });
  const given = [text('gen_ai.output.messages', '[{"role":"assistant","content":"a\\ud800b"}]')];
  await callJson('/otlp/v1/traces', { key, body: exportWith(given) });
  await scoreDue();
  const [verdict] = await verdictsOf(key);
  const { sample } = await callJson<StoredVerdict>(`/v1/verdicts/${verdict?.id}`, { key });
  expect(String(sample.output)).toMatch(/^a.+b$/);
});

test('a trace of the same id in another project is another trace', async () => {
  const [one, two] = [await giveKey(), await giveKey()];
  for (const { key } of [one, two]) await callJson('/v1/rules', { key, body: rule });
  const spans = answeredSpans(1);
  await send(one.key, spans);
  await scoreDue();
  expect(await verdictsOf(two.key)).toEqual([]);
  await send(two.key, spans);
  await scoreDue();
  const ids = [...(await verdictsOf(one.key)), ...(await verdictsOf(two.key))];
  expect(ids).toHaveLength(2);
});
