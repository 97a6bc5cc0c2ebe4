/**
 * `npm run demo`: starts the Worker on a database of its own, scores the sample answers in
 * examples/ through HTTP, prints a table of verdicts and stops. Offline, no account.
 */
import { rmSync } from 'node:fs';
import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { styleText } from 'node:util';
import { Assay, type Sample, type Score, type SuiteInput, type Verdict } from '../sdk/index.ts';
import { startLocalWorker } from './local-worker.ts';

const examples = join(import.meta.dirname, '..', 'examples');
const samples = await readSamples(join(examples, 'support-answers.jsonl'));
const suite: SuiteInput = JSON.parse(await readFile(join(examples, 'support-suite.json'), 'utf8'));

const persistTo = await mkdtemp(join(tmpdir(), 'assay-demo-'));
process.once('exit', () => rmSync(persistTo, { recursive: true, force: true }));
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));

console.log('Starting the Worker (workerd, with a local D1) …');
const worker = await startLocalWorker({ persistTo, isVerbose: false });
try {
  const assay = new Assay(worker);
  const { name, version } = await assay.suites.create(suite);
  const { verdicts } = await assay.score({ samples, suite: `${name}@${version}`, tags: ['demo'] });
  printTable(verdicts);
  printSummary(verdicts, samples);
  const failed = await assay.verdicts.list({ passed: false, limit: 1 });
  printOne(failed.items[0]);
} finally {
  await worker.stop();
}
console.log(`
Where to look next
  npm run dev                      the same API, staying up, with documentation to click through
  examples/support-answers.jsonl   the samples   examples/support-suite.json   the suite
  docs/scoring.md                  how a verdict comes about
  docs/scorers.md                  every scorer`);

async function readSamples(path: string): Promise<Sample[]> {
  const lines = (await readFile(path, 'utf8')).split('\n');
  return lines.filter((line) => line.trim() !== '').map((line): Sample => JSON.parse(line));
}

function printTable(verdicts: Verdict[]): void {
  const names = verdicts[0]?.scores.map((score) => score.name) ?? [];
  const header = ['sample', 'verdict', 'mean', ...names];
  const rows = verdicts.map((verdict) => [
    verdict.sampleId ?? verdict.id,
    outcome(verdict.passed),
    show(verdict.value),
    ...verdict.scores.map((score) => cell(score)),
  ]);
  const widths = header.map((title, i) =>
    Math.max(title.length, ...rows.map((row) => row[i]?.length ?? 0)),
  );
  const line = (cells: string[]) => cells.map((text, i) => text.padEnd(widths[i] ?? 0)).join('  ');
  console.log(`\n${styleText('bold', line(header))}`);
  for (const [i, row] of rows.entries()) console.log(colour(verdicts[i]?.passed, line(row)));
  console.log(styleText('dim', 'A score marked ! did not pass its own threshold; – has no value.'));
  for (const { sampleId, scores } of verdicts) {
    for (const { status, name, reason } of scores) {
      if (status === 'scored') continue;
      console.log(styleText('dim', `${sampleId}: ${name} ${status}. ${reason}`));
    }
  }
}

function cell({ value, passed }: Score): string {
  return `${show(value)}${passed === false ? '!' : ''}`;
}

function show(value: number | null): string {
  return value === null ? '–' : value.toFixed(2);
}

function outcome(passed: boolean | null): string {
  if (passed === null) return 'undecided';
  return passed ? 'pass' : 'FAIL';
}

function colour(passed: boolean | null | undefined, text: string): string {
  if (passed === true) return styleText('green', text);
  return styleText(passed === false ? 'red' : 'yellow', text);
}

function printSummary(verdicts: Verdict[], scored: Sample[]): void {
  const generators = [...new Set(scored.map(({ generator }) => generator ?? 'unknown'))];
  const passing = (of: Verdict[]) => of.filter(({ passed }) => passed).length;
  console.log(`\n${passing(verdicts)} of ${verdicts.length} answers pass the suite.`);
  for (const generator of generators) {
    const own = verdicts.filter(({ lineage }) => (lineage.generator ?? 'unknown') === generator);
    console.log(`  ${generator}: ${passing(own)} of ${own.length}`);
  }
}

function printOne(verdict: Verdict | undefined): void {
  if (verdict === undefined) return;
  console.log(`\nWhy ${verdict.sampleId} failed: ${verdict.decision.reason}`);
  for (const score of verdict.scores.filter(({ passed }) => passed === false)) {
    console.log(`  ${score.name}: ${score.reason}`);
  }
  console.log(`  verdict ${verdict.id}, sample ${verdict.lineage.sampleHash.slice(0, 19)}…`);
}
