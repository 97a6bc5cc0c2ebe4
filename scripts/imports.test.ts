import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { expect, test } from 'vitest';

// schema <- scorers <- worker and schema <- sdk: an import against these arrows breaks the build.
const MAY_IMPORT: Record<string, string[]> = {
  schema: [],
  scorers: ['schema'],
  worker: ['schema', 'scorers'],
  sdk: ['schema'],
};

const root = join(import.meta.dirname, '..');
const IMPORT = /(?:from|import)\s*\(?\s*'([^']+)'/g;

function sourcesOf(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter(
      (path) => path.endsWith('.ts') && !path.includes('node_modules') && !path.includes('dist'),
    )
    .map((path) => join(root, folder, path));
}

/** The top-level folder of ours that an import leads to; undefined for packages of others. */
function folderOf(specifier: string, importer: string): string | undefined {
  if (specifier.startsWith('@assay/')) return specifier.split('/')[1];
  if (!specifier.startsWith('.')) return undefined;
  return relative(root, resolve(dirname(importer), specifier)).split('/')[0];
}

function importsOf(path: string): string[] {
  return [...readFileSync(path, 'utf8').matchAll(IMPORT)].map(([, specifier]) => specifier ?? '');
}

for (const [folder, allowed] of Object.entries(MAY_IMPORT)) {
  test(`${folder} imports ${['itself', ...allowed].join(', ')} and nothing else of ours`, () => {
    const offences = sourcesOf(folder).flatMap((path) =>
      importsOf(path)
        .filter((specifier) => {
          const target = folderOf(specifier, path);
          const isFree = target === undefined || target === 'package.json' || target === folder;
          return !isFree && !allowed.includes(target);
        })
        .map((specifier) => `${relative(root, path)} imports ${specifier}`),
    );
    expect(offences).toEqual([]);
  });
}

test('scorers know no Cloudflare, no network and no clock', () => {
  const forbidden =
    /'cloudflare:|\bfetch\(|\bDate\.now\(|\bperformance\.now\(|\bMath\.random\(|\bnew Function\b|\beval\(/;
  const offences = sourcesOf('scorers')
    .filter((path) => !path.endsWith('.test.ts') && !path.includes('/testing/'))
    .filter((path) => forbidden.test(readFileSync(path, 'utf8')));
  expect(offences.map((path) => relative(root, path))).toEqual([]);
});

test('zod is imported as a namespace and its core for types alone, so that its 50 languages stay out', () => {
  const takesAll = /import (?:type )?\{[^}]*\} from 'zod(?:\/[^']*)?'|instanceof z\.core\./;
  const offences = ['schema', 'scorers', 'worker', 'sdk']
    .flatMap(sourcesOf)
    .filter((path) => takesAll.test(readFileSync(path, 'utf8')));
  expect(offences.map((path) => relative(root, path))).toEqual([]);
});
