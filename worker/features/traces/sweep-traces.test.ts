import { env } from 'cloudflare:workers';
import { newId } from '@assay/schema/ids.ts';
import { expect, test } from 'vitest';
import { scoreTraces } from '../../entry/queue/score-traces.ts';
import { createDatabase } from '../../store/database.ts';
import { createTraceStore } from '../../store/traces.ts';
import { callJson } from '../../testing/client.ts';
import { giveKey } from '../../testing/keys.ts';
import { createWorld, MINUTE_MS, verdictsOf } from '../../testing/live-traces.ts';
import { sendOverdueTraces } from './sweep-traces.ts';
import { takeSpans } from './take-export.ts';

const traceId = 'e'.repeat(32);
const AHEAD_MS = 20 * 60 * MINUTE_MS;

async function answeredAheadOfTime(level: 'model-call' | 'session') {
  const { key, projectId } = await giveKey();
  await callJson('/v1/rules', { key, body: { name: 'answers', level, scorers: ['detect-pii'] } });
  const world = createWorld();
  const { clock, services, queue } = world;
  const deliver = async () => {
    for (const due of queue.messages.splice(0)) {
      queue.messages.push(due);
      await queue.deliver(queue.messages.length - 1, (batch) => scoreTraces(batch, services));
    }
  };
  const trueMs = clock.nowMs;
  clock.nowMs += AHEAD_MS;
  const span = {
    ...{ traceId, spanId: 'f'.repeat(16), parentSpanId: null, name: 'chat', isError: false },
    ...{ startMs: trueMs, endMs: trueMs + 5, events: [], scope: '', resource: {} },
    attributes: {
      'gen_ai.operation.name': 'chat',
      'gen_ai.conversation.id': 's-1',
      'gen_ai.output.messages': '[{"role":"assistant","parts":[{"type":"text","content":"Hi"}]}]',
    },
  };
  await takeSpans(projectId, [span], services);
  const dueAtMs = async () => {
    const { results } = await env.DB.prepare(
      'SELECT due_at_ms AS dueAtMs FROM trace_turns WHERE project_id = ?1',
    )
      .bind(projectId)
      .all<{ dueAtMs: number }>();
    return results.map((row) => row.dueAtMs);
  };
  return { ...world, key, projectId, trueMs, deliver, dueAtMs };
}

test('a trace that a clock ahead of time put off is scored after its ordinary wait', async () => {
  const { key, trueMs, clock, services, deliver, dueAtMs } =
    await answeredAheadOfTime('model-call');
  clock.nowMs = trueMs;
  await sendOverdueTraces(services);
  expect(await dueAtMs()).toEqual([trueMs + 30_000]);
  clock.nowMs += 30_000;
  await sendOverdueTraces(services);
  expect(await dueAtMs()).toEqual([trueMs + 30_000]);
  await deliver();
  expect(await verdictsOf(key)).toHaveLength(1);
});

test('a session that a clock ahead of time put off is scored after its ordinary wait', async () => {
  const { key, trueMs, clock, services, deliver, dueAtMs } = await answeredAheadOfTime('session');
  clock.nowMs += MINUTE_MS;
  await deliver();
  expect(await dueAtMs()).toEqual([trueMs + AHEAD_MS + 11 * MINUTE_MS]);
  clock.nowMs = trueMs;
  await sendOverdueTraces(services);
  expect(await dueAtMs()).toEqual([trueMs + 10 * MINUTE_MS]);
  clock.nowMs += 10 * MINUTE_MS;
  await deliver();
  expect(await verdictsOf(key)).toHaveLength(1);
});

test('a lease that a clock ahead of time took is over after its time', async () => {
  const { key, projectId, trueMs, clock, services, deliver, dueAtMs } =
    await answeredAheadOfTime('model-call');
  clock.nowMs += MINUTE_MS;
  const { nowMs } = clock;
  await services.traces.begin(projectId, traceId, { nowMs, untilMs: nowMs + 5 * MINUTE_MS });
  clock.nowMs = trueMs;
  await sendOverdueTraces(services);
  expect(await dueAtMs()).toEqual([trueMs + 5 * MINUTE_MS]);
  clock.nowMs += 5 * MINUTE_MS;
  await deliver();
  expect(await verdictsOf(key)).toHaveLength(1);
});

test('what comes while a trace is scored stays, also where the clock of the sweep is behind', async () => {
  const { traces, take, projectId, limit, nowMs } = emptyTrace();
  await take('first', nowMs);
  const turn = await traces.begin(projectId, traceId, { nowMs, untilMs: nowMs + MINUTE_MS });
  if (turn === undefined) throw new Error('it was due');
  const [read] = await traces.parts(projectId, traceId, limit);
  await take('second', nowMs + 1);
  expect(await traces.pullBack(nowMs - 1_000, 100)).toEqual([]);
  await traces.finish(turn, read?.arrivedAtMs ?? 0);
  expect(await traces.parts(projectId, traceId, limit)).toMatchObject([{ part: 'second' }]);
});

function emptyTrace() {
  const projectId = newId('project');
  const traces = createTraceStore(createDatabase(env.DB));
  const take = (part: string, nowMs: number) =>
    traces.take({
      ...{ projectId, facts: [], seen: 1, nowMs, dueAtMs: nowMs, mostWaitMs: 0 },
      parts: [{ traceId, part, reading: '{}' }],
    });
  return { traces, take, projectId, limit: { parts: 10, characters: 1_000 }, nowMs: Date.now() };
}

test('what comes while a trace is scored stays, also after parts from a clock ahead of time', async () => {
  const { traces, take, projectId, limit, nowMs } = emptyTrace();
  await take('first', nowMs + AHEAD_MS);
  await traces.pullBack(nowMs, 100);
  const turn = await traces.begin(projectId, traceId, { nowMs, untilMs: nowMs + MINUTE_MS });
  if (turn === undefined) throw new Error('it was due');
  const [read] = await traces.parts(projectId, traceId, limit);
  await take('second', nowMs + 1);
  await traces.finish(turn, read?.arrivedAtMs ?? 0);
  expect(await traces.parts(projectId, traceId, limit)).toMatchObject([{ part: 'second' }]);
});
