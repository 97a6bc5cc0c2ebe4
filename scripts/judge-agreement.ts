/**
 * `npm run judge:agreement -- [--model provider/model] [--limit n] file.jsonl …`: runs a judge over
 * rows that people judged, and tells how far it agrees with them, by source: accuracy and Cohen's
 * kappa for labels, Spearman's correlation for grades, each with a 95% interval. The judge is
 * configured as for `npm run dev`.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Score } from '../schema/types.ts';
import type { Estimate } from '../worker/core/statistics/estimate.ts';
import { seededRandom } from '../worker/core/statistics/random.ts';
import { accuracy, bootstrap, type Grades, kappa, type Labels, spearman } from './agreement.ts';
import { type Question, questionOf } from './labelled-rows.ts';
import { type LocalWorker, startLocalWorker } from './local-worker.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { model: { type: 'string' }, limit: { type: 'string', default: '100' } },
});
if (positionals.length === 0) {
  console.error('Name at least one file of labelled rows, one JSON object a line.');
  process.exit(2);
}
const limit = Number(values.limit);
const AT_ONCE = 4;

const questions = (await Promise.all(positionals.map(readQuestions))).flat();
const folder = await mkdtemp(join(tmpdir(), 'assay-agreement-'));
const worker = await startLocalWorker({ persistTo: folder, isVerbose: false });
try {
  const answered = await askAll(questions, worker);
  report(answered);
} finally {
  await worker.stop();
  await rm(folder, { recursive: true });
}

interface AnsweredQuestion extends Question {
  score: Score;
}

async function readQuestions(path: string): Promise<Question[]> {
  const lines = (await readFile(path, 'utf8')).split('\n').filter((line) => line.trim() !== '');
  const found = lines.flatMap((line) => questionOf(JSON.parse(line)) ?? []);
  // Rows stand by source: an even stride takes some of each.
  const stride = Math.max(1, found.length / limit);
  return found.filter((_, i) => Math.floor(i / stride) !== Math.floor((i - 1) / stride));
}

async function askAll(
  asked: readonly Question[],
  { baseUrl, apiKey }: LocalWorker,
): Promise<AnsweredQuestion[]> {
  const answers: AnsweredQuestion[] = [];
  const waiting = [...asked];
  async function work(): Promise<void> {
    for (let question = waiting.shift(); question; question = waiting.shift()) {
      const { sample, scorer } = question;
      const params = { ...scorer.params, ...(values.model ? { model: values.model } : {}) };
      const response = await fetch(`${baseUrl}/v1/score`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${apiKey}` },
        body: JSON.stringify({
          sample,
          scorers: [{ ...scorer, params }],
          store: 'none',
          deadlineMs: 60_000,
        }),
      });
      const text = await response.text();
      const score = response.ok ? (JSON.parse(text) as { scores: Score[] }).scores[0] : undefined;
      if (score === undefined) throw new Error(`${response.status} ${text}`);
      answers.push({ ...question, score });
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return answers;
}

function report(answered: readonly AnsweredQuestion[]): void {
  for (const [source, rows] of Map.groupBy(answered, (row) => row.source)) {
    const judged = rows.filter(({ score }) => score.value !== null);
    const lost = rows.length - judged.length;
    console.log(`\n${source}: ${judged.length} rows${lost > 0 ? `, ${lost} without a value` : ''}`);
    const grades = judged.flatMap(({ human, score }): Grades[] =>
      typeof human === 'number' && score.value !== null ? [[human, score.value]] : [],
    );
    const labels = judged.flatMap(({ human, score }): Labels[] =>
      typeof human === 'string' ? [[human, labelOf(human, score)]] : [],
    );
    if (labels.length > 0) {
      tell('accuracy', bootstrap(labels, accuracy, seededRandom(1)));
      tell("Cohen's kappa", bootstrap(labels, kappa, seededRandom(1)));
    }
    if (grades.length > 0) tell('Spearman', bootstrap(grades, spearman, seededRandom(1)));
  }
  const failures = answered.flatMap(({ score }) =>
    score.status === 'error' ? [score.error.code] : [],
  );
  for (const [code, times] of Map.groupBy(failures, (code) => code)) {
    console.log(`\n${code}: ${times.length}`);
  }
}

function labelOf(human: string, { value, passed }: Score): string {
  if (human === '0' || human === '1') return passed ? '1' : '0';
  if (value === 0.5) return 'tie';
  return (value ?? 0) > 0.5 ? 'a' : 'b';
}

function tell(name: string, { value, low, high }: Estimate): void {
  if (Number.isNaN(value)) {
    console.log(`  ${name.padEnd(14)} undefined: too few rows, or all of one label`);
    return;
  }
  console.log(
    `  ${name.padEnd(14)} ${value.toFixed(3)}  (95%: ${low.toFixed(3)} to ${high.toFixed(3)})`,
  );
}
