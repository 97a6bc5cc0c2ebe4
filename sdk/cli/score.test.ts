import { expect, test } from 'vitest';
import { fakeSystem } from '../testing/fake-system.ts';

function verdict(passed: boolean | null, undecidedBy: string[] = []) {
  const scored = { name: 'exact-match', status: 'scored', value: 0.5, threshold: 0.8, passed };
  return {
    id: 'ver_1',
    passed,
    stored: 'now',
    decision: { reason: 'exact-match did not pass.', undecidedBy },
    scores: [{ ...scored, reason: 'Half of it.' }],
  };
}

function machine(more: Parameters<typeof fakeSystem>[0] = {}, answer = verdict(true)) {
  return fakeSystem({ routes: { 'POST /v1/score': answer }, ...more });
}

function sent(body: string | undefined) {
  return JSON.parse(body ?? 'null');
}

test('a sample is said in options, and scored by scorers with or without parameters', async () => {
  const { assay, asked } = machine();
  const argv = ['-o', 'Paris', '-e', 'Rome', '-i', 'Capital?', '-c', 'a', '-c', 'b', '--tag', 't'];
  const length = { scorer: 'length', params: { max: 5 } };
  const told = await assay('score', ...argv, '-s', 'bleu', '-s', JSON.stringify(length));
  expect(told.code).toBe(0);
  expect(sent(asked[0]?.body)).toEqual({
    sample: { output: 'Paris', expected: 'Rome', input: 'Capital?', contexts: ['a', 'b'] },
    scorers: ['bleu', length],
    tags: ['t'],
  });
});

test('a person reads how it came out, why, and each score', async () => {
  const { assay } = machine({}, verdict(false));
  const { code, stdout } = await assay('score', '-o', 'a', '-s', 'exact-match');
  expect(code).toBe(1);
  expect(stdout).toBe(
    'failed  ver_1\nexact-match did not pass.\n\n  failed  exact-match  0.50  of 0.80  Half of it.\n',
  );
});

test('a program reads the verdict as JSON', async () => {
  const { assay } = machine();
  const { stdout, stderr } = await assay('score', '-o', 'a', '-s', 'bleu', '--json');
  expect(JSON.parse(stdout)).toEqual(verdict(true));
  expect(stderr).toBe('');
});

test('exit codes tell a fail from what could not be decided and what nothing decides', async () => {
  const exitOf = async (answer: ReturnType<typeof verdict>) =>
    (await machine({}, answer).assay('score', '-o', 'a', '-s', 'bleu')).code;
  expect(await exitOf(verdict(true))).toBe(0);
  expect(await exitOf(verdict(false))).toBe(1);
  expect(await exitOf(verdict(null, ['faithfulness']))).toBe(2);
  expect(await exitOf(verdict(null))).toBe(0);
});

test('a sample comes from a file or standard input, and options stand in its place', async () => {
  const files = { 'a.json': '{"output":"from a file","metadata":{"k":1}}' };
  const one = machine({ files });
  await one.assay('score', 'a.json', '--suite', 'support@3', '-e', 'x', '--store', 'none');
  expect(sent(one.asked[0]?.body)).toEqual({
    sample: { output: 'from a file', metadata: { k: 1 }, expected: 'x' },
    suite: 'support@3',
    store: 'none',
  });
  const two = machine({ stdin: '{"output":"piped"}' });
  await two.assay('score', '-s', 'bleu');
  expect(sent(two.asked[0]?.body).sample).toEqual({ output: 'piped' });
  const three = machine({ stdin: 'What a model said.\n' });
  await three.assay('score', '-s', 'bleu', '-o', '-');
  expect(sent(three.asked[0]?.body).sample).toEqual({ output: 'What a model said.' });
});

test('what is missing or cannot be read is said before anything is asked', async () => {
  const files = { 'list.json': '[]', 'broken.json': '{' };
  const { assay, asked } = machine({ files, isTerminal: true });
  const refusals: [string[], string][] = [
    [['-o', 'a'], '--scorer or --suite'],
    [['-s', 'bleu'], 'Pass --output'],
    [['-o', 'a', '-s', '{'], 'is not JSON'],
    [['list.json', '-s', 'bleu'], 'must contain one sample'],
    [['broken.json', '-s', 'bleu'], 'broken.json is not JSON'],
    [['-o', '-', '-', '-s', 'bleu'], 'only once'],
    [['-o', 'a', '-s', 'bleu', '--store', 'later'], '--store'],
  ];
  for (const [argv, said] of refusals) {
    const { code, stderr } = await assay('score', ...argv);
    expect([code, stderr]).toEqual([2, expect.stringContaining(said)]);
  }
  expect(asked).toEqual([]);
});
