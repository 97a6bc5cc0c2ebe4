import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { GENERATED_PAGES } from './generated-docs.ts';

for (const { path, render } of GENERATED_PAGES) {
  test(`${path} says what the code says; \`npm run docs\` writes it anew`, () => {
    const page = readFileSync(join(import.meta.dirname, '..', path), 'utf8');
    expect(page).toBe(render());
  });
}
