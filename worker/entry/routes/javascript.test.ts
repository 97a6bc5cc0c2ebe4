import type { Batch, CustomScorer, GuardResult, Score, Verdict } from '@assay/schema/types.ts';
import { expect, test } from 'vitest';
import { workerWith } from '../../testing/judged-worker.ts';
import { giveKey } from '../../testing/keys.ts';
import { MET, stageJudge } from '../../testing/plays.ts';

const sample = { input: 'Hi', output: 'Good day.', metadata: { longest: 20 } };
const short = { base: 'javascript', params: { code: 'output.length <= metadata.longest' } };

async function project() {
  const worker = workerWith(await stageJudge(MET));
  const { key } = await giveKey();
  return {
    ask: (path: string, body?: object) => worker.ask(path, { key, ...(body ? { body } : {}) }),
    askJson: <Answer>(path: string, body?: object) =>
      worker.askJson<Answer>(path, { key, ...(body ? { body } : {}) }),
  };
}

const js = (code: string, more: object = {}) => ({
  scorer: 'javascript',
  params: { code, maxSteps: 5_000_000 },
  ...more,
});

test('code is run in workerd, and whatever it does ends and leaves the isolate usable', async () => {
  const { askJson } = await project();
  const codes = {
    loop: 'for (;;) {}',
    memory: 'const all = []; for (;;) all.push(new ArrayBuffer(1e6))',
    recursion: 'const f = () => f() + 1; return f()',
    nested: 'return JSON.parse("[".repeat(200000))',
    pattern: 'return /^(a+)+$/.test("a".repeat(40) + "b")',
    pending: 'new Promise(() => {})',
    search: 'Array(4e9).indexOf(1)',
    fetch: 'fetch("https://example.com")',
    fine: '({ pass: Date.now() === 1735689600000, score: 0.5, reason: "the time stands still" })',
  };
  const scorers = Object.entries(codes).map(([as, code]) => js(code, { as }));
  const { scores } = await askJson<Verdict>('/v1/score', { sample, scorers });
  const codeOf = (name: string) => {
    const score = scores.find((each) => each.name === name);
    return score?.status === 'error' ? score.error.code : score?.status;
  };
  for (const name of ['loop', 'pattern', 'search'])
    expect(codeOf(name)).toBe('work_limit_exceeded');
  for (const name of ['recursion', 'pending', 'fetch', 'memory', 'nested']) {
    expect(codeOf(name), name).toMatch(/^(?:code_failed|work_limit_exceeded)$/);
  }
  expect(scores.at(-1)).toMatchObject({ value: 1, raw: 0.5, reason: 'the time stands still' });
});

test('a syntax error is a fault of the request, with its field, line and column', async () => {
  const { ask } = await project();
  const refused = { sample, scorers: ['exact-match', js('const a = 1;\nreturn a +')] };
  expect(await (await ask('/v1/score', refused)).json()).toMatchObject({
    code: 'invalid_request',
    errors: [
      { pointer: '/scorers/1/params/code', message: expect.stringContaining('line 2, column 11') },
    ],
  });
  const named = { name: 'broken', base: 'javascript', params: { code: 'return (' } };
  expect((await ask('/v1/scorers', named)).status).toBe(400);
  expect((await ask('/v1/suites', { name: 'broken', scorers: [js('return (')] })).status).toBe(400);
});

test('a custom scorer can be code of its own, with versions and a trial', async () => {
  const { askJson } = await project();
  expect(await askJson<Score>('/v1/scorers/trial', { ...short, sample })).toMatchObject({
    value: 1,
  });
  const made = await askJson<CustomScorer>('/v1/scorers', { name: 'short', ...short });
  expect(made).toMatchObject({ version: 1, base: 'javascript', threshold: 0.5 });
  const next = { ...short, params: { code: 'output.length <= 5' } };
  const second = await askJson<CustomScorer>('/v1/scorers/short/versions', next);
  expect(second).toMatchObject({ version: 2 });
  expect(second.fingerprint).not.toBe(made.fingerprint);
  const scorers = ['short', { scorer: 'short@1', as: 'former' }];
  const { scores } = await askJson<Verdict>('/v1/score', { sample, scorers });
  expect(scores).toMatchObject([
    { name: 'short', scorer: 'javascript', passed: false },
    { name: 'former', passed: true },
  ]);
});

test('suites, batches and guard policies run code', async () => {
  const { askJson } = await project();
  await askJson('/v1/suites', { name: 'own', scorers: [js('output !== ""'), 'json-valid'] });
  const verdict = await askJson<Verdict>('/v1/score', { sample, suite: 'own' });
  expect(verdict.scores[0]).toMatchObject({ scorer: 'javascript', value: 1 });
  const batch = await askJson<Batch>('/v1/batches', { suite: 'own', samples: [sample] });
  expect(batch.id).toMatch(/^bat_/);
  const policy = { rules: [{ scorer: js('!output.includes("secret")'), action: 'block' }] };
  const request = { stage: 'output', text: 'a secret', policy };
  expect(await askJson<GuardResult>('/v1/guard', request)).toMatchObject({ action: 'block' });
});
