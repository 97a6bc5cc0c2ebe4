import { expect, test } from 'vitest';
import { createWork, oncePerPlan, WorkExceeded } from './work.ts';

test('steps are let through up to the limit, and no further', () => {
  const work = createWork(10);
  work.spend(7, 'reading');
  work.spend(3, 'reading');
  expect(() => work.spend(1, 'comparing `output` with `expected`')).toThrow(
    new WorkExceeded(10, 'comparing `output` with `expected`'),
  );
  expect(work.spent).toBe(10);
});

test('what would exceed the limit is not spent, so that less may follow', () => {
  const work = createWork(10);
  expect(() => work.spend(11, 'reading')).toThrow(WorkExceeded);
  work.spend(10, 'reading');
  expect(work.spent).toBe(10);
});

test('the limit and what was being done are in the message', () => {
  const { message } = new WorkExceeded(200_000_000, 'matching `pattern`');
  expect(message).toBe(
    'The limit of 200,000,000 steps of work was reached while matching `pattern`.',
  );
});

test('parts share the limit of the whole', () => {
  const whole = createWork(10);
  createWork(10, whole).spend(6, 'reading');
  const second = createWork(10, whole);
  expect(() => second.spend(6, 'reading')).toThrow(WorkExceeded);
  expect(whole.spent).toBe(6);
  expect(second.spent).toBe(0);
});

test('what the same parameters hold is compiled once', () => {
  let compiled = 0;
  const of = oncePerPlan(({ pattern }: { pattern: string }, work) => {
    work.spend(pattern.length, 'compiling');
    compiled += 1;
    return pattern.toUpperCase();
  });
  const params = { pattern: 'abc' };
  const work = createWork(5);
  expect([of(params, work), of(params, work)]).toEqual(['ABC', 'ABC']);
  expect(compiled).toBe(1);
  expect(work.spent).toBe(3);
});
