import type { Sample, ScorerSettings } from '@assay/schema/types.ts';

/** The request of a matcher. */
export type Asked = { scorers: ScorerSettings[] } | { suite: string };

/** The runner's information about the current test; Vitest and Jest use the same names. */
export interface TestState {
  isNot?: boolean;
  currentTestName?: string | undefined;
  testPath?: string | undefined;
  /** Only in Vitest; identifies a retried test. */
  task?: { result?: { retryCount?: number } };
}

/** An assertion of a test, as passed to the reporter. */
export interface RunRecord {
  /** The test and the position of the assertion in it; stable across runs. */
  id: string;
  sample: Sample;
  asked: Asked;
}

/** Environment variable with the folder of the recorded assertions of a run. */
export const RUN_FOLDER = 'ASSAY_TEST_RUN';

const LONGEST_ID = 128;
const counts = new Map<string, number>();
const file = `${Math.random().toString(36).slice(2)}.jsonl`;

/**
 * Reserves the next position among the assertions of a test; the returned function records the
 * assertion.
 */
export function take({
  isNot = false,
  currentTestName = 'a test',
  testPath = '',
  task,
}: TestState): (sample: Sample, asked: Asked) => Promise<void> {
  const env = globalThis.process?.env;
  const folder = env?.[RUN_FOLDER];
  // Without a reporter, nothing is written. Assertions with `not` are skipped, because they would
  // count as failures in a batch.
  if (!folder || isNot) return async () => {};
  const test = `${relativePath(testPath)} > ${currentTestName}`;
  const attempt = `${test} ${task?.result?.retryCount ?? 0}`;
  const count = (counts.get(attempt) ?? 0) + 1;
  counts.set(attempt, count);
  return async (sample, asked) => {
    const id = await shortened(count === 1 ? test : `${test} #${count}`);
    const { appendFile } = await import('node:fs/promises');
    const record: RunRecord = { id, sample: { ...sample, id }, asked };
    // A missing record must not fail the test.
    await appendFile(`${folder}/${file}`, `${JSON.stringify(record)}\n`).catch((cause: unknown) =>
      console.error('Assay could not record the samples of a test.', cause),
    );
  };
}

function relativePath(path: string): string {
  const root = `${globalThis.process?.cwd() ?? ''}/`.replaceAll('\\', '/');
  const whole = path.replaceAll('\\', '/');
  return whole.startsWith(root) ? whole.slice(root.length) : whole;
}

/** Truncates an id to the maximum length; the end of a long id is replaced with a hash. */
async function shortened(id: string): Promise<string> {
  if (id.length <= LONGEST_ID) return id;
  const bytes = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(id));
  const hash = [...new Uint8Array(bytes).slice(0, 6)].map((byte) =>
    byte.toString(16).padStart(2, '0'),
  );
  return `${id.slice(0, LONGEST_ID - 13).replace(/[\ud800-\udbff]$/, '')}~${hash.join('')}`;
}
