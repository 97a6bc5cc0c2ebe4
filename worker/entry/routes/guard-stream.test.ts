import { exports } from 'cloudflare:workers';
import { dialectOfFrames } from '@assay/schema/guard-stream/frame.ts';
import { createStreamGuard } from '@assay/schema/guard-stream/stream-guard.ts';
import { fakeGuard } from '@assay/schema/testing/fake-guard.ts';
import type { GuardPolicyInput, GuardStreamReport, Problem } from '@assay/schema/types.ts';
import { beforeAll, describe, expect, test } from 'vitest';
import { ApiProblem } from '../../core/problem.ts';
import { DEVELOPMENT_KEY } from '../../features/auth/development.ts';
import { call, callJson } from '../../testing/client.ts';
import { guardedEvents } from '../http/guard-events.ts';

const MAIL = 'maria.keller@posteo.de';

const POLICIES: GuardPolicyInput[] = [
  { name: 'mail-out', rules: [{ scorer: 'detect-pii', action: 'redact' }] },
  { name: 'no-mail', rules: [{ scorer: 'detect-pii', action: 'block' }] },
  { name: 'watch-mail', rules: [{ scorer: 'detect-pii', action: 'flag' }] },
  { name: 'inputs', rules: [{ scorer: 'detect-pii', action: 'flag', stages: ['input'] }] },
  {
    name: 'short',
    rules: [
      { scorer: { scorer: 'length', params: { max: 100 } }, action: 'block', stages: ['output'] },
    ],
  },
];

beforeAll(async () => {
  for (const body of POLICIES) await callJson('/v1/guard/policies', { body });
});

interface SentEvent {
  event: string | undefined;
  data: string;
}

function eventsIn(text: string): SentEvent[] {
  return text
    .split('\n\n')
    .filter((block) => block !== '')
    .map((block) => ({
      event: /^event: (.*)$/m.exec(block)?.[1],
      data: /^data: (.*)$/m.exec(block)?.[1] ?? '',
    }));
}

async function stream(
  body: BodyInit,
  query = '',
  type = 'text/event-stream',
): Promise<SentEvent[]> {
  const response = await post(body, query, type);
  const text = await response.text();
  if (!response.ok) throw new Error(text);
  expect(response.headers.get('content-type')).toBe('text/event-stream');
  return eventsIn(text);
}

function post(body: BodyInit, query: string, type = 'text/event-stream'): Promise<Response> {
  return exports.default.fetch(`http://localhost/v1/guard/stream?${query}`, {
    method: 'POST',
    headers: { 'Content-Type': type, Authorization: `Bearer ${DEVELOPMENT_KEY}` },
    body,
  });
}

function chat(content: string): string {
  const choices = [{ index: 0, delta: { content }, finish_reason: null }];
  return `data: ${JSON.stringify({ object: 'chat.completion.chunk', choices })}\n\n`;
}

function contentsOf(events: readonly SentEvent[]): string {
  return events
    .filter(({ data }) => data.includes('chat.completion.chunk'))
    .map(({ data }) => JSON.parse(data).choices[0]?.delta?.content ?? '')
    .join('');
}

function reportIn(events: readonly SentEvent[]): GuardStreamReport {
  const { data = '' } = events.find(({ event }) => event === 'assay.guard') ?? {};
  return JSON.parse(data);
}

const FINISH = 'data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}\n\n';

test('a stream is redacted, and its report comes before [DONE]', async () => {
  const body = `: warming up\n\n${chat('Write to maria.kel')}${chat('ler@posteo.de, please.')}${FINISH}data: [DONE]\n\n`;
  const events = await stream(body, 'policy=mail-out');
  expect(contentsOf(events)).toBe('Write to [EMAIL], please.');
  expect(events.at(-1)).toEqual({ event: undefined, data: '[DONE]' });
  expect(events.at(-2)?.event).toBe('assay.guard');
  expect(reportIn(events)).toMatchObject({
    status: 'checked',
    mode: 'window',
    action: 'redact',
    decidedBy: 'detect-pii',
    verdictId: expect.stringMatching(/^ver_/),
    findings: [{ part: 'choices/0/content', kind: 'email', start: 9, end: 31 }],
    choices: [],
  });
});

