/**
 * `npm run bench:calibration -- [--sensitivity 0.9] [--specificity 0.8] [--limit 200] rows.jsonl …`:
 * calibrates a scripted judge of known quality on rows that people judged, end to end against a local
 * Worker, and tells whether the report found its quality: the true rates must lie in the intervals.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import type { CalibrationLabel, CalibrationReport, Estimate } from '../schema/types.ts';
import { type Question, questionOf } from '../scripts/labelled-rows.ts';
import { startLocalWorker } from '../scripts/local-worker.ts';
import { Assay } from '../sdk/index.ts';
import { startScriptedJudge } from './scripted-judge.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    sensitivity: { type: 'string', default: '0.9' },
    specificity: { type: 'string', default: '0.8' },
    limit: { type: 'string', default: '200' },
  },
});
if (positionals.length === 0) {
  console.error('Name at least one file of labelled rows, one JSON object a line.');
  process.exit(2);
}
const quality = {
  sensitivity: Number(values.sensitivity),
  specificity: Number(values.specificity),
};
const limit = Number(values.limit);
const LEVELS = [0, 0.25, 0.5, 0.75, 1].map((value, i) => ({ value, anchor: `Grade ${i + 1}.` }));
const PAIRWISE: Record<string, number> = { a: 1, tie: 0.5, b: 0 };
/** Texts that are longer would not fit into one request together. */
const REQUEST_CHARACTERS = 800_000;

console.log(
  `A judge with sensitivity ${quality.sensitivity}, specificity ${quality.specificity}.\n`,
);
for (const path of positionals) await calibrateOn(path);

async function calibrateOn(path: string): Promise<void> {
  const questions = fitting(await readQuestions(path));
  const people = questions.map(gradeOf);
  const levels = new Set(people).size > 3 ? 5 : 2;
  const judge = await startScriptedJudge(people, { levels, seed: path.length }, quality);
  process.env.ASSAY_JUDGE_BASE_URL = judge.baseUrl;
  process.env.ASSAY_JUDGE_MODEL = 'scripted';
  const folder = await mkdtemp(join(tmpdir(), 'assay-calibration-'));
  const worker = await startLocalWorker({ persistTo: folder, isVerbose: false });
  try {
    const assay = new Assay({ baseUrl: worker.baseUrl, apiKey: worker.apiKey });
    const labels = questions.map(({ sample, source }, i): CalibrationLabel => {
      const { id: _, input = '', ...rest } = sample;
      const marked = { ...rest, id: String(i), input: `${input} ${judge.mark(i)}`.trim() };
      return { sample: marked, value: people[i] ?? 0, tags: [source] };
    });
    const params = {
      criterion: 'The output is good.',
      ...(levels > 2 && { levels: LEVELS }),
    };
    const scorer = { scorer: 'rubric', params } as const;
    const { id } = await assay.calibrations.create({ scorer, labels, passAt: 0.5 });
    const { report } = await assay.calibrations.wait(id, { pollMs: 250 });
    if (report === null) throw new Error(`${path}: no report`);
    tell(basename(path), report, judge.calls());
  } finally {
    await worker.stop();
    await judge.stop();
    await rm(folder, { recursive: true });
  }
}

async function readQuestions(path: string): Promise<Question[]> {
  const lines = (await readFile(path, 'utf8')).split('\n').filter((line) => line.trim() !== '');
  const found = lines.flatMap((line) => questionOf(JSON.parse(line)) ?? []);
  // Rows stand by source: an even stride takes some of each.
  const stride = Math.max(1, found.length / limit);
  return found.filter((_, i) => Math.floor(i / stride) !== Math.floor((i - 1) / stride));
}

function fitting(questions: readonly Question[]): Question[] {
  let characters = 0;
  return questions.filter(({ sample }) => {
    const own = JSON.stringify(sample).length + 200;
    if (characters + own > REQUEST_CHARACTERS) return false;
    characters += own;
    return true;
  });
}

/** What people said, from 0 to 1. */
function gradeOf({ human }: Question): number {
  if (typeof human === 'number') return Math.max(0, Math.min(1, (human - 1) / 4));
  return PAIRWISE[human] ?? Number(human);
}

function tell(name: string, report: CalibrationReport, calls: number): void {
  const { counts, agreement, sensitivity, specificity, curve, guarantee, slices, width } = report;
  console.log(`${name}: ${counts.used} of ${counts.labels} labels, ${calls} calls of the judge`);
  console.log(
    `  agreement    ${show(agreement?.raw)}  κ ${show(agreement?.kappa, false)}  AC1 ${show(agreement?.ac1, false)}`,
  );
  console.log(`  sensitivity  ${show(sensitivity)}  ${found(sensitivity, quality.sensitivity)}`);
  console.log(`  specificity  ${show(specificity)}  ${found(specificity, quality.specificity)}`);
  if (curve) {
    const { method, before, after } = curve;
    console.log(
      `  calibration  ${method}, ECE ${before.ece.toFixed(3)} → ${after.ece.toFixed(3)}, Brier ${before.brier.toFixed(3)} → ${after.brier.toFixed(3)}`,
    );
  }
  console.log(
    `  guarantee    risk ${guarantee.risk}: threshold ${guarantee.threshold ?? 'none'}, coverage ${(100 * guarantee.coverage).toFixed(0)}%`,
  );
  const biased = slices
    .filter(({ isDifferent }) => isDifferent)
    .map(({ by, slice }) => `${by} ${slice}`);
  console.log(`  slices       ${slices.length}, biased: ${biased.join('; ') || 'none'}`);
  console.log(`  more labels  ${width?.more ?? '–'} for an interval of ${width?.asked ?? '–'}\n`);
}

function show(estimate: Estimate | null | undefined, isShare = true): string {
  if (!estimate) return '–';
  const one = (value: number) => (isShare ? `${(100 * value).toFixed(1)}%` : value.toFixed(2));
  return `${one(estimate.value)} (${one(estimate.low)} to ${one(estimate.high)})`;
}

function found(estimate: Estimate | null, truth: number): string {
  if (estimate === null) return 'no labels';
  const isInside = estimate.low <= truth && truth <= estimate.high;
  return `${truth} is ${isInside ? 'inside' : 'outside'}`;
}
