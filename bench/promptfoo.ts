import { execFile } from 'node:child_process';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { batchSamples } from './batch-samples.ts';

const run = promisify(execFile);

/** What promptfoo calls the scorers of batch-samples.ts. */
function assertionsFor(expected: string) {
  return [
    { type: 'equals', value: expected },
    { type: 'contains', value: expected },
    { type: 'starts-with', value: expected },
    { type: 'levenshtein', value: expected, threshold: 40 },
    { type: 'rouge-n', value: expected, threshold: 0.75 },
  ];
}

/**
 * How long promptfoo takes for as many samples, in seconds: its whole run, for it is used as a
 * program. The outputs are given (its `echo` provider), so that it asks no model.
 *
 * @throws Error when it did not score all of them, for then something else was measured
 */
export async function timePromptfoo(
  program: string,
  count: number,
  folder: string,
): Promise<number> {
  const config = join(folder, 'promptfoo.json');
  const out = join(folder, 'promptfoo-out.json');
  await rm(out, { force: true });
  const tests = [...batchSamples(count)].map(({ output, expected }) => ({
    vars: { output },
    assert: assertionsFor(expected),
  }));
  await writeFile(config, JSON.stringify({ prompts: ['{{output}}'], providers: ['echo'], tests }));
  const flags = ['--no-cache', '--no-write', '--no-table', '--no-progress-bar', '-o', out];
  const startedAtMs = performance.now();
  await run(program, ['eval', '-c', config, ...flags], {
    cwd: folder,
    maxBuffer: 64 * 1024 * 1024,
    env: {
      ...process.env,
      PROMPTFOO_CONFIG_DIR: folder,
      PROMPTFOO_DISABLE_TELEMETRY: '1',
      PROMPTFOO_DISABLE_UPDATE: '1',
    },
  }).catch(() => {
    // It ends with an error where an assertion fails, as two in three do: what it wrote decides.
  });
  const seconds = (performance.now() - startedAtMs) / 1000;
  const { results }: { results: { results: unknown[] } } = JSON.parse(await readFile(out, 'utf8'));
  if (results.results.length !== count) {
    throw new Error(`promptfoo scored ${results.results.length} of ${count} samples`);
  }
  return seconds;
}
