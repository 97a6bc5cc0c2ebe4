import { expect, test } from 'vitest';
import { fakeSystem } from '../testing/fake-system.ts';
import { verdictOf } from '../testing/verdict.ts';

const PATH = 'GET /v1/rules/answers/verdicts';

function made(id: string, passed = true) {
  return { ...verdictOf([], { passed }), id };
}

/** Answers in turn; the last stays. */
function pages(...answers: (object | Response)[]) {
  return { [PATH]: () => (answers.length > 1 ? answers.shift() : answers[0]) ?? {} };
}

const page = (cursor: string, items: object[], hasMore = false) => ({ items, cursor, hasMore });

test('tail prints the last ones and then each as it lands, and says how to go on', async () => {
  const machine = fakeSystem({
    routes: pages(
      page('7', [made('ver_2'), made('ver_3')]),
      page('9', [made('ver_1')], true),
      page('10', [made('ver_4', false)]),
      page('10', []),
    ),
    waits: 2,
  });
  const { code, stdout, stderr } = await machine.assay('tail', '--rule', 'answers', '--last', '2');
  expect(code).toBe(0);
  expect(stdout.match(/ver_\w+/g)).toEqual(['ver_2', 'ver_3', 'ver_1', 'ver_4']);
  expect(machine.asked.map(({ url }) => new URL(url).search).slice(0, 3)).toEqual([
    '?limit=2',
    '?after=7&limit=100',
    '?after=9&limit=100',
  ]);
  expect(stderr).toContain('--after 10');
});

test('tail goes on from a cursor, prints failed ones only, and JSON a line', async () => {
  const routes = pages(page('12', [made('ver_1'), made('ver_2', false)]));
  const machine = fakeSystem({ routes, waits: 1 });
  const argv = ['tail', '--rule', 'answers', '--after', '10', '--failed', '--json'];
  const { stdout } = await machine.assay(...argv);
  const ids = stdout.trimEnd().split('\n');
  expect(ids.map((line) => JSON.parse(line).id)).toContain('ver_2');
  expect(stdout).not.toContain('ver_1');
  expect(machine.asked[0]?.url).toContain('after=10');
});

test('tail needs a rule, and ends where there is none of the name', async () => {
  expect((await fakeSystem().assay('tail')).stderr).toContain('--rule is required');
  const { code } = await fakeSystem({ routes: {} }).assay('tail', '--rule', 'none');
  expect(code).toBe(2);
});
