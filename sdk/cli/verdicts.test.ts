import type { Verdict } from '@assay/schema/types.ts';
import { expect, test } from 'vitest';
import { fakeSystem, problem } from '../testing/fake-system.ts';
import { scoreOf, verdictOf } from '../testing/verdict.ts';

const at = (second: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, second)).toISOString();
const made = (id: string, second: number, passed = true): Verdict =>
  verdictOf([scoreOf({ name: 'tone', passed, value: passed ? 1 : 0 })], {
    id,
    createdAt: at(second),
    passed,
  });

/** Pages of verdicts, one a request, newest first; the last one again and again. */
function pages(...answers: (Verdict[] | Response)[]) {
  let asked = 0;
  return {
    'GET /v1/verdicts': () => {
      const answer = answers[Math.min(asked, answers.length - 1)] ?? [];
      asked += 1;
      return answer instanceof Response ? answer.clone() : { items: answer, nextCursor: null };
    },
  };
}

test('verdicts are listed, one a line, with what did not pass', async () => {
  const machine = fakeSystem({ routes: pages([made('ver_2', 2, false), made('ver_1', 1)]) });
  const listed = await machine.assay('verdicts', 'list', '--failed', 'tone', '--tag', 'nightly');
  expect(listed.stdout).toBe(
    `${at(2)}  failed     ver_2  tone 0.00\n${at(1)}  passed     ver_1  tone 1.00\n`,
  );
  expect(machine.asked[0]?.url).toContain('failed=tone&tag=nightly');
  const failed = await machine.assay(
    'verdicts',
    'list',
    '--outcome',
    'failed',
    '--limit',
    '1',
    '--json',
  );
  expect(JSON.parse(failed.stdout)).toHaveLength(1);
  expect(machine.asked.at(-1)?.url).toContain('passed=false');
  expect((await machine.assay('verdicts', 'list', '--outcome', 'bad')).stderr).toContain(
    '--outcome must be one of passed, failed, undecided',
  );
});

test('tail tells the last ones, then each new one once, oldest first, until it is interrupted', async () => {
  const [one, two, three, late] = [
    made('ver_1', 1),
    made('ver_2', 2),
    made('ver_3', 3, false),
    // Made before the third, and stored after it.
    made('ver_2b', 2),
  ];
  const machine = fakeSystem({
    routes: pages([two, one], [two, one], [three, two], [three, late, two]),
    waits: 4,
  });
  const tailed = await machine.assay('verdicts', 'tail', '--last', '1');
  expect(tailed.code).toBe(0);
  expect(tailed.stdout.match(/ver_\w+/g)).toEqual(['ver_2', 'ver_3', 'ver_2b']);
  expect(machine.asked[1]?.url).toContain('from=2025-12-31T23');
});

test('tail gives a JSON object a line, and ends with an error where it may not read', async () => {
  const machine = fakeSystem({ routes: pages([], [made('ver_1', 1)]), waits: 2 });
  const { stdout } = await machine.assay('verdicts', 'tail', '--json');
  expect(
    stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line).id),
  ).toEqual(['ver_1']);
  const refused = fakeSystem({ routes: pages(problem(403, 'scope_missing')) });
  expect((await refused.assay('verdicts', 'tail')).code).toBe(2);
});

test('a verdict is shown with its sample', async () => {
  const stored = { ...made('ver_1', 1, false), sample: { output: 'No.' } };
  const machine = fakeSystem({ routes: { 'GET /v1/verdicts/ver_1': stored } });
  const { stdout } = await machine.assay('verdicts', 'show', 'ver_1');
  expect(stdout).toContain('failed');
  expect(stdout).toContain('"output": "No."');
});
