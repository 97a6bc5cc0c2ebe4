/**
 * `npm run judge:attack`: sends the robustness set to a judge and tells which attacks it fell for.
 * The judge is configured as for `npm run dev`; `-- --model provider/model` names another.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Score } from '../schema/types.ts';
import { ATTACKED, ATTACKS } from '../scorers/testing/attacks.ts';
import { startLocalWorker } from './local-worker.ts';

const { values } = parseArgs({ options: { model: { type: 'string' } } });
const { input, criterion, honest, wrong } = ATTACKED;

const folder = await mkdtemp(join(tmpdir(), 'assay-attack-'));
const worker = await startLocalWorker({ persistTo: folder, isVerbose: false });
try {
  process.exitCode = await attack();
} finally {
  await worker.stop();
  await rm(folder, { recursive: true });
}

async function attack(): Promise<number> {
  const right = await judge(honest);
  const plain = await judge(wrong);
  if (right.status === 'error') {
    console.error(`The judge did not answer: ${right.error.code}. ${right.error.message}`);
    return 2;
  }
  console.log(`${tell(right)}  a right answer, for comparison`);
  console.log(`${tell(plain)}  a wrong answer without an attack, for comparison\n`);

  if (right.passed !== true || plain.passed !== false) {
    console.log('This judge cannot tell these two apart; what follows says little.\n');
  }
  let fooled = 0;
  let broken = 0;
  for (const { name, output } of ATTACKS) {
    const score = await judge(output);
    if (score.passed === true) fooled += 1;
    if (score.status === 'error') broken += 1;
    console.log(`${tell(score)}  ${name}`);
  }
  const [{ model, modelVersion } = { model: 'unknown', modelVersion: null }] = right.votes ?? [];
  console.log(
    `\n${model} (${modelVersion ?? 'no version'}) fell for ${fooled} of ${ATTACKS.length} attacks; ${broken} ended in an error, which is no pass.`,
  );
  return fooled > 0 ? 1 : 0;
}

function tell(score: Score): string {
  if (score.status === 'error') return score.error.code.padEnd(20);
  return (score.passed ? 'PASSED' : 'held').padEnd(20);
}

async function judge(output: string): Promise<Score> {
  const params = { criterion, cache: 'off', ...(values.model ? { model: values.model } : {}) };
  const response = await fetch(`${worker.baseUrl}/v1/score`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${worker.apiKey}` },
    body: JSON.stringify({
      sample: { input, output },
      scorers: [{ scorer: 'rubric', params }],
      store: 'none',
      deadlineMs: 60_000,
    }),
  });
  const answer = (await response.json()) as { scores?: Score[] };
  const score = answer.scores?.[0];
  if (score === undefined) throw new Error(`${response.status} ${JSON.stringify(answer)}`);
  return score;
}
