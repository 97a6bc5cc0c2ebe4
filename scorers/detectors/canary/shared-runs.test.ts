import fc from 'fast-check';
import { expect, test } from 'vitest';
import { indexWindows, type SharedRun, sharedRuns } from './shared-runs.ts';

const WINDOW = 20;

/** The same without hashes: every window is compared with every indexed one. */
function runsByComparing(letters: string, secret: string): SharedRun[] {
  const runs: SharedRun[] = [];
  let settled = 0;
  for (let i = 0; i + WINDOW <= letters.length; i += 1) {
    if (i < settled) continue;
    const window = letters.slice(i, i + WINDOW);
    let place = 0;
    while (place + WINDOW <= secret.length && !secret.startsWith(window, place)) place += 4;
    if (place + WINDOW > secret.length) continue;
    let start = i;
    while (start > settled && place > 0 && letters[start - 1] === secret[place - 1]) {
      start -= 1;
      place -= 1;
    }
    let end = start + 1;
    while (end < letters.length && letters[end] === secret[place + end - start]) end += 1;
    runs.push({ start, end });
    settled = end;
  }
  return runs;
}

const letters = (maxLength: number) =>
  fc.string({ unit: fc.constantFrom('a', 'b', 'é', '字'), maxLength, size: 'max' });

test('the runs that two texts share are those that comparing every window finds', () => {
  let found = 0;
  const texts = fc.tuple(letters(90), letters(90), letters(60), letters(30));
  fc.assert(
    fc.property(texts, ([secret, before, after, between]) => {
      const copied = secret.slice(7, 52);
      const text = before + copied + between + copied + after;
      const runs = sharedRuns(text, indexWindows(secret));
      expect(runs).toEqual(runsByComparing(text, secret));
      found += runs.length;
    }),
    { numRuns: 2_000 },
  );
  expect(found).toBeGreaterThan(500);
});

test('texts shorter than a window share nothing', () => {
  expect(sharedRuns('abc', indexWindows('abc'))).toEqual([]);
  expect(sharedRuns('', indexWindows('a'.repeat(40)))).toEqual([]);
});
