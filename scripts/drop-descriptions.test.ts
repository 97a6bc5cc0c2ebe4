import { readFileSync } from 'node:fs';
import { glob } from 'node:fs/promises';
import { join } from 'node:path';
import { transform } from 'esbuild';
import { expect, test } from 'vitest';
import { withoutDescriptions } from './drop-descriptions.ts';

test('calls of describe and meta are dropped with all that is in their brackets', () => {
  const nested = '`$' + '{of(a, "`")} of a`';
  const code = String.raw`const a = z
  .string()
  .min(1)
  .describe('Text (with a bracket, and it\'s quoted).')
  .max(2)
  .meta({ id: 'A', deprecated: [true] });
const b = a.describe(${nested});`;
  expect(withoutDescriptions(code)).toBe(`const a = z
  .string()
  .min(1)
  .max(2);
const b = a;`);
});

test('what is no call of either is left alone', () => {
  const code = "describe('a', () => {}); a.described(1); a.metadata(); const text = 'of x';";
  expect(withoutDescriptions(code)).toBe(code);
});

test('every file with schemas is TypeScript still, and says nothing of its schemas', async () => {
  const root = join(import.meta.dirname, '..');
  let dropped = 0;
  for (const folder of ['schema', 'worker/entry']) {
    for await (const path of glob(`${folder}/**/*.ts`, { cwd: root })) {
      if (path.endsWith('.test.ts')) continue;
      const code = readFileSync(join(root, path), 'utf8');
      const kept = withoutDescriptions(code);
      if (kept === code) continue;
      dropped += code.length - kept.length;
      await transform(kept, { loader: 'ts' });
      expect(kept, path).not.toMatch(/\.(?:describe|meta)\(/);
    }
  }
  expect(dropped).toBeGreaterThan(50_000);
});
