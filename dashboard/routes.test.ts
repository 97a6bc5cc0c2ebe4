import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ROUTES } from './routes.ts';

test('every page can be opened directly: its path is none of the Worker’s', () => {
  const config = readFileSync(join(import.meta.dirname, '..', 'wrangler.toml'), 'utf8');
  const [, list = ''] = /^run_worker_first = \[([^\]]*)\]/m.exec(config) ?? [];
  const free = Array.from(list.matchAll(/"!([^"]+)"/g), ([, pattern = '']) => pattern);
  const isFree = (path: string) =>
    free.some((pattern) =>
      pattern.endsWith('/*') ? path.startsWith(pattern.slice(0, -1)) : path === pattern,
    );
  expect(ROUTES.map(({ path }) => path).filter((path) => !isFree(path))).toEqual([]);
});
