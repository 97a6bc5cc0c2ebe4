import type { Sample, ScorerSettings } from '@assay/schema/types.ts';

/** What a matcher asked for. */
export type Asked = { scorers: ScorerSettings[] } | { suite: string };

/** What a runner says of the test that runs: Vitest and Jest use the same names. */
export interface TestState {
  isNot?: boolean;
  currentTestName?: string | undefined;
  testPath?: string | undefined;
  /** Vitest's own, which tells a test that is tried again. */
  task?: { result?: { retryCount?: number } };
}

/** A question of a test, as it is handed to the reporter. */
export interface RunRecord {
  /** The test and the place of the question in it: the same from run to run. */
  id: string;
  sample: Sample;
  asked: Asked;
}

/** The variable that names the folder where a reporter finds the questions of a run. */
export const RUN_FOLDER = 'ASSAY_TEST_RUN';

const LONGEST_ID = 128;
const counts = new Map<string, number>();
const file = `${Math.random().toString(36).slice(2)}.jsonl`;

/** Takes the next place among the questions of a test; what it gives writes the question down. */
export function take({
  isNot = false,
  currentTestName = 'a test',
  testPath = '',
  task,
}: TestState): (sample: Sample, asked: Asked) => Promise<void> {
  const env = globalThis.process?.env;
  const folder = env?.[RUN_FOLDER];
  // Outside a run that is reported nothing is written, and there may be no files.
  // What a test wants to fail would count as a failure in a batch.
  if (!folder || isNot) return async () => {};
  const test = `${relativePath(testPath)} > ${currentTestName}`;
  const attempt = `${test} ${task?.result?.retryCount ?? 0}`;
  const count = (counts.get(attempt) ?? 0) + 1;
  counts.set(attempt, count);
  return async (sample, asked) => {
    const id = await shortened(count === 1 ? test : `${test} #${count}`);
    const { appendFile } = await import('node:fs/promises');
    const record: RunRecord = { id, sample: { ...sample, id }, asked };
    // A report that lacks a question is no reason to fail the test.
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

/** An id as long as ids may be; the end of a long one stands in it as a hash. */
async function shortened(id: string): Promise<string> {
  if (id.length <= LONGEST_ID) return id;
  const bytes = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(id));
  const hash = [...new Uint8Array(bytes).slice(0, 6)].map((byte) =>
    byte.toString(16).padStart(2, '0'),
  );
  return `${id.slice(0, LONGEST_ID - 13).replace(/[\ud800-\udbff]$/, '')}~${hash.join('')}`;
}
