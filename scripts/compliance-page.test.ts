import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { documentJson } from '../worker/entry/openapi/document-json.ts';

test('each endpoint that the page on compliance names is one of the API', () => {
  const page = readFileSync(join(import.meta.dirname, '..', 'docs', 'compliance.md'), 'utf8');
  const named = Array.from(page.matchAll(/`([A-Z]+ \/[^`]*)`/g), ([, route = '']) => route);
  expect(named.length).toBeGreaterThan(20);
  const { paths }: { paths: Record<string, object> } = JSON.parse(documentJson());
  const routes = Object.entries(paths).flatMap(([path, operations]) =>
    Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
  );
  expect(named.filter((route) => !routes.includes(route))).toEqual([]);
});
