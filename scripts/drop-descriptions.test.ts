import { readFileSync } from 'node:fs';
import { glob } from 'node:fs/promises';
import { join } from 'node:path';
import { transform } from 'esbuild';
import { expect, test } from 'vitest';
import { withoutDescribedParameters, withoutDescriptions } from './drop-descriptions.ts';

test('calls of describe and meta are dropped with all that is in their brackets', () => {
  const nested = '`$' + '{of(a, "`")} of a`';
  const code = String.raw`const a = z
  .string()
  .min(1)
  .describe('Text (with a bracket, and it\'s quoted).') // It's a comment :)
  .max(2)
  .meta({ id: 'A', inner: z.string().describe('B') });
const b = a.describe(${nested});`;
  expect(withoutDescriptions(code)).toBe(`const a = z
  .string()
  .min(1) // It's a comment :)
  .max(2);
const b = a;`);
});

test('what is no call of either is left alone', () => {
  const code =
    "describe('a', () => {}); a.described(1); a.metadata(); const text = 'a.describe(1)'; // a.meta(1)";
  expect(withoutDescriptions(code)).toBe(code);
});

test('the texts of an operation are dropped, and no others', () => {
  const code = `const a = operation({
  id: 'a', summary: 'Get (a', tag: 'A', description,
  answers: { status: 200, description: 'A.', unchanged: 'B.' },
  tool: { name: 'a', title: 'A', description: 'B', isReading: true },
  run: () => ({ summary: 'a', description: 'b' }),
  problems: [...c, 'd'],
});
const b = other({ summary: 'a' });`;
  expect(withoutDescriptions(code)).toBe(`const a = operation({
  id: 'a', tag: 'A', answers: { status: 200, },
  tool: { name: 'a', isReading: true },
  run: () => ({ summary: 'a', description: 'b' }),
  });
const b = other({ summary: 'a' });`);
});

test('of a scorer what parameters say of themselves is dropped, and not what judges see', () => {
  const code = `const answer = z.string().describe('Seen.');
const a = defineJudge({ params: () => z.object({ b: z.string().describe('B').min(1) }), answer });`;
  expect(withoutDescribedParameters(code)).toBe(`const answer = z.string().describe('Seen.');
const a = defineJudge({ params: () => z.object({ b: z.string().min(1) }), answer });`);
});

test('code that is no TypeScript is refused', () => {
  expect(() => withoutDescriptions("z.string().describe('a'")).toThrow(SyntaxError);
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
  expect(dropped).toBeGreaterThan(100_000);
});