test('a late block ends the stream with an error, and no [DONE]', async () => {
  const body = `${chat('word '.repeat(200))}${chat(MAIL)}${chat(' more')}data: [DONE]\n\n`;
  const events = await stream(body, 'policy=no-mail');
  const last = events.at(-1);
  expect(last?.event).toBe('error');
  expect(JSON.parse(last?.data ?? '')).toMatchObject({
    error: { code: 'guard_blocked' },
    guard: { action: 'block', decidedBy: 'detect-pii', findings: [{ start: 1000 }] },
  });
  expect(JSON.stringify(events)).not.toMatch(/DONE|maria/);
});

test('a rule that needs the whole text decides at its end', async () => {
  const events = await stream('word '.repeat(100), 'policy=short', 'text/plain');
  expect(events.map(({ event }) => event)).toContain('error');
  expect(events.map(({ event }) => event)).not.toContain('assay.guard');
});

test('buffer sends nothing before the whole was checked', async () => {
  const body = `${chat('word '.repeat(200))}${chat(MAIL)}data: [DONE]\n\n`;
  const [first, ...more] = await stream(body, 'policy=no-mail&mode=buffer');
  expect(first?.event).toBe('error');
  expect(more).toEqual([]);
  const redacted = await stream(body, 'policy=mail-out&mode=buffer');
  expect(contentsOf(redacted)).toBe(`${'word '.repeat(200)}[EMAIL]`);
});

test('observe sends everything as it came, and reports', async () => {
  const events = await stream(chat(MAIL), 'policy=watch-mail&mode=observe');
  expect(contentsOf(events)).toBe(MAIL);
  expect(reportIn(events)).toMatchObject({ status: 'checked', action: 'flag', mode: 'observe' });
});

test('observe is refused for a policy that redacts or blocks, before anything is sent', async () => {
  for (const query of ['mode=observe', 'policy=no-mail&mode=observe']) {
    const response = await post(chat('x'), query);
    expect(response.status).toBe(400);
    const { errors } = await response.json<Problem>();
    expect(errors?.[0]).toMatchObject({ pointer: '?mode' });
    expect(errors?.[0]?.message).toMatch(/^cannot be `observe`: `detect-.*` .*`(redact|block)`/);
  }
});

test('text and NDJSON come out as events', async () => {
  const text = await stream(`Mail ${MAIL}!`, 'policy=mail-out', 'text/plain; charset=utf-8');
  const sent = text.filter(({ event }) => event === undefined);
  expect(sent.map(({ data }) => JSON.parse(data).text).join('')).toBe('Mail [EMAIL]!');
  const line = JSON.stringify({ type: 'text-delta', id: '0', delta: MAIL });
  const lines = await stream(
    `${line}\n{"type":"odd"}\n`,
    'policy=mail-out',
    'application/x-ndjson',
  );
  expect(lines.slice(0, 2).map(({ data }) => JSON.parse(data))).toEqual([
    { type: 'text-delta', id: '0', delta: '[EMAIL]' },
    { type: 'odd' },
  ]);
});

test('a tool call is held until it was checked as one', async () => {
  const tool = (args: string) =>
    `data: ${JSON.stringify({ choices: [{ index: 0, delta: { tool_calls: [{ index: 0, function: { arguments: args } }] } }] })}\n\n`;
  const body = `${tool('{"to":"maria.kel')}${tool('ler@posteo.de"}')}data: [DONE]\n\n`;
  const events = await stream(body, 'policy=mail-out');
  const sent = events.flatMap(({ data }) =>
    data.includes('tool_calls') && !data.includes('parts') ? JSON.parse(data) : [],
  );
  expect(sent.map((chunk) => chunk.choices[0].delta.tool_calls[0].function.arguments)).toEqual([
    '{"to":"[EMAIL]"}',
    '',
  ]);
  expect(reportIn(events)).toMatchObject({ parts: [{ stage: 'tool-call', status: 'checked' }] });
});

