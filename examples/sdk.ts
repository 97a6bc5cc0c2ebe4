/**
 * The SDK in one file: a verdict, a stream, an error, a batch and a comparison. With `npm run dev` in
 * another terminal, and the two variables that it prints:
 *
 *   ASSAY_BASE_URL=… ASSAY_API_KEY=… node examples/sdk.ts
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Assay, type Sample, type ScorerReference, ValidationError } from '@assay/sdk';

const assay = new Assay();

// One verdict.
const sample: Sample = {
  input: 'What does express shipping cost?',
  output: 'Express shipping is 9.90 EUR.',
  expected: 'Express shipping costs 12.90 EUR.',
};
const scorers: ScorerReference[] = ['token-f1', { scorer: 'numeric-diff', threshold: 0.99 }];
const verdict = await assay.score({ sample, scorers });
console.log(`${verdict.id}: ${verdict.passed ? 'pass' : 'fail'}, ${verdict.decision.reason}`);

// The same, each score as it is ready.
for await (const event of assay.score.stream({ sample, scorers, store: 'none' })) {
  if (event.type === 'score') console.log(`  ${event.score.name}: ${event.score.reason}`);
}

// What cannot be run says which field it is.
try {
  await assay.score({ sample, scorers: ['levenstein'] });
} catch (error) {
  if (!(error instanceof ValidationError)) throw error;
  console.log(`${error.code} at ${error.errors.map(({ pointer }) => pointer).join()}`);
}

// A file as a batch: read as it is sent, scored through the queue, read back as it comes.
const file = await readFile(join(import.meta.dirname, 'support-answers.jsonl'));
const options = { scorers: ['token-f1', 'rouge-l'], tags: ['example'] };
const { id } = await assay.batches.create(new Blob([file]), options);
const batch = await assay.batches.wait(id, {
  pollMs: 200,
  onProgress: ({ counts }) => console.log(`  ${counts.scored} of ${counts.total}`),
});
console.log(`batch ${batch.status}: ${batch.counts.passed} of ${batch.counts.total} pass`);
for await (const { sampleId, verdict: each } of assay.batches.results(id, { status: 'failed' })) {
  console.log(`  ${sampleId}: ${each?.decision.reason}`);
  break;
}

// Against another run: one answer for continuous integration.
const base = await assay.batches.create(new Blob([file]), options);
await assay.batches.wait(base.id, { pollMs: 200 });
const { gate } = await assay.batches.compare(id, base.id, { maxRegression: 0.02 });
console.log(`gate: ${gate.passed ? 'passed' : gate.failures.join(' ')}`);
if (!gate.passed) process.exitCode = 1;
