import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { batchSamples } from './batch-samples.ts';

const run = promisify(execFile);

/** What promptfoo calls the scorers of batch-samples.ts, with thresholds that let it score alike. */
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
 */
export async function timePromptfoo(
  program: string,
  count: number,
  folder: string,
): Promise<number> {
  const config = join(folder, 'promptfoo.json');
  const tests = [...batchSamples(count)].map(({ output, expected }) => ({
    vars: { output },
    assert: assertionsFor(expected),
  }));
  const plan = { prompts: ['{{output}}'], providers: ['echo'], tests };
  await writeFile(config, JSON.stringify(plan));
  const startedAtMs = performance.now();
  await run(
    program,
    [
      'eval',
      '-c',
      config,
      '--no-cache',
      '--no-write',
      '--no-table',
      '--no-progress-bar',
      '-o',
      join(folder, 'promptfoo-out.json'),
    ],
    {
      cwd: folder,
      maxBuffer: 64 * 1024 * 1024,
      env: {
        ...process.env,
        PROMPTFOO_CONFIG_DIR: folder,
        PROMPTFOO_DISABLE_TELEMETRY: '1',
        PROMPTFOO_DISABLE_UPDATE: '1',
      },
    },
  ).catch((cause: { code?: number }) => {
    // It ends with 100 when an assertion fails, as two in three do here.
    if (cause.code !== 100) throw cause;
  });
  return (performance.now() - startedAtMs) / 1000;
}
