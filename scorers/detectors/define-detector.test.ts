import { expect, test } from 'vitest';
import * as z from 'zod';
import { readSample } from '../sample.ts';
import { createWork, UNBOUNDED } from '../work.ts';
import { defineDetector, failsAt, isDetector } from './define-detector.ts';
import { overParam } from './places.ts';

let looks = 0;

/** Finds digits, each as sure as a tenth of itself. */
const digits = defineDetector({
  id: 'detect-digits',
  version: 1,
  summary: 'Digits.',
  source: 'this test',
  kinds: { digit: ['digit', 'digits'] },
  params: () => z.strictObject({ over: overParam(['output']) }),
  quotes: true,
  examples: [],
  look(text) {
    looks += 1;
    return Array.from(text.matchAll(/\d/g), ({ 0: digit, index }) => ({
      kind: 'digit',
      start: index,
      end: index + 1,
      certainty: Number(digit) / 10,
    }));
  },
});

function run(sample: Parameters<typeof readSample>[0], over: ('input' | 'output')[] = ['output']) {
  return digits.score(readSample(sample), { over }, {
    work: UNBOUNDED,
  } as Parameters<typeof digits.score>[2]);
}

test('the value is 1 where nothing was found', () => {
  expect(run({ output: 'none' })).toMatchObject({
    value: 1,
    raw: 0,
    reason: 'Nothing was found in `output`.',
    evidence: [],
  });
});

test('the value falls with the certainty of the surest finding', () => {
  expect(run({ output: 'a 3, an 8' })).toMatchObject({
    value: expect.closeTo(0.2, 9),
    raw: 2,
    reason: 'Found 2 digits in `output`; certainty up to 0.80.',
    evidence: [
      { pointer: '/output', start: 2, end: 3, kind: 'digit', certainty: 0.3, text: '3' },
      { pointer: '/output', start: 8, end: 9, kind: 'digit', certainty: 0.8, text: '8' },
    ],
  });
});

test('an unlikely finding lowers the value and is no evidence', () => {
  expect(run({ output: '1' })).toMatchObject({ value: 0.9, raw: 0, evidence: [] });
});

test('evidence holds the surest findings where there are many, and detect gives them all', () => {
  const output = `${'2'.repeat(20)}9`;
  expect(run({ output })).toMatchObject({
    evidence: expect.arrayContaining([expect.objectContaining({ start: 20, certainty: 0.9 })]),
  });
  const detection = digits.detect(readSample({ output }), { over: ['output'] }, UNBOUNDED);
  expect('findings' in detection && detection.findings).toHaveLength(21);
});

test('a sample with none of the places is an error, never a pass', () => {
  expect(run({ output: 'x' }, ['input'])).toMatchObject({
    status: 'error',
    code: 'sample_field_missing',
  });
});

test('places that the sample lacks are not named as looked at', () => {
  expect(run({ output: 'x' }, ['input', 'output'])).toMatchObject({
    value: 1,
    reason: 'Nothing was found in `output`.',
  });
});

test('a sample is looked at once for the same parameters', () => {
  const sample = readSample({ output: '7' });
  const params: { over: ['output'] } = { over: ['output'] };
  looks = 0;
  const first = digits.detect(sample, params, UNBOUNDED);
  expect(digits.detect(sample, params, createWork(0))).toBe(first);
  expect(looks).toBe(1);
});

test('a finding fails a threshold exactly when the score does', () => {
  expect(failsAt(0.5, { certainty: 0.5 })).toBe(false);
  expect(failsAt(0.5, { certainty: 0.51 })).toBe(true);
});

test('a detector is told from other scorers', () => {
  expect(isDetector(digits)).toBe(true);
});
