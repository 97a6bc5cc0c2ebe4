/** `npm run bench`: see README.md. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { benchBeside } from './beside.ts';
import { benchGuard, benchHttp } from './http.ts';
import { startLoadGenerator } from './load.ts';
import { startLocalWorkerd } from './local-workerd.ts';
import { benchScorers } from './scorers.ts';
import { benchSize } from './size.ts';

const isQuick = process.argv.includes('--quick');
const onlyGuard = process.argv.includes('--guard');
const onlyRequests = onlyGuard || process.argv.includes('--requests');
const folder = await mkdtemp(join(tmpdir(), 'assay-bench-'));
try {
  const workerd = await startLocalWorkerd(folder);
  const load = startLoadGenerator();
  try {
    const turns = isQuick ? { count: 15, ms: 100 } : { count: 60, ms: 150 };
    if (onlyGuard) await benchGuard(workerd, load, turns);
    else {
      await benchHttp(workerd, load, turns);
      await benchBeside(workerd, load, turns);
    }
  } finally {
    await load.stop();
    await workerd.stop();
  }
  if (!onlyRequests) {
    await benchSize(folder);
    await benchScorers(isQuick ? 20 : 100);
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}
