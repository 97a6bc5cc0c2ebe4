import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Sample } from '../schema/sample.ts';
import { SuiteInput } from '../schema/suite.ts';
import { resolveScorers } from '../scorers/resolve.ts';

const examples = join(import.meta.dirname, '..', 'examples');

function samplesIn(name: string) {
  const lines = readFileSync(join(examples, name), 'utf8').trim().split('\n');
  return lines.map((line) => Sample.parse(JSON.parse(line)));
}

test('the answers of the changed prompt are to the same questions', () => {
  const [first, changed] = ['support-answers.jsonl', 'support-answers-concise.jsonl'].map((name) =>
    samplesIn(name).map(({ output: _, ...sample }) => sample),
  );
  expect(changed).toEqual(first);
});

test('every sample answer is a valid sample with an id of its own', () => {
  const samples = samplesIn('support-answers.jsonl');
  expect(samples.length).toBeGreaterThanOrEqual(30);
  expect(new Set(samples.map(({ id }) => id)).size).toBe(samples.length);
});

test('the suite of the sample answers is valid, and its scorers can be run', () => {
  const text = readFileSync(join(examples, 'support-suite.json'), 'utf8');
  const suite = SuiteInput.parse(JSON.parse(text));
  expect(resolveScorers(suite.scorers)).toHaveLength(suite.scorers.length);
});
