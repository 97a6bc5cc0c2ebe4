import { execFile } from 'node:child_process';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { parse } from 'yaml';

const action = join(import.meta.dirname, '..', 'action');
let folder = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'assay-action-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** Runs the step with a command line that writes down its arguments and ends as it is told. */
async function runStep(inputs: Record<string, string>, code = 0) {
  const fake = join(folder, 'fake-assay');
  await writeFile(
    fake,
    `#!/usr/bin/env bash
printf '%s\\0' "$@" > "${folder}/arguments"
for argument in "$@"; do
  [[ $argument == --markdown=* ]] && echo '## Assay: told' > "\${argument#--markdown=}"
done
echo 'bat_01abc' >&2
exit ${code}
`,
  );
  await chmod(fake, 0o755);
  const [summary, output] = [join(folder, 'summary'), join(folder, 'output')];
  await writeFile(summary, 'Before.\n');
  await writeFile(output, '');
  const ended = await new Promise((resolve) => {
    const env = {
      PATH: process.env.PATH,
      GITHUB_STEP_SUMMARY: summary,
      GITHUB_OUTPUT: output,
      INPUT_COMMAND: fake,
      ...inputs,
    };
    execFile(join(action, 'run.sh'), { env, cwd: folder }, (cause) => resolve(cause?.code ?? 0));
  });
  const read = (name: string) => readFile(join(folder, name), 'utf8');
  const given = (await read('arguments')).split('\0').slice(0, -1);
  return {
    code: ended,
    arguments: given.filter((argument) => !argument.startsWith('--markdown=')),
    summary: await read('summary'),
    output: await read('output'),
  };
}

test('every input is described and reaches the step through the environment, never a command', async () => {
  const { inputs, runs } = parse(await readFile(join(action, 'action.yml'), 'utf8'));
  const [step] = runs.steps;
  for (const [name, { description }] of Object.entries<{ description: string }>(inputs)) {
    expect(description.length, name).toBeGreaterThan(10);
    expect(Object.values(step.env), name).toContain(`\${{ inputs.${name} }}`);
  }
  expect(step.run).not.toContain('${{');
  const script = await readFile(join(action, 'run.sh'), 'utf8');
  for (const name of Object.keys(step.env).filter((each) => each.startsWith('INPUT_'))) {
    expect(script).toContain(name);
  }
});

test('what is given are arguments as they are, and what is omitted is none', async () => {
  const evil = '$(touch hacked); "x" \'y\' `z`';
  const { arguments: given } = await runStep({
    INPUT_FILE: `--${evil}.jsonl`,
    INPUT_SUITE: evil,
    INPUT_SCORERS: `token-f1\n\n{"scorer":"length","params":{"max":60}}\n`,
    INPUT_TAGS: 'a b\nc',
    INPUT_MIN_PASS_RATE: '0.9',
  });
  expect(given).toEqual([
    'batch',
    `--suite=${evil}`,
    '--scorer=token-f1',
    '--scorer={"scorer":"length","params":{"max":60}}',
    '--min-pass-rate=0.9',
    '--tag=a b',
    '--tag=c',
    '--',
    `--${evil}.jsonl`,
  ]);
  await expect(readFile(join(folder, 'hacked'))).rejects.toThrow('ENOENT');
});

test.each([
  [0, 'passed'],
  [1, 'failed'],
  [2, 'error'],
])(
  'exit code %i is the outcome %s, and the summary is told in each case',
  async (code, outcome) => {
    const ended = await runStep({ INPUT_FILE: 'answers.jsonl', INPUT_SUITE: 'support' }, code);
    expect(ended.code).toBe(code);
    expect(ended.output).toBe(`batch=bat_01abc\noutcome=${outcome}\n`);
    expect(ended.summary).toBe('Before.\n## Assay: told\n');
  },
);

test('a data set takes the place of the file', async () => {
  const { arguments: given } = await runStep({ INPUT_DATASET: 'golden@3', INPUT_SUITE: 'support' });
  expect(given).toEqual(['batch', '--dataset=golden@3', '--suite=support']);
});
