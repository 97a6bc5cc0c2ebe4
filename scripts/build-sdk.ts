/**
 * `npm run sdk:build`: makes `sdk/dist`, what is published: an ES module for each of the package's
 * exports and programs, and types that need no other package. Another entry is a line in
 * `sdk/package.json`: `./dist/x.js` is made from `sdk/x.ts`, and what entries share is not made twice.
 */
import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';

const root = join(import.meta.dirname, '..');
const sdk = join(root, 'sdk');
const dist = join(sdk, 'dist');
const run = promisify(execFile);
const shared = {
  bundle: true,
  format: 'esm',
  target: 'es2022',
  sourcemap: true,
  logLevel: 'warning',
} as const;

await rm(dist, { recursive: true, force: true });
await Promise.all([writeModules(), writeCommandLine(), writeTypes()]);
await cp(join(root, 'LICENSE'), join(sdk, 'LICENSE'));

async function writeModules(): Promise<void> {
  await build({
    ...shared,
    entryPoints: await entries(),
    outdir: dist,
    splitting: true,
    platform: 'neutral',
    packages: 'external',
    // What the contract does is part of the client; it is no package of its own.
    alias: { '@assay/schema': join(root, 'schema') },
  });
}

/** The command line is one file of its own, which brings the packages it uses, and their licences. */
async function writeCommandLine(): Promise<void> {
  const { metafile } = await build({
    ...shared,
    entryPoints: [join(sdk, 'cli', 'main.ts')],
    outdir: join(dist, 'cli'),
    platform: 'node',
    // CommonJS within the bundle may ask for what Node.js has.
    banner: {
      js: "import { createRequire } from 'node:module';\nconst require = createRequire(import.meta.url);",
    },
    sourcesContent: false,
    metafile: true,
  });
  const paths = Object.keys(metafile.inputs).map(
    (path) => /^.*node_modules\/[^/]+/.exec(path)?.[0],
  );
  const packages = [...new Set(paths)].filter((path) => path !== undefined).sort();
  const notices = packages.map(async (path) => {
    const folder = join(process.cwd(), path);
    const licence = (await readdir(folder)).find((name) => /^licen[cs]e/i.test(name));
    if (!licence) throw new Error(`${path} has no licence to bring`);
    return `${path.split('/').at(-1)}\n\n${await readFile(join(folder, licence), 'utf8')}`;
  });
  await writeFile(join(dist, 'cli', 'licences.txt'), (await Promise.all(notices)).join('\n\n'));
}

/** `./dist/x.js` of the exports is made from `x.ts`; the command line is made apart. */
async function entries(): Promise<string[]> {
  const manifest = await readFile(join(sdk, 'package.json'), 'utf8');
  const modules = manifest.matchAll(/"\.\/dist\/(?!cli\/)([\w/-]+)\.js"/g);
  return [...new Set([...modules].map(([, name]) => join(sdk, `${name}.ts`)))];
}

/** Declarations of the entries and all they import, with the contract beside them. */
async function writeTypes(): Promise<void> {
  const made = await mkdtemp(join(tmpdir(), 'assay-sdk-types-'));
  try {
    const project = {
      extends: join(sdk, 'tsconfig.build.json'),
      compilerOptions: { types: ['node'], typeRoots: [join(root, 'node_modules', '@types')] },
      files: await entries(),
    };
    await writeFile(join(made, 'tsconfig.json'), JSON.stringify(project));
    await run(join(root, 'node_modules', '.bin', 'tsc'), ['-p', made, '--outDir', made]);
    const paths = await readdir(made, { recursive: true });
    for (const path of paths.filter((name) => name.endsWith('.d.ts'))) {
      const target = join(dist, path.startsWith('sdk/') ? path.slice('sdk/'.length) : path);
      const contract = relative(dirname(target), join(dist, 'schema'));
      const text = await readFile(join(made, path), 'utf8');
      await mkdir(dirname(target), { recursive: true });
      await writeFile(
        target,
        relinked(text, contract.startsWith('.') ? contract : `./${contract}`),
      );
    }
  } finally {
    await rm(made, { recursive: true });
  }
}

/** Imports as they lead in the package. */
function relinked(text: string, contract: string): string {
  return text
    .replaceAll(/(['"])@assay\/schema\//g, `$1${contract}/`)
    .replaceAll(/(from |import\()(['"])(\.[^'"]*)\.ts\2/g, '$1$2$3.js$2');
}
