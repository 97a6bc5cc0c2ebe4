import { expect, test } from 'vitest';
import { fakeSystem } from '../testing/fake-system.ts';

const redacted = {
  action: 'redact',
  stage: 'output',
  decidedBy: 'detect-pii',
  text: 'Write to [EMAIL].',
  findings: [{ kind: 'email', start: 9, end: 31, certainty: 0.98, action: 'redact' }],
  notRun: [{ scorer: 'rubric', reason: 'No judge is configured.', action: 'allow' }],
  policy: { name: 'default', version: 1 },
};

function machine(answer: object = redacted, more: Parameters<typeof fakeSystem>[0] = {}) {
  return fakeSystem({ routes: { 'POST /v1/guard': answer }, ...more });
}

test('a person reads what was decided, by what, and the text that may go out', async () => {
  const { assay, asked } = machine();
  const { code, stdout } = await assay('guard', '-t', 'Write to maria.keller@posteo.de.');
  expect(code).toBe(0);
  expect(stdout).toBe(
    `REDACT, decided by detect-pii (policy default@1)
  email at 9–31, certainty 0.98: redact
  rubric did not run: No judge is configured. The policy says allow.

Write to [EMAIL].
`,
  );
  expect(JSON.parse(asked[0]?.body ?? '')).toEqual({
    stage: 'output',
    text: 'Write to maria.keller@posteo.de.',
  });
});

test('a text is read from standard input, and a program reads JSON', async () => {
  const { assay, asked } = machine(redacted, { stdin: 'From a pipe.' });
  const argv = ['--stage', 'input', '-p', 'support@2', '-c', 'a', '-i', 'b', '--json'];
  const { stdout } = await assay('guard', ...argv);
  expect(JSON.parse(stdout)).toEqual(redacted);
  expect(JSON.parse(asked[0]?.body ?? '')).toEqual({
    stage: 'input',
    text: 'From a pipe.',
    policy: 'support@2',
    contexts: ['a'],
    input: 'b',
  });
});

test('what is blocked ends with exit code 1', async () => {
  const { assay } = machine({ ...redacted, action: 'block', text: null });
  const { code, stdout } = await assay('guard', '-t', 'x');
  expect(code).toBe(1);
  expect(stdout).not.toContain('null');
});

test('an unknown stage is refused before anything is sent', async () => {
  const { assay, asked } = machine();
  const { code, stderr } = await assay('guard', '-t', 'x', '--stage', 'answer');
  expect(code).toBe(2);
  expect(stderr).toContain('input, output, tool-call, tool-result');
  expect(asked).toEqual([]);
});
