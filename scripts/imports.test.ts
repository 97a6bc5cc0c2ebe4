import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { expect, test } from 'vitest';

// schema <- scorers <- worker and schema <- sdk <- dashboard: an import against these arrows breaks the build.
const MAY_IMPORT: Record<string, string[]> = {
  schema: [],
  scorers: ['schema'],
  worker: ['schema', 'scorers'],
  sdk: ['schema'],
  // The samples that an empty project loads are those of the examples.
  dashboard: ['sdk', 'examples'],
};

const root = join(import.meta.dirname, '..');
const IMPORT = /(?:from|import)\s*\(?\s*'([^']+)'/g;

function sourcesOf(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter(
      (path) => /\.tsx?$/.test(path) && !path.includes('node_modules') && !path.includes('dist'),
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
          // The tests of pages start a Worker, as the scripts do.
          const isOfPages = path.includes('/dashboard/testing/') && target === 'scripts';
          // Those of the client in workerd reach into the Worker that they call.
          const isOfClient = path.endsWith('.workerd.test.ts') && target === 'worker';
          const isForTests = isOfPages || isOfClient;
          return !isFree && !isForTests && !allowed.includes(target);
        })
        .map((specifier) => `${relative(root, path)} imports ${specifier}`),
    );
    expect(offences).toEqual([]);
  });
}

/** What each layer of the Worker may import, beside itself; files at the top see everything. */
const LAYERS: Record<string, readonly string[]> = {
  entry: ['features', 'store', 'models', 'core'],
  features: ['store', 'models', 'core'],
  store: ['core'],
  models: ['core'],
  core: [],
};

/** A feature may import those that stand before it. */
const FEATURES = [
  'data-control',
  'auth',
  'idempotency',
  'judging',
  'scoring',
  'records',
  'webhooks',
  'alerts',
  'guard',
  'gateway',
  'datasets',
  'batches',
  'experiments',
  'overview',
  'reviews',
  'calibrations',
  'schedules',
  'evaluation-export',
  'traces',
  'probes',
  'monitors',
  'retention',
  'erasure',
  'data-map',
  'transfer',
];

// Types that speak of each other: a scorer's parameters may hold scorers.
const RECURSIVE_TYPES = ['sdk/scorer-params.ts'];

const PACKAGES = Object.keys(MAY_IMPORT);

/** The files of ours that are not tests, with what each imports of them. */
function arrowsOf(folders: readonly string[]): Map<string, string[]> {
  const sources = folders
    .flatMap(sourcesOf)
    .filter((path) => !path.endsWith('.test.ts') && !path.includes('/testing/'));
  return new Map(
    sources.map((path) => [
      relative(root, path),
      importsOf(path).flatMap((specifier) => fileOf(specifier, path)),
    ]),
  );
}

function fileOf(specifier: string, importer: string): string[] {
  if (specifier.startsWith('@assay/')) return [specifier.slice('@assay/'.length)];
  if (!specifier.startsWith('.')) return [];
  return [relative(root, resolve(dirname(importer), specifier))];
}

/** The parts of a path below `worker/`; undefined outside it. */
function partsInWorker(path: string): string[] | undefined {
  const [top, ...rest] = path.split('/');
  return top === 'worker' ? rest : undefined;
}

function offences(isAllowed: (from: string[], to: string[]) => boolean): string[] {
  return [...arrowsOf(['worker'])].flatMap(([path, targets]) =>
    targets.flatMap((target) => {
      const [from, to] = [partsInWorker(path), partsInWorker(target)];
      return from === undefined || to === undefined || isAllowed(from, to)
        ? []
        : [`${path} imports ${target}`];
    }),
  );
}

test('every folder of the Worker is a layer, and every feature has its place in the order', () => {
  const foldersIn = (path: string) =>
    readdirSync(join(root, path), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name)
      .toSorted();
  const known = [...Object.keys(LAYERS), 'testing'].toSorted();
  expect(foldersIn('worker').filter((name) => name !== 'docs')).toEqual(known);
  expect(foldersIn('worker/features')).toEqual(FEATURES.toSorted());
});

test('statistics know nothing else of the project', () => {
  const folder = 'worker/core/statistics/';
  const found = [...arrowsOf(['worker'])].flatMap(([path, targets]) =>
    targets.flatMap((target) =>
      path.startsWith(folder) && !target.startsWith(folder) ? [`${path} imports ${target}`] : [],
    ),
  );
  expect(found).toEqual([]);
});

test('imports in the Worker run from entry through features to store, models and core', () => {
  const upward = offences(([layer = ''], [target = '']) => {
    const isAssembly = LAYERS[layer] === undefined;
    return isAssembly || layer === target || LAYERS[layer]?.includes(target) === true;
  });
  expect(upward).toEqual([]);
});

test('a feature imports only features before it', () => {
  const backward = offences(([layer, feature = ''], [targetLayer, target = '']) => {
    if (layer !== 'features' || targetLayer !== 'features') return true;
    return FEATURES.indexOf(target) <= FEATURES.indexOf(feature);
  });
  expect(backward).toEqual([]);
});

test('no file imports itself by way of others', () => {
  const arrows = arrowsOf(PACKAGES);
  for (const path of RECURSIVE_TYPES) arrows.delete(path);
  expect(circlesIn(arrows)).toEqual([]);
});

test('no folder among the ways in imports itself by way of others', () => {
  const arrows = new Map<string, string[]>();
  for (const [path, targets] of arrowsOf(['worker'])) {
    const from = dirname(path);
    if (!from.startsWith('worker/entry/')) continue;
    const others = targets.map((target) => dirname(target)).filter((target) => target !== from);
    arrows.set(from, [...(arrows.get(from) ?? []), ...others]);
  }
  expect(circlesIn(arrows)).toEqual([]);
});

/** Each circle once, from where it was entered. */
function circlesIn(arrows: ReadonlyMap<string, readonly string[]>): string[] {
  const circles: string[] = [];
  const done = new Set<string>();
  const visit = (path: string, way: readonly string[]): void => {
    const start = way.indexOf(path);
    if (start !== -1) circles.push([...way.slice(start), path].join(' → '));
    if (start !== -1 || done.has(path)) return;
    for (const target of arrows.get(path) ?? []) visit(target, [...way, path]);
    done.add(path);
  };
  for (const path of arrows.keys()) visit(path, []);
  return circles;
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
