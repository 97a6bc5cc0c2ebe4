/** `npm run bench`: see README.md. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { benchBeside } from './beside.ts';
import { benchHttp } from './http.ts';
import { startLocalWorkerd } from './local-workerd.ts';
import { benchScorers } from './scorers.ts';
import { benchSize } from './size.ts';

const isQuick = process.argv.includes('--quick');
const onlyRequests = process.argv.includes('--requests');
const folder = await mkdtemp(join(tmpdir(), 'assay-bench-'));
try {
  const workerd = await startLocalWorkerd(folder);
  try {
    const rounds = isQuick ? { count: 3, seconds: 1 } : { count: 7, seconds: 2 };
    await benchHttp(workerd, rounds);
    await benchBeside(workerd, rounds);
  } finally {
    await workerd.stop();
  }
  if (!onlyRequests) {
    await benchSize(folder);
    await benchScorers(isQuick ? 20 : 100);
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}
