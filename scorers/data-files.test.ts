import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readData } from '#data-files';

const folder = import.meta.dirname;
const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.bin') && !path.includes('node_modules'))
  .toSorted();

test('the Workers runtime is given every data file under its own path', () => {
  const source = readFileSync(join(folder, 'data-files.workerd.ts'), 'utf8');
  const imported = new Map(
    [...source.matchAll(/^import (\w+) from '\.\/(.*)';$/gm)].map(([, name, path]) => [name, path]),
  );
  const listed = [...source.matchAll(/^ {2}'(.*\.bin)': (\w+),$/gm)];
  for (const [, path, name] of listed) expect(imported.get(name)).toBe(path);
  expect(listed.map(([, path]) => path).toSorted()).toEqual(paths);
});

test('a data file is read whole', () => {
  for (const path of paths) {
    expect(Buffer.from(readData(path)).equals(readFileSync(join(folder, path)))).toBe(true);
  }
});
