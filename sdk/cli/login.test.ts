import { expect, test } from 'vitest';
import { fakeSystem, problem } from '../testing/fake-system.ts';

const page = { items: [], nextCursor: null };
const STORED = '/home/me/.config/assay/credentials.json';
const credentials = JSON.stringify({ baseUrl: 'https://one.test', apiKey: 'assay_live_one' });

test('a key that proves right is stored for its owner alone, and used from then on', async () => {
  const routes = { 'GET /v1/verdicts': page, 'GET /v1/scorers': page };
  const machine = fakeSystem({ routes, env: {}, stdin: 'assay_live_one\n' });
  const { code } = await machine.assay('login', '--base-url', 'https://one.test/');
  expect(code).toBe(0);
  expect(machine.files.get(STORED)).toContain('assay_live_one');
  expect(machine.secrets).toContain(STORED);
  await machine.assay('scorers');
  expect(machine.asked.at(-1)).toMatchObject({
    url: 'https://one.test/v1/scorers',
    key: 'Bearer assay_live_one',
  });
});

test('a person is asked for address and key', async () => {
  const typed = ['https://one.test', 'assay_live_one'];
  const routes = { 'GET /v1/verdicts': () => problem(403, 'missing_scope') };
  const machine = fakeSystem({ routes, env: {}, typed, isTerminal: true });
  expect((await machine.assay('login')).code).toBe(0);
  expect(machine.files.get(STORED)).toContain('assay_live_one');
});

test('a wrong key, no key or no address is refused, and nothing is stored', async () => {
  const routes = { 'GET /v1/verdicts': () => problem(401, 'invalid_key') };
  const machine = fakeSystem({ routes, env: {}, stdin: 'assay_live_wrong' });
  expect((await machine.assay('login', '--base-url', 'https://one.test')).code).toBe(2);
  expect((await machine.assay('login', '--base-url', 'one.test')).stderr).toContain('one.test');
  expect((await machine.assay('login')).stderr).toContain('--base-url');
  expect((await fakeSystem().assay('login', '--base-url', 'https://a.test')).code).toBe(2);
  expect(machine.files.size).toBe(0);
});

test('the environment wins over what is stored', async () => {
  const machine = fakeSystem({
    routes: { 'GET /v1/scorers': page },
    files: { [STORED]: credentials },
    env: { ASSAY_API_KEY: 'assay_live_two' },
  });
  await machine.assay('scorers');
  expect(machine.asked[0]).toMatchObject({
    url: 'https://one.test/v1/scorers',
    key: 'Bearer assay_live_two',
  });
});

test('a stored key is shown to no other server', async () => {
  const machine = fakeSystem({
    files: { [STORED]: credentials },
    env: { ASSAY_BASE_URL: 'https://two.test' },
  });
  expect(await machine.assay('scorers')).toMatchObject({ code: 2 });
  expect(machine.asked).toEqual([]);
});

test('without address and key every command says how to give them', async () => {
  const { stderr } = await fakeSystem({ env: {} }).assay('scorers');
  expect(stderr).toContain('assay login');
  const broken = fakeSystem({ env: {}, files: { [STORED]: '{' } });
  expect((await broken.assay('scorers')).stderr).toContain('cannot be read');
});
