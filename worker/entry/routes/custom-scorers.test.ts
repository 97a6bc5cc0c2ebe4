import type { CustomScorer, Page, Score, Suite, Verdict } from '@assay/schema/types.ts';
import { expect, test } from 'vitest';
import { workerWith } from '../../testing/judged-worker.ts';
import { giveKey } from '../../testing/keys.ts';
import { MET, stageJudge, UNMET } from '../../testing/plays.ts';

const polite = { base: 'rubric', params: { criterion: 'It is polite.', cache: 'off' } };
const short = { base: 'rubric', params: { criterion: 'It is short.', cache: 'off' }, threshold: 1 };
const sample = { input: 'Hi', output: 'Good day.' };

async function project() {
  const judge = await stageJudge(MET);
  const { key } = await giveKey();
  const worker = workerWith(judge);
  return {
    judge,
    ask: (path: string, body?: object) => worker.ask(path, { key, ...(body ? { body } : {}) }),
    remove: (path: string) => worker.ask(path, { key, method: 'DELETE' }),
    askJson: <Answer>(path: string, body?: object) =>
      worker.askJson<Answer>(path, { key, ...(body ? { body } : {}) }),
  };
}

test('a custom scorer scores under its name, by its newest version or a fixed one', async () => {
  const { askJson, judge } = await project();
  expect(
    await askJson<CustomScorer>('/v1/scorers', { name: 'house-style', ...polite }),
  ).toMatchObject({
    name: 'house-style',
    version: 1,
    base: 'rubric',
    threshold: 0.5,
  });
  await askJson('/v1/scorers/house-style/versions', short);
  const { items } = await askJson<{ items: CustomScorer[] }>('/v1/scorers/house-style/versions');
  expect(items.map(({ version, threshold }) => [version, threshold])).toEqual([
    [2, 1],
    [1, 0.5],
  ]);
  expect(await askJson('/v1/scorers/house-style@1')).toMatchObject({
    version: 1,
    params: polite.params,
  });

  const scorers = ['house-style', { scorer: 'house-style@1', as: 'former' }, 'not-house-style'];
  const verdict = await askJson<Verdict>('/v1/score', { sample, scorers });
  expect(verdict.scores).toMatchObject([
    { name: 'house-style', scorer: 'rubric', threshold: 1, value: 1 },
    { name: 'former', threshold: 0.5 },
    { name: 'not-house-style', negated: true, value: 0 },
  ]);
  const asked = (await judge.heard()).map(({ body }) => body.messages[0].content as string);
  expect(asked.filter((text) => text.includes('It is short.'))).not.toEqual([]);
  expect(asked.filter((text) => text.includes('It is polite.'))).toHaveLength(1);
});

test('a suite keeps what a scorer was when the suite was made', async () => {
  const { askJson } = await project();
  await askJson('/v1/scorers', { name: 'house-style', ...polite });
  const suite = await askJson<Suite>('/v1/suites', { name: 'mine', scorers: ['house-style'] });
  await askJson('/v1/scorers/house-style/versions', short);
  const verdict = await askJson<Verdict>('/v1/score', { sample, suite: 'mine' });
  expect(verdict.scores).toMatchObject([{ name: 'house-style', threshold: 0.5 }]);
  expect(verdict.lineage.suite?.fingerprint).toBe(suite.fingerprint);
});

test('a definition can be tried before it is saved', async () => {
  const { askJson, ask } = await project();
  expect(await askJson<Score>('/v1/scorers/trial', { ...polite, sample })).toMatchObject({
    value: 1,
  });
  expect((await ask('/v1/scorers/trial/versions')).status).toBe(404);
});

test('names that are taken and parameters that are wrong are refused', async () => {
  const { ask, askJson } = await project();
  await askJson('/v1/scorers', { name: 'house-style', ...polite });
  const statusOf = async (path: string, body: object) => (await ask(path, body)).status;
  expect(await statusOf('/v1/scorers', { name: 'house-style', ...short })).toBe(409);
  expect(await statusOf('/v1/scorers', { name: 'levenshtein', ...short })).toBe(409);
  expect(await statusOf('/v1/scorers', { name: 'other', base: 'rubric', params: {} })).toBe(400);
  expect(await statusOf('/v1/scorers', { name: 'other', base: 'levenshtein', params: {} })).toBe(
    400,
  );
  expect(await statusOf('/v1/scorers/nothing/versions', polite)).toBe(404);
  const faulty = await ask('/v1/scorers/trial', {
    base: 'rubric',
    params: { criterion: 1 },
    sample,
  });
  expect(await faulty.json()).toMatchObject({ errors: [{ pointer: '/params/criterion' }] });
  const unknown = await ask('/v1/score', { sample, scorers: ['house-stile'] });
  expect(await unknown.json()).toMatchObject({ code: 'unknown_scorer' });
});

