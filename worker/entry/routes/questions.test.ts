import type { CustomScorer, Page, Question } from '@assay/schema/types.ts';
import { expect, test } from 'vitest';
import { call, callJson } from '../../testing/client.ts';
import { giveKey } from '../../testing/keys.ts';

const passFail = { kind: 'pass-fail', text: 'Does it answer the question?' };

function create(name: string, more: object = passFail): Promise<Question> {
  return callJson<Question>('/v1/questions', { body: { name, ...more } });
}

const fromScorer = (body: object) => call('/v1/questions/from-scorer', { body });

test('a question gets its defaults, and a version never changes', async () => {
  const levels = [{ anchor: 'Bad.' }, { anchor: 'Fair.' }, { anchor: 'Good.' }];
  const first = await create('graded', { kind: 'levels', text: 'How good is it?', levels });
  expect(first).toMatchObject({
    version: 1,
    comment: 'optional',
    guidelines: '',
    scorer: null,
    levels: [{ value: 0 }, { value: 0.5 }, { value: 1 }],
  });
  const path = '/v1/questions/graded/versions';
  const same = await call(path, { body: { kind: 'levels', text: 'How good is it?', levels } });
  expect(same.status).toBe(200);
  expect(await same.json()).toEqual(first);
  const second = await callJson<Question>(path, { body: passFail });
  expect(second).toMatchObject({ version: 2, kind: 'pass-fail' });
  expect(await callJson('/v1/questions/graded@1')).toEqual(first);
  expect(await callJson(path)).toEqual({ items: [second, first] });
  expect((await call('/v1/questions', { body: { name: 'graded', ...passFail } })).status).toBe(409);
});

test('a question whose levels cannot be told apart or ordered is refused', async () => {
  const refused = async (more: object) => {
    const body = { name: 'refused', text: 'x', ...more };
    expect((await call('/v1/questions', { body })).status).toBe(400);
  };
  const [low, high] = [{ anchor: 'Low.' }, { anchor: 'High.' }];
  await refused({ kind: 'levels', levels: [low] });
  await refused({ kind: 'levels', levels: [{ ...low, value: 0 }, high] });
  await refused({
    kind: 'levels',
    levels: [
      { ...low, value: 1 },
      { ...high, value: 0 },
    ],
  });
  await refused({ kind: 'categories', categories: [{ name: 'a' }, { name: 'a' }] });
  await refused({ kind: 'pass-fail', levels: [low, high] });
});

test('the rubric of a judge becomes a question in one call, once', async () => {
  const made = await fromScorer({ scorer: 'faithfulness' });
  expect(made.status).toBe(201);
  const question = await made.json<Question>();
  expect(question).toMatchObject({
    name: 'faithfulness',
    kind: 'pass-fail',
    scorer: { name: 'faithfulness', fingerprint: expect.stringMatching(/^sha256:/) },
  });
  const again = await fromScorer({ scorer: 'faithfulness' });
  expect(again.status).toBe(200);
  expect(await again.json()).toEqual(question);
});

test('a custom judge becomes a question by its name, and its next version another version', async () => {
  const levels = [
    { value: 0, anchor: 'Rude.' },
    { value: 0.3, anchor: 'Cold.' },
    { value: 1, anchor: 'Warm.' },
  ];
  const define = (criterion: string) => ({ base: 'rubric', params: { criterion, levels } });
  const { name } = await callJson<CustomScorer>('/v1/scorers', {
    body: { name: 'warmth', ...define('Is it warm?') },
  });
  const first = await fromScorer({ scorer: name });
  expect(await first.json()).toMatchObject({ name, version: 1, text: 'Is it warm?', levels });
  await callJson('/v1/scorers/warmth/versions', { body: define('Is it kind?') });
  const second = await fromScorer({ scorer: name, guidelines: 'Look at the greeting.' });
  expect(await second.json()).toMatchObject({
    version: 2,
    text: 'Is it kind?',
    guidelines: 'Look at the greeting.',
  });
});

test('what asks no judge, or does not exist, is no question', async () => {
  const code = await fromScorer({ scorer: 'levenshtein' });
  expect(code.status).toBe(400);
  expect(await code.json()).toMatchObject({ errors: [{ pointer: '/scorer' }] });
  const unknown = await fromScorer({ scorer: 'faithfulnes' });
  expect(await unknown.json()).toMatchObject({ code: 'unknown_scorer' });
});

test('questions are listed by name in pages, and a deleted one is gone', async () => {
  const { key } = await giveKey();
  for (const name of ['a', 'b', 'c']) {
    await callJson('/v1/questions', { key, body: { name, ...passFail } });
  }
  const page = await callJson<Page<Question>>('/v1/questions?limit=2', { key });
  expect(page.items.map(({ name }) => name)).toEqual(['a', 'b']);
  const rest = await callJson<Page<Question>>(`/v1/questions?cursor=${page.nextCursor}`, { key });
  expect(rest.items.map(({ name }) => name)).toEqual(['c']);
  expect((await call('/v1/questions/c', { key, method: 'DELETE' })).status).toBe(204);
  expect((await call('/v1/questions/c', { key })).status).toBe(404);
});
