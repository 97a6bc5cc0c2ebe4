import type { Comparison, Sample } from '@assay/schema/types.ts';
import { expect, test } from 'vitest';
import { workerWith } from '../../testing/judged-worker.ts';
import { stageJudge } from '../../testing/plays.ts';

const say = (better: string) => ({ content: JSON.stringify({ reasoning: 'So.', better }) });
const params = { cache: 'off' };

test('two outputs are compared in both orders', async () => {
  const judge = await stageJudge(say('1'), say('2'));
  const comparison = await workerWith(judge).askJson<Comparison>('/v1/compare', {
    body: { a: { input: 'Why?', output: 'Because.' }, b: { output: 'No.' }, params },
  });
  expect(comparison).toMatchObject({
    wins: { a: 1, b: 0 },
    ties: 0,
    undecided: 0,
    winRate: 1,
    // Wilson's for 1 of 1: from 1 / (1 + 1.96²).
    interval: { low: expect.closeTo(0.20655, 5), high: 1 },
    pairs: [{ id: null, winner: 'a', score: { value: 1 } }],
    usage: { inputTokens: 240, outputTokens: 60 },
  });
  const shown = (await judge.heard()).map(({ body }) => body.messages[1].content as string);
  expect(shown.map((text) => text.indexOf('Because.') < text.indexOf('No.'))).toEqual([
    true,
    false,
  ]);
});

test('two sets are paired by id, and pairs that nobody could decide count for neither', async () => {
  const side = (...ids: string[]): Sample[] => ids.map((id) => ({ id, output: `${id} says.` }));
  const judge = await stageJudge(say('tie'));
  const comparison = await workerWith(judge).askJson<Comparison>('/v1/compare', {
    body: { a: side('x', 'y'), b: side('y', 'x'), params },
  });
  expect(comparison).toMatchObject({
    ties: 2,
    winRate: 0.5,
    pairs: [
      { id: 'x', winner: 'tie' },
      { id: 'y', winner: 'tie' },
    ],
  });
  const broken = await stageJudge({ status: 401 });
  expect(
    await workerWith(broken).askJson('/v1/compare', {
      body: { a: side('x'), b: side('x'), params },
    }),
  ).toMatchObject({ undecided: 1, winRate: null, interval: null, pairs: [{ winner: null }] });
});

test('sides that do not pair are refused with a pointer', async () => {
  const worker = workerWith(await stageJudge(say('tie')));
  const one = { output: 'x' };
  const named = { id: 'n', output: 'x' };
  const refused: [object, string][] = [
    [{ a: one, b: [named] }, '/b'],
    [{ a: [one], b: [named] }, '/a/0/id'],
    [{ a: [named, named], b: [named] }, '/a/1/id'],
    [{ a: [named], b: [{ ...named, id: 'm' }] }, '/a'],
    [{ a: named, b: { input: 'no output' } }, '/b/output'],
    [{ a: { ...one, input: 'Why?' }, b: { ...one, input: 'When?' } }, '/b/input'],
    [{ a: one, b: one, scorer: 'levenshtein' }, '/scorer'],
  ];
  for (const [body, pointer] of refused) {
    const response = await worker.ask('/v1/compare', { body });
    expect(response.status).toBe(400);
    const { errors } = await response.json<{ errors: { pointer: string }[] }>();
    expect(errors.map((error) => error.pointer)).toContain(pointer);
  }
});
