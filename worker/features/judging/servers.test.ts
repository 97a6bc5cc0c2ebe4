import type { Verdict } from '@assay/schema/types.ts';
import { expect, test } from 'vitest';
import { workerWith } from '../../testing/judged-worker.ts';
import { MET, stageJudge } from '../../testing/plays.ts';
import { MOODS, type MoodName } from '../../testing/servers/moods.ts';
import { promptTokens } from '../../testing/servers/server.ts';

const CRITERIA = ['It is polite.', 'It is right.', 'It is complete.'];

for (const mood of Object.keys(MOODS) as MoodName[]) {
  test(`a verdict of several scorers comes of a cold server like ${mood}, with its true cost`, async () => {
    const judge = await stageJudge({ mood, content: MET.content ?? '', delayMs: 10 });
    const worker = workerWith(judge, {
      ASSAY_PROVIDERS: JSON.stringify({ house: { baseUrl: judge.baseUrl, isFree: false } }),
      ASSAY_JUDGE_MODEL: 'house/judge-1',
      ASSAY_PRICES: JSON.stringify({ 'house/judge-1': { input: 1, output: 10 } }),
    });
    const { scores, costUsd } = await worker.askJson<Verdict>('/v1/score', {
      body: {
        sample: { input: `What of ${mood}?`, output: 'Good day. Express costs 9.90 EUR.' },
        scorers: CRITERIA.map((criterion, i) => ({
          scorer: 'rubric',
          as: `rubric-${i}`,
          params: { criterion, logprobs: i === 0, seed: 7, cache: 'off' },
        })),
        store: 'none',
      },
    });
    expect(scores.map(({ value }) => value)).toEqual([1, 1, 1]);

    const heard = await judge.heard();
    const answered = heard.filter(({ reply }) => reply?.status === 200);
    const votes = scores.flatMap((score) => score.votes ?? []);
    expect(answered).toHaveLength(votes.length);
    const prompts = answered.map(({ body }) => promptTokens(body));
    const inputTokens = votes.reduce((sum, { usage }) => sum + usage.inputTokens, 0);
    expect(inputTokens).toBe(prompts.reduce((sum, tokens) => sum + tokens, 0));
    const outputTokens = votes.reduce((sum, { usage }) => sum + usage.outputTokens, 0);
    expect(costUsd).toBeCloseTo((inputTokens + 10 * outputTokens) / 1e6, 9);
  });
}
