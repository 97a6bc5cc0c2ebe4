import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Sample } from '../schema/sample.ts';
import { SuiteInput } from '../schema/suite.ts';
import { resolveScorers } from '../scorers/resolve.ts';

const examples = join(import.meta.dirname, '..', 'examples');

test('every sample answer is a valid sample with an id of its own', () => {
  const lines = readFileSync(join(examples, 'support-answers.jsonl'), 'utf8').trim().split('\n');
  const samples = lines.map((line) => Sample.parse(JSON.parse(line)));
  expect(samples.length).toBeGreaterThanOrEqual(30);
  expect(new Set(samples.map(({ id }) => id)).size).toBe(samples.length);
});

test('the suite of the sample answers is valid, and its scorers can be run', () => {
  const text = readFileSync(join(examples, 'support-suite.json'), 'utf8');
  const suite = SuiteInput.parse(JSON.parse(text));
  expect(resolveScorers(suite.scorers)).toHaveLength(suite.scorers.length);
});
