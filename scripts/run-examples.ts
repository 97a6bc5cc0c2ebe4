/** `npm run examples`: runs each program in examples/ against the Worker on this machine. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startLocalWorker } from './local-worker.ts';

const folder = join(import.meta.dirname, '..', 'examples');
const persistTo = await mkdtemp(join(tmpdir(), 'assay-examples-'));
const worker = await startLocalWorker({ persistTo, isVerbose: false });
try {
  const programs = (await readdir(folder)).filter((name) => name.endsWith('.ts')).sort();
  for (const program of programs) {
    console.log(`\n${program}`);
    const child = spawn(process.execPath, [join(folder, program)], {
      stdio: 'inherit',
      env: { ...process.env, ASSAY_BASE_URL: worker.baseUrl, ASSAY_API_KEY: worker.apiKey },
    });
    const [code] = await once(child, 'exit');
    if (code !== 0) throw new Error(`examples/${program} ended with ${code}`);
  }
} finally {
  await worker.stop();
  await rm(persistTo, { recursive: true, force: true });
}
