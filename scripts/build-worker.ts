/** Writes what `wrangler` serves and uploads: the Worker in its parts, and the pages behind /docs. */
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { build } from 'esbuild';
import { WORKER_BUILD } from './worker-build.ts';

const root = WORKER_BUILD.absWorkingDir;
const folder = join(root, WORKER_BUILD.outdir);

await Promise.all([buildWorker(), import('./build-docs-assets.ts')]);

async function buildWorker(): Promise<void> {
  const { outputFiles } = await build({ ...WORKER_BUILD, write: false, sourcemap: true });
  for (const { path, contents } of outputFiles) await replace(path, contents);
  // Whatever lies there is uploaded.
  const current = new Set(outputFiles.map(({ path }) => relative(folder, path)));
  const present = await readdir(folder, { recursive: true, withFileTypes: true });
  for (const entry of present.filter((each) => each.isFile())) {
    const path = join(entry.parentPath, entry.name);
    if (!current.has(relative(folder, path))) await rm(path, { force: true });
  }
}

/** Leaves a file alone that is as it must be: another process may be reading it. */
async function replace(path: string, contents: Uint8Array): Promise<void> {
  const present = await readFile(path).catch(() => undefined);
  if (present?.equals(contents)) return;
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, contents);
}
