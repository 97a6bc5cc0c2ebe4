import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { resolveOne } from '../scorers/resolve.ts';

const page = readFileSync(join(import.meta.dirname, '..', 'docs', 'judges.md'), 'utf8');

const definition = z.object({
  base: z.string(),
  params: z.object({
    criterion: z.string(),
    levels: z.array(z.object({ value: z.number(), anchor: z.string() })),
    examples: z.array(z.object({ output: z.string(), level: z.int(), reason: z.string() })),
  }),
});

/** The bodies that a page sends with curl. */
const bodies = [...page.matchAll(/-d '(\{[\s\S]*?\})'\n/g)].map(([, body = '']) =>
  JSON.parse(body),
);
const definitions = bodies.flatMap((body) => definition.safeParse(body).data ?? []);

test('the custom scorers that docs/judges.md makes can be made', () => {
  expect(definitions).toHaveLength(1);
  for (const { base, params } of definitions) {
    expect(() => resolveOne({ scorer: base, params }, '', {})).not.toThrow();
  }
});

test('the examples of docs/judges.md have the level whose words their reason uses', () => {
  for (const { params } of definitions) {
    for (const { level, reason } of params.examples) {
      const words = reason.toLowerCase().match(/\p{L}+/gu) ?? [];
      const shared = params.levels.map(
        ({ anchor }) => words.filter((word) => anchor.toLowerCase().includes(word)).length,
      );
      expect(shared.indexOf(Math.max(...shared)) + 1).toBe(level);
    }
  }
});
