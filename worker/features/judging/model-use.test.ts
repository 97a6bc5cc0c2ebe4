import type { JudgeModel } from '@assay/schema/types.ts';
import { expect, test } from 'vitest';
import { workerWith } from '../../testing/judged-worker.ts';
import { giveKey } from '../../testing/keys.ts';
import { MET, stageJudge } from '../../testing/plays.ts';
import { createModelUses } from './model-use.ts';

test('calls, cached answers and errors are listed by model and version', async () => {
  const { key } = await giveKey();
  const judge = await stageJudge(MET, { status: 401 });
  const worker = workerWith(judge);
  const scorers = [{ scorer: 'rubric', params: { criterion: 'It is polite.' } }];
  const ask = (output: string) =>
    worker.askJson('/v1/score', { key, body: { sample: { input: 'Hi?', output }, scorers } });
  await ask('Good day.');
  await ask('Good day.');
  await ask('Get lost.');
  const listed = async () =>
    (await worker.askJson<{ items: JudgeModel[] }>('/v1/project/judges', { key })).items;
  await expect
    .poll(async () => (await listed()).map(({ calls, cached, errors }) => [calls, cached, errors]))
    .toEqual([
      [1, 1, 0],
      [0, 0, 1],
    ]);
  const today = new Date().toISOString().slice(0, 10);
  expect((await listed())[0]).toMatchObject({
    model: 'local/judge-1',
    version: 'judge-1-2026-01-01 fp_1',
    ...{ firstDay: today, lastDay: today, usage: { inputTokens: 120, outputTokens: 30 } },
    days: [{ day: today, calls: 1, cached: 1 }],
  });
  expect((await listed())[1]).toMatchObject({ model: 'local/judge-1', version: null });
});

test('what was taken is not taken again', () => {
  const uses = createModelUses();
  uses.cached('local/judge', 'v1');
  expect(uses.take()).toMatchObject([{ model: 'local/judge', version: 'v1', cached: 1 }]);
  expect(uses.take()).toEqual([]);
});