test('versions added at once each get a number of their own', async () => {
  const { askJson } = await project();
  await askJson('/v1/scorers', { name: 'house-style', ...polite });
  const params = (i: number) => ({ ...polite, params: { criterion: `Number ${i}.` } });
  const made = await Promise.all(
    [1, 2, 3].map((i) => askJson<CustomScorer>('/v1/scorers/house-style/versions', params(i))),
  );
  expect(made.map(({ version }) => version).sort()).toEqual([2, 3, 4]);
});

test('a judge that disagrees is believed: the score follows the answer', async () => {
  const judge = await stageJudge(UNMET);
  const body = { ...polite, sample };
  expect(await workerWith(judge).askJson('/v1/scorers/trial', { body })).toMatchObject({
    value: 0,
  });
});

test('custom scorers are listed by name, a page at a time, each in its newest version', async () => {
  const { askJson } = await project();
  for (const name of ['b-style', 'a-style', 'c-style']) {
    await askJson('/v1/scorers', { name, ...polite });
  }
  await askJson('/v1/scorers/b-style/versions', short);
  type Listing = Page<CustomScorer>;
  const first = await askJson<Listing>('/v1/scorers?own=true&limit=2');
  expect(first.items.map(({ name, version }) => [name, version])).toEqual([
    ['a-style', 1],
    ['b-style', 2],
  ]);
  const rest = await askJson<Listing>(`/v1/scorers?own=true&limit=2&cursor=${first.nextCursor}`);
  expect(rest).toMatchObject({ items: [{ name: 'c-style' }], nextCursor: null });
});

test('a deleted scorer is gone, and its version numbers with it', async () => {
  const { ask, askJson, remove } = await project();
  await askJson('/v1/scorers', { name: 'house-style', ...polite });
  await askJson('/v1/scorers/house-style/versions', short);
  expect((await remove('/v1/scorers/house-style@2')).status).toBe(204);
  expect(await askJson('/v1/scorers/house-style')).toMatchObject({ version: 1 });
  expect(await askJson('/v1/scorers/house-style/versions', short)).toMatchObject({ version: 3 });

  expect((await remove('/v1/scorers/house-style')).status).toBe(204);
  expect((await ask('/v1/scorers/house-style')).status).toBe(404);
  expect((await remove('/v1/scorers/house-style')).status).toBe(404);
  expect((await remove('/v1/scorers/levenshtein')).status).toBe(404);
  const again = await askJson<CustomScorer>('/v1/scorers', { name: 'house-style', ...polite });
  expect(again.version).toBe(4);
});

test('custom scorers stand inside composite scorers, at any depth', async () => {
  const { askJson, ask } = await project();
  await askJson('/v1/scorers', { name: 'house-style', ...polite });
  const inner = { scorer: 'all', params: { scorers: ['house-style', 'not-house-style'] } };
  const scorers = [{ scorer: 'any', params: { scorers: [inner, { scorer: 'house-style@1' }] } }];
  const verdict = await askJson<Verdict>('/v1/score', { sample, scorers });
  expect(verdict.scores).toMatchObject([
    {
      scorer: 'any',
      value: 1,
      children: [
        {
          scorer: 'all',
          value: 0,
          children: [{ name: 'house-style' }, { name: 'not-house-style' }],
        },
        { name: 'house-style', scorer: 'rubric', value: 1 },
      ],
    },
  ]);
  const unknown = [{ scorer: 'all', params: { scorers: ['house-stile'] } }];
  const refused = await ask('/v1/score', { sample, scorers: unknown });
  expect(await refused.json()).toMatchObject({
    code: 'unknown_scorer',
    errors: [{ pointer: '/scorers/0/params/scorers/0' }],
  });
});

test('more scorers inside composite scorers than may run are refused before any is looked up', async () => {
  const { askJson, ask } = await project();
  await askJson('/v1/scorers', { name: 'house-style', ...polite });
  const inner = (count: number) =>
    Array.from({ length: count }, (_, i) => ({ scorer: 'house-style', as: `style-${i}` }));
  const all = (count: number) => [{ scorer: 'all', params: { scorers: inner(count) } }];
  const { scores } = await askJson<Verdict>('/v1/score', { sample, scorers: all(63) });
  expect(scores[0]?.children).toHaveLength(63);

  for (const scorers of [all(64), all(5_000)]) {
    const refused = await ask('/v1/score', { sample, scorers });
    expect(refused.status).toBe(400);
    expect(await refused.json()).toMatchObject({
      code: 'invalid_request',
      errors: [{ pointer: '/scorers', message: expect.stringContaining('more than 64 scorers') }],
    });
  }
});
