/**
 * `npm run demo`: scores two runs of the sample answers in examples/ through HTTP, the second with a
 * changed prompt, prints their verdicts and how they differ, and where the dashboard shows them.
 * Offline, no account. Uses the database of `npm run dev`, and that server if it is running.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { styleText } from 'node:util';
import { comparisonText } from '../sdk/cli/batch-text.ts';
import {
  Assay,
  type BatchItem,
  ConflictError,
  type Sample,
  type Score,
  type SuiteInput,
  type Verdict,
} from '../sdk/index.ts';
import { DEVELOPMENT_KEY } from '../worker/features/auth/development.ts';
import { LOCAL_STATE, startLocalWorker } from './local-worker.ts';

const examples = join(import.meta.dirname, '..', 'examples');
const answers = await readSamples('support-answers.jsonl');
const changed = await readSamples('support-answers-concise.jsonl');
const suite: SuiteInput = JSON.parse(await readFile(join(examples, 'support-suite.json'), 'utf8'));
const devUrl = `http://127.0.0.1:${process.env.PORT || 8787}`;

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));

const isServed = await servesAssay(devUrl);
if (!isServed) console.log('Starting the Worker (workerd, with a local D1) …');
const worker = isServed
  ? { baseUrl: devUrl, apiKey: DEVELOPMENT_KEY, stop: async () => {} }
  : await startLocalWorker({ persistTo: LOCAL_STATE, isVerbose: false });
let shownAt: string;
try {
  const assay = new Assay(worker);
  const version = await suiteVersion(assay);
  const first = await run(assay, answers, version, 'first prompt');
  printTable(first.verdicts);
  printSummary(first.verdicts, answers);
  printOne(first.verdicts.find(({ passed }) => passed === false));
  const second = await run(assay, changed, version, 'changed prompt');
  const comparison = await assay.batches.compare(second.id, first.id);
  console.log(
    `\nThe same questions with a changed prompt: ${passing(second.verdicts)} of ${changed.length} pass.`,
  );
  console.log(comparisonText(comparison));
  shownAt = `${devUrl}/batches/${second.id}#key=${DEVELOPMENT_KEY}`;
} finally {
  await worker.stop();
}
console.log(`${isServed ? 'See them in the dashboard' : 'See them in the dashboard: run `npm run dev`, then open'}
  ${shownAt}

Where to look next
  examples/support-answers.jsonl   the samples   examples/support-suite.json   the suite
  docs/scoring.md                  how a verdict comes about
  docs/scorers.md                  every scorer`);

/** Whether `npm run dev` is running: two servers must not write to one local database. */
async function servesAssay(baseUrl: string): Promise<boolean> {
  const headers = { Authorization: `Bearer ${DEVELOPMENT_KEY}` };
  const signal = AbortSignal.timeout(2_000);
  const response = await fetch(`${baseUrl}/v1/project/settings`, { headers, signal }).catch(
    () => undefined,
  );
  return response?.ok === true;
}

async function suiteVersion(assay: Assay): Promise<string> {
  const { name, ...content } = suite;
  const made = await assay.suites.create(suite).catch((cause: unknown) => {
    if (cause instanceof ConflictError) return assay.suites.addVersion(name, content);
    throw cause;
  });
  return `${name}@${made.version}`;
}

async function run(assay: Assay, samples: Sample[], version: string, prompt: string) {
  const options = { suite: version, tags: ['demo'], metadata: { prompt } };
  const { id } = await assay.batches.create(samples, options);
  await assay.batches.wait(id, { pollMs: 250 });
  const items: BatchItem[] = [];
  for await (const item of assay.batches.results(id)) items.push(item);
  return { id, verdicts: items.flatMap(({ verdict }) => (verdict === null ? [] : [verdict])) };
}

function passing(verdicts: readonly Verdict[]): number {
  return verdicts.filter(({ passed }) => passed).length;
}

async function readSamples(name: string): Promise<Sample[]> {
  const lines = (await readFile(join(examples, name), 'utf8')).split('\n');
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