test('what was not looked at is not_run, never passed', async () => {
  for (const [body, query] of [
    ['data: {"strange":1}\n\n', ''],
    ['', ''],
    [chat('x'), 'policy=inputs'],
  ] as const) {
    expect(reportIn(await stream(body, query))).toMatchObject({
      status: 'not_run',
      action: 'allow',
    });
  }
});

test.each([
  ['mode=late', '?mode'],
  ['holdBack=-1', '?holdBack'],
  ['dialect=latin', '?dialect'],
  ['polcy=x', '?'],
])('a query that cannot be understood is refused: %s', async (query, pointer) => {
  const problem = await (await post('x', query)).json<Problem>();
  expect(problem).toMatchObject({ code: 'invalid_request' });
  expect(problem.errors?.[0]?.pointer).toContain(pointer);
});

test('a body of another type, or an unknown policy, is refused', async () => {
  const json = await call('/v1/guard/stream', { body: {} });
  expect(await json.json()).toMatchObject({ code: 'unsupported_media_type' });
  const unknown = await post('x', 'policy=nowhere', 'text/plain');
  expect(await unknown.json()).toMatchObject({
    code: 'unknown_policy',
    errors: [{ pointer: '?policy' }],
  });
});

test('text goes out while the body still comes in', async () => {
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const writer = writable.getWriter();
  const encoder = new TextEncoder();
  const response = await post(readable, 'policy=mail-out', 'text/plain');
  const reader = (response.body ?? new Blob([]).stream()).getReader();
  const decoder = new TextDecoder();
  const sending = writer.write(encoder.encode('word '.repeat(300)));
  const { value } = await reader.read();
  expect(decoder.decode(value)).toContain('word');
  await sending;
  const closing = writer.write(encoder.encode(MAIL)).then(() => writer.close());
  let rest = '';
  for (;;) {
    const { done, value: more } = await reader.read();
    if (done) break;
    rest += decoder.decode(more, { stream: true });
  }
  await closing;
  expect(rest).toContain('[EMAIL]');
});

describe('a body that does not go on', () => {
  const open = (idleMs: number, source: ReadableStream<Uint8Array>) =>
    guardedEvents(source, {
      guard: createStreamGuard({
        ...{ mode: 'window', holdBack: 4, stage: 'output', onError: 'block' },
        dialect: dialectOfFrames(undefined),
        check: async (asked) => fakeGuard(asked),
      }),
      format: 'text',
      query: {},
      idleMs,
      asProblem: (cause) =>
        cause instanceof ApiProblem ? cause : new ApiProblem('internal', { cause }),
    });

  test('ends with an error after the limit, and is not_run', async () => {
    let reason: unknown;
    const source = new ReadableStream<Uint8Array>({
      start: (controller) => controller.enqueue(new TextEncoder().encode('some text')),
      cancel(given) {
        reason = given;
      },
    });
    const events = eventsIn(await new Response(open(20, source)).text());
    expect(JSON.parse(events.at(-1)?.data ?? '')).toMatchObject({
      error: { code: 'invalid_request', message: 'The body paused for more than 0.02 seconds.' },
      guard: { status: 'not_run' },
    });
    expect(reason).toBeInstanceOf(ApiProblem);
  });

  test('ends with an error if it breaks off', async () => {
    const source = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.error(new Error('gone')),
    });
    const events = eventsIn(await new Response(open(1_000, source)).text());
    expect(events).toMatchObject([{ event: 'error' }]);
  });

  test('is let go of when the reader leaves', async () => {
    let hasLeft = false;
    const source = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(new TextEncoder().encode('some text')),
      cancel() {
        hasLeft = true;
      },
    });
    const reader = open(1_000, source).getReader();
    await reader.read();
    await reader.cancel();
    expect(hasLeft).toBe(true);
  });
});
