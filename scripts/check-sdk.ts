/**
 * `npm run sdk:check`: packs the SDK as it would be published and holds it to what it promises: files,
 * types that stand alone, no dependency, the size of the client, Node.js from version 20, Bun and Deno.
 */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';

const MOST_CLIENT_BYTES = 13 * 1024;
/** By npm package and version, and what comes before the program. */
const OTHER_RUNTIMES = [
  ['bun', '1'],
  ['deno', '2', 'run', '--no-prompt', '--allow-net'],
] as const;
const FETCH_MS = 120_000;

const root = join(import.meta.dirname, '..');
const bin = join(root, 'node_modules', '.bin');
const sdk = join(root, 'sdk');
const run = promisify(execFile);
const folder = await mkdtemp(join(tmpdir(), 'assay-sdk-'));

try {
  const tarball = await pack();
  const installed = join(folder, 'node_modules', '@assay', 'sdk');
  await mkdir(installed, { recursive: true });
  await run('tar', ['-xzf', tarball, '-C', installed, '--strip-components=1']);
  await checkFiles(installed);
  await checkPackage(installed);
  await checkTypes(tarball);
  await checkSize(join(installed, 'dist', 'index.js'));
  await checkRuntimes();
} finally {
  await rm(folder, { recursive: true });
}

async function pack(): Promise<string> {
  const { stdout } = await run('npm', ['pack', '--json', `--pack-destination=${folder}`], {
    cwd: sdk,
  });
  const { filename, size } = packed(JSON.parse(stdout.slice(stdout.search(/^[[{]/m))));
  console.log(`packed      ${filename}, ${kilobytes(size)}`);
  return join(folder, filename.replace('@', '').replace('/', '-'));
}

interface Packed {
  filename: string;
  size: number;
}

/** npm answers with a list, and from version 12 with an object by name. */
function packed(answer: Packed[] | Record<string, Packed>): Packed {
  const [first] = Object.values(answer);
  return first ?? fail('npm packed nothing');
}

async function checkFiles(installed: string): Promise<void> {
  const files = await readdir(installed, { recursive: true });
  for (const wanted of ['LICENSE', 'README.md', 'dist/index.js', 'dist/index.js.map']) {
    if (!files.includes(wanted)) fail(`the package lacks ${wanted}`);
  }
  const stray = files.filter((name) => /\.test\.|testing|node_modules/.test(name));
  if (stray.length > 0) fail(`the package holds ${stray.join(', ')}`);
}

async function checkPackage(installed: string): Promise<void> {
  const { messages, pkg } = await publint({ pkgDir: installed, strict: true, pack: false });
  if (messages.length > 0) {
    fail(messages.map((message) => formatMessage(message, pkg) ?? message.code).join('\n'));
  }
  if (Object.keys(pkg.dependencies ?? {}).length > 0) fail('the package has dependencies');
  console.log('publint     nothing to mend; no dependencies');
}

async function checkTypes(tarball: string): Promise<void> {
  await run(join(bin, 'attw'), [tarball, '--profile=esm-only', '--no-emoji']);
  console.log('attw        types resolve');
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
  await cp(join(sdk, 'testing', 'use-packed.ts'), join(folder, 'use.ts'));
  const options = ['--strict', '--noEmit', '--module', 'nodenext', '--types', '', '--pretty'];
  const tsc = join(bin, 'tsc');
  await run(tsc, [...options, '--lib', 'es2022,dom,dom.iterable', 'use.ts'], { cwd: folder });
  await run(tsc, [...options, '--lib', 'es2022,dom', '--exactOptionalPropertyTypes', 'use.ts'], {
    cwd: folder,
  });
  console.log('types       compile with no other package there');
}

async function checkSize(entry: string): Promise<void> {
  const { outputFiles } = await build({
    stdin: { contents: `export { Assay } from ${JSON.stringify(entry)}`, resolveDir: root },
    bundle: true,
    minify: true,
    format: 'esm',
    write: false,
  });
  const bytes = gzipSync(outputFiles[0]?.contents ?? '', { level: 9 }).length;
  if (bytes > MOST_CLIENT_BYTES) {
    fail(`the client has ${bytes} bytes, minified and gzipped; it may have ${MOST_CLIENT_BYTES}`);
  }
  console.log(
    `size        ${kilobytes(bytes)} minified and gzipped, of ${kilobytes(MOST_CLIENT_BYTES)}`,
  );
}

/** Runs the package under each Node.js that is there, that of npm scripts and the system's, and others from npm. */
async function checkRuntimes(): Promise<void> {
  await cp(join(sdk, 'testing', 'run-packed.js'), join(folder, 'run.js'));
  const ran = new Set<string>();
  for (const node of [process.execPath, '/usr/bin/node', '/usr/local/bin/node']) {
    if (existsSync(node)) ran.add(await runPacked(node, []));
  }
  for (const [name, version, ...args] of OTHER_RUNTIMES) {
    const npx = ['--yes', `--package=${name}@${version}`, name];
    const there = await run('npx', [...npx, '--version'], { timeout: FETCH_MS }).catch(() => null);
    if (there) ran.add(await runPacked('npx', [...npx, ...args]));
    else console.log(`not tried   ${name}, which npm could not fetch`);
  }
  console.log(`runs        ${[...ran].join(', ')}`);
}

async function runPacked(program: string, args: readonly string[]): Promise<string> {
  const { stdout } = await run(program, [...args, 'run.js'], { cwd: folder, timeout: FETCH_MS });
  return stdout.trim();
}

function kilobytes(bytes: number): string {
  return `${(bytes / 1024).toFixed(1)} KB`;
}

function fail(message: string): never {
  throw new Error(message);
}
