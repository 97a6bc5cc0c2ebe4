/** Writes what `wrangler` serves and uploads: the Worker in its parts, the dashboard and the pages behind /docs. */
import { join, relative } from 'node:path';
import { build } from 'esbuild';
import { WORKER_BUILD } from './worker-build.ts';
import { writeFolder } from './write-folder.ts';

const folder = join(WORKER_BUILD.absWorkingDir, WORKER_BUILD.outdir);

await Promise.all([
  buildWorker(),
  import('./build-docs-assets.ts'),
  import('./build-dashboard-assets.ts'),
]);

/** Whatever lies in the folder is uploaded. */
async function buildWorker(): Promise<void> {
  const { outputFiles } = await build({ ...WORKER_BUILD, write: false, sourcemap: true });
  const files = outputFiles.map(
    ({ path, contents }) => [relative(folder, path), contents] as const,
  );
  await writeFolder(folder, new Map(files));
}
