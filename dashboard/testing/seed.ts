import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Assay, type AssayOptions, type Sample, type SuiteInput } from '../../sdk/index.ts';
import { hostileSamples } from './hostile-samples.ts';

const examples = join(import.meta.dirname, '..', '..', 'examples');

/** The batches that the tests look at. */
export interface Seeded {
  base: string;
  batch: string;
  hostile: string;
  /** A key that may read, and nothing else. */
  readingKey: string;
}

/** Fills a new database: two runs of the sample answers, the second changed, and hostile samples. */
export async function seed(options: AssayOptions): Promise<Seeded> {
  const assay = new Assay(options);
  const suite: SuiteInput = JSON.parse(
    await readFile(join(examples, 'support-suite.json'), 'utf8'),
  );
  const { name } = await assay.suites.create(suite);
  const answers = await readAnswers();
  const base = await run(assay, answers, { suite: name, tags: ['support', 'run-1'] });
  const batch = await run(assay, answers.map(changed), { suite: name, tags: ['support', 'run-2'] });
  const hostile = await run(assay, hostileSamples(), {
    scorers: ['detect-pii', 'contains-any', 'json-valid'].map((scorer) =>
      scorer === 'contains-any' ? { scorer, params: { values: ['safe'] } } : scorer,
    ),
    tags: ['<script>alert(1)</script>'],
  });
  const { key } = await assay.keys.create({ name: 'reader', scopes: ['read'] });
  return { base, batch, hostile, readingKey: key };
}

async function readAnswers(): Promise<Sample[]> {
  const text = await readFile(join(examples, 'support-answers.jsonl'), 'utf8');
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line): Sample => JSON.parse(line));
}

/** As after a change of the prompt: every third answer is the expected one, every fifth is cut off. */
function changed(sample: Sample, i: number): Sample {
  if (i % 3 === 0 && typeof sample.expected === 'string')
    return { ...sample, output: sample.expected };
  if (i % 5 === 0 && typeof sample.output === 'string') {
    return { ...sample, output: sample.output.slice(0, 12) };
  }
  return sample;
}

async function run(
  assay: Assay,
  samples: Sample[],
  options: Parameters<Assay['batches']['create']>[1],
): Promise<string> {
  const { id } = await assay.batches.create(samples, options);
  await assay.batches.wait(id, { pollMs: 200 });
  return id;
}
