import type { Page, Problem, Suite, SuitePreview, Verdict } from '@assay/schema/types.ts';
import { expect, test } from 'vitest';
import { call, callJson } from '../../testing/client.ts';
import { giveKey } from '../../testing/keys.ts';

const scorers = [{ scorer: 'levenshtein', threshold: 0.5 }];

function create(name: string, more: object = {}): Promise<Suite> {
  return callJson<Suite>('/v1/suites', { body: { name, scorers, ...more } });
}

function addVersion(name: string, body: object): Promise<Suite> {
  return callJson<Suite>(`/v1/suites/${name}/versions`, { body });
}

test('a suite scores samples, and the verdict says which version did', async () => {
  const suite = await create('support', { description: 'What support answers must be.' });
  expect(suite).toMatchObject({ version: 1, policy: { rule: 'required' } });
  const verdict = await callJson<Verdict>('/v1/score', {
    body: { sample: { output: 'sitting', expected: 'kitten' }, suite: 'support' },
  });
  expect(verdict).toMatchObject({
    passed: true,
    lineage: { suite: { name: 'support', version: 1, fingerprint: suite.fingerprint } },
  });
});

test('a new version leaves the old one as it was', async () => {
  const first = await create('versions');
  const second = await addVersion('versions', { scorers: ['levenshtein'] });
  expect(second.version).toBe(2);
  expect(second.fingerprint).not.toBe(first.fingerprint);
  expect(await callJson<Suite>('/v1/suites/versions@1')).toEqual(first);
  expect(await callJson<Suite>('/v1/suites/versions')).toEqual(second);
  const { items } = await callJson<{ items: Suite[] }>('/v1/suites/versions/versions');
  expect(items).toEqual([second, first]);

  const sample = { output: 'sitting', expected: 'kitten' };
  const ask = (suite: string) => callJson<Verdict>('/v1/score', { body: { sample, suite } });
  expect((await ask('versions@1')).passed).toBe(true);
  expect((await ask('versions@2')).passed).toBe(false);
  expect((await ask('versions')).lineage.suite?.version).toBe(2);
});

test('a version that there is not is told apart from a suite that there is not', async () => {
  await create('two');
  const detailOf = async (response: Response) => (await response.json<Problem>()).detail;
  const ask = async (suite: string) =>
    detailOf(await call('/v1/score', { body: { sample: { output: 'x' }, suite } }));
  expect(await ask('two@7')).toContain('no version 7; the newest is 1');
  expect(await ask('three@7')).toContain('no suite "three@7"');
  expect(await detailOf(await call('/v1/suites/two@7'))).toContain('no version 7');
});

test('content equal to the newest version adds none', async () => {
  await create('same');
  const response = await call('/v1/suites/same/versions', { body: { scorers } });
  expect(response.status).toBe(200);
  expect(await response.json()).toMatchObject({ version: 1 });
});

test('a preview says whether saving would change anything, and saves nothing', async () => {
  const preview = (body: object) => callJson<SuitePreview>('/v1/suites/preview', { body });
  const unknown = await preview({ name: 'looked-at', scorers });
  expect(unknown).toMatchObject({ isChanged: true, newest: null, next: { scorers } });
  expect((await call('/v1/suites/looked-at')).status).toBe(404);
  const made = await create('looked-at');
  expect(await preview({ name: 'looked-at', scorers })).toMatchObject({
    isChanged: false,
    newest: made,
    next: { fingerprint: made.fingerprint },
  });
  const described = { name: 'looked-at', scorers, description: 'Now told.' };
  expect(await preview(described)).toMatchObject({ isChanged: true, newest: made });
  const refused = await call('/v1/suites/preview', { body: { name: 'bad', scorers: ['nope'] } });
  expect(await refused.json()).toMatchObject({ errors: [{ pointer: '/scorers/0' }] });
  expect(await callJson<Suite>('/v1/suites/looked-at')).toEqual(made);
});

test('a name is taken once', async () => {
  await create('taken');
  const response = await call('/v1/suites', { body: { name: 'taken', scorers } });
  expect(response.status).toBe(409);
  expect(await response.json()).toMatchObject({ code: 'suite_exists' });
});

test('versions asked for at once all get numbers of their own', async () => {
  await create('race');
  const added = await Promise.all(
    [0.1, 0.2, 0.3, 0.4].map((threshold) =>
      addVersion('race', { scorers: [{ scorer: 'levenshtein', threshold }] }),
    ),
  );
  expect(added.map(({ version }) => version).sort()).toEqual([2, 3, 4, 5]);
});

test('a key that may save suites makes no keys, deletes nothing and asks for no verdicts', async () => {
  const { key } = await giveKey(['suites']);
  const body = { name: 'of-ci', scorers: ['exact-match'] };
  expect((await call('/v1/suites', { key, body })).status).toBe(201);
  expect(
    (await call('/v1/suites/of-ci/versions', { key, body: { scorers: ['bleu'] } })).status,
  ).toBe(201);
  const refused = [
    call('/v1/keys', { key, body: { name: 'more', scopes: ['admin'] } }),
    call('/v1/suites/of-ci', { key, method: 'DELETE' }),
    call('/v1/score', { key, body: { sample: { output: 'a' }, suite: 'of-ci' } }),
    call('/v1/verdicts', { key }),
  ];
  for (const answer of refused) {
    expect(await (await answer).json()).toMatchObject({ status: 403, code: 'scope_missing' });
  }
});

test('a deleted suite is gone, and its version numbers are never given again', async () => {
  await create('gone');
  await addVersion('gone', { scorers: ['levenshtein'] });
  expect((await call('/v1/suites/gone@2', { method: 'DELETE' })).status).toBe(204);
  expect(await callJson<Suite>('/v1/suites/gone')).toMatchObject({ version: 1 });
  expect((await call('/v1/suites/gone', { method: 'DELETE' })).status).toBe(204);
  expect((await call('/v1/suites/gone')).status).toBe(404);
  const sample = { output: 'a', expected: 'a' };
  expect((await call('/v1/score', { body: { sample, suite: 'gone' } })).status).toBe(400);
  expect(await create('gone')).toMatchObject({ version: 3 });
});

test('suites are listed by name, each in its newest version, in pages', async () => {
  const names: string[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const page: Page<Suite> = await callJson(
      `/v1/suites?limit=2${cursor === '' ? '' : `&cursor=${cursor}`}`,
    );
    names.push(...page.items.map(({ name, version }) => `${name}@${version}`));
    cursor = page.nextCursor;
  }
  expect(names).toEqual([...names].sort());
  expect(names).toEqual(expect.arrayContaining(['versions@2', 'race@5', 'gone@3']));
});

test('a suite whose scorers could not run is refused', async () => {
  const response = await call('/v1/suites', { body: { name: 'bad', scorers: ['levenstein'] } });
  expect(response.status).toBe(400);
  expect(await response.json()).toMatchObject({
    code: 'unknown_scorer',
    errors: [{ pointer: '/scorers/0' }],
  });
});

test("a request's own scorers come beside the suite's, and must not share a name", async () => {
  await create('beside');
  const ask = (own: unknown[]) =>
    call('/v1/score', {
      body: { sample: { output: 'a', expected: 'a' }, suite: 'beside', scorers: own },
    });
  expect((await ask([{ scorer: 'levenshtein', as: 'mine' }])).status).toBe(200);
  const clash = await ask(['levenshtein']);
  expect(clash.status).toBe(400);
  expect(await clash.json()).toMatchObject({ errors: [{ pointer: '/scorers/0' }] });
});
