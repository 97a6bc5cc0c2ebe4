import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { lazyPattern } from './lazy-pattern.ts';

test('a lazy pattern is what the literal is, and one object however often it is asked for', () => {
  const pattern = lazyPattern(String.raw`(?<![\p{L}/\\])\x60\/\p{Lu}`, 'gu');
  const literal = /(?<![\p{L}/\\])\x60\/\p{Lu}/gu;
  expect(pattern().source).toBe(literal.source);
  expect(pattern().flags).toBe(literal.flags);
  expect(pattern()).toBe(pattern());
});

const PATTERN_AT_START = /^(?:export )?const [A-Z_]+(?:: \w+)? =\s+(?:new RegExp\(|\/).*\\p\{/gmu;

test('no module makes a pattern with properties of Unicode as it starts', () => {
  const root = join(import.meta.dirname, '..');
  const paths = ['schema', 'scorers', 'worker'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((path) => /(?<!\.test)\.ts$/.test(path) && !/node_modules|testing/.test(path))
      .map((path) => join(folder, path)),
  );
  const eager = paths.flatMap((path) =>
    Array.from(readFileSync(join(root, path), 'utf8').matchAll(PATTERN_AT_START), ({ 0: line }) => [
      path,
      line,
    ]),
  );
  expect(paths).toContain(join('scorers', 'detectors', 'pii', 'persons.ts'));
  expect(eager).toEqual([]);
});
