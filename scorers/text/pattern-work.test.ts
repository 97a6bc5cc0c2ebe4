import fc from 'fast-check';
import { RE2JS } from 're2js';
import { expect, test } from 'vitest';
import { instructionsAtMost, staysInLine } from './pattern-work.ts';

const atom = fc.constantFrom('a', 'b', '.', '\\d', '[a-c]', '[^a\\]]', '\\p{L}', '\\.', '^', '$');
const repeat = fc.constantFrom('', '', '*', '+', '?', '{3}', '{2,}', '{0,4}', '{1,3}?');
const { pattern } = fc.letrec<{ pattern: string; group: string; part: string }>((tie) => ({
  pattern: fc.array(tie('part'), { minLength: 1, maxLength: 4 }).map((parts) => parts.join('')),
  part: fc
    .oneof({ depthSize: 'small' }, fc.tuple(atom, repeat), fc.tuple(tie('group'), repeat))
    .map((pair) => pair.join('')),
  group: fc
    .tuple(fc.constantFrom('(', '(?:'), fc.array(tie('pattern'), { minLength: 1, maxLength: 3 }))
    .map(([open, all]) => `${open}${all.join('|')})`),
}));

test('no pattern compiles to more instructions than are charged', () => {
  fc.assert(
    fc.property(pattern, (source) => {
      // A repeated assertion, ^*, is not RE2 syntax.
      const size = compiledSize(source);
      if (size !== undefined) expect(instructionsAtMost(source)).toBeGreaterThanOrEqual(size);
    }),
    { numRuns: 500 },
  );
});

function compiledSize(source: string): number | undefined {
  try {
    return RE2JS.compile(source).programSize();
  } catch {
    return undefined;
  }
}

test('a repeat of what can match nothing is charged in full', () => {
  expect(instructionsAtMost('^*^*')).toBeGreaterThanOrEqual(compiledSize('^*^*') ?? 0);
});

test('repeats multiply', () => {
  expect(instructionsAtMost('a{1000}')).toBeGreaterThan(1_000);
  expect(instructionsAtMost('(?:a{30}){30}')).toBeGreaterThan(900);
  expect(instructionsAtMost('[A-Z]{2}-\\d{4}')).toBeLessThan(40);
});

test('a pattern that might match a line break does not stay in a line', () => {
  for (const source of [
    '\\d+',
    '[A-Z]{2}-\\d{4}',
    '(?:a|b)*c',
    'x.*y',
    '\\w+@\\w+\\.com',
    '\\p{L}+',
  ]) {
    expect(staysInLine(source), source).toBe(true);
  }
  for (const source of [
    '[^a]*',
    '\\s',
    '\\W',
    '(?s).',
    '\\x0a',
    '[\\n]',
    'a\nb',
    '\\p{Z}',
    '\\PL',
    '[[:space:]]',
    '[\\s]',
    '\\Q',
    '\\pC',
    '(?i)a',
  ]) {
    expect(staysInLine(source), source).toBe(false);
  }
});

test('what stays in a line by its syntax matches no line break', () => {
  fc.assert(
    fc.property(pattern, (source) => {
      if (!staysInLine(source) || compiledSize(source) === undefined) return;
      const matcher = RE2JS.compile(source).matcher('a1b\n\na.b\nab');
      while (matcher.find()) expect(matcher.group()).not.toContain('\n');
    }),
    { numRuns: 500 },
  );
});
