import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');

/** Where a path of the map may begin: it names folders of the Worker without saying so each time. */
const BEGINNINGS = ['', 'worker/', 'worker/entry/', 'worker/features/'];

function filesBelow(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' });
}

const FILE_NAMES = new Set(
  ['schema', 'scorers', 'worker', 'scripts', 'sdk', 'dashboard'].flatMap((folder) =>
    filesBelow(folder).map((path) => path.split('/').at(-1) ?? path),
  ),
);

const PATH = /`([\w./@-]+(?:\.(?:ts|js|json|toml|md|bin|sql)|\/))`/g;

/** What a recipe says there is none of yet. */
const ANNOUNCED = ['worker/entry/objects/'];

/** Paths in backticks, but for those of what a recipe has its reader make: `x.ts`, `<group>`. */
function pathsIn(page: string): string[] {
  const quoted = readFileSync(join(root, page), 'utf8').matchAll(PATH);
  return Array.from(quoted, ([, path = '']) => path).filter((path) => !/(^|\/)x\b/.test(path));
}

function exists(path: string): boolean {
  if (!path.includes('/')) return existsSync(join(root, path)) || FILE_NAMES.has(path);
  return BEGINNINGS.some((beginning) => existsSync(join(root, beginning, path)));
}

test.each(['CONTRIBUTING.md', 'docs/architecture.md'])('%s names files that exist', (page) => {
  const paths = pathsIn(page);
  expect(paths.length).toBeGreaterThan(20);
  const missing = paths.filter((path) => !exists(path));
  expect(missing.filter((path) => !ANNOUNCED.includes(path))).toEqual([]);
});

test('CONTRIBUTING.md names scripts of package.json', () => {
  const { scripts }: { scripts: Record<string, string> } = JSON.parse(
    readFileSync(join(root, 'package.json'), 'utf8'),
  );
  const text = readFileSync(join(root, 'CONTRIBUTING.md'), 'utf8');
  const named = Array.from(text.matchAll(/`npm run ([\w:-]+)/g), ([, name = '']) => name);
  expect(named.filter((name) => scripts[name] === undefined)).toEqual([]);
  // Each has its line; `test` and `check` run those that are left out.
  const parts = ['lint', 'typecheck', 'imports'];
  const unnamed = Object.keys(scripts).filter((name) => !named.includes(name) && name !== 'test');
  expect(unnamed.filter((name) => !parts.includes(name))).toEqual([]);
});
