import type { RuleVerdicts } from '@assay/schema/types.ts';
import { expect, test } from 'vitest';
import { call, callJson } from '../../testing/client.ts';
import { giveKey } from '../../testing/keys.ts';
import { answeredSpans, MINUTE_MS, scoreDue, send } from '../../testing/live-traces.ts';

const rule = { name: 'answers', level: 'model-call', scorers: ['detect-pii'] };

test('verdicts of a rule are followed in the order in which they land, each once', async () => {
  const { key } = await giveKey();
  await callJson('/v1/rules', { key, body: rule });
  const follow = (query = '') =>
    callJson<RuleVerdicts>(`/v1/rules/answers/verdicts${query}`, { key });
  expect(await follow()).toEqual({ items: [], cursor: '0', hasMore: false });
  const late = answeredSpans(1, { answer: 'late' });
  const early = answeredSpans(3, { answer: 'early' });
  await send(key, early);
  await scoreDue();
  expect(await follow('?after=0&limit=2')).toMatchObject({ hasMore: true });
  const first = await follow('?limit=2');
  expect(first).toMatchObject({ hasMore: false });
  expect(first.items).toHaveLength(2);
  const [last] = (await follow('?after=0&limit=100')).items.slice(-1);
  await send(key, [...late, ...early]);
  await scoreDue(40 * MINUTE_MS);
  const { cursor } = first;
  const second = await follow(`?after=${cursor}`);
  const lateSpan = late[0]?.spanContext().spanId;
  // The span that began first is scored last, and comes last.
  expect(second.items.map(({ metadata }) => metadata.spanId)).toEqual([lateSpan]);
  expect(await follow(`?after=${second.cursor}`)).toEqual({
    ...{ items: [], cursor: second.cursor, hasMore: false },
  });
  await call(`/v1/verdicts/${last?.id}`, { key, method: 'DELETE' });
  expect((await follow('?after=0')).items.map(({ id }) => id)).not.toContain(last?.id);
  expect((await call('/v1/rules/answers/verdicts?after=x', { key })).status).toBe(400);
});
