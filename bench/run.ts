/** `npm run bench`: see README.md. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { benchBeside } from './beside.ts';
import { benchBuilds } from './builds.ts';
import { benchGuard, benchHttp } from './http.ts';
import { startLoadGenerator } from './load.ts';
import { startLocalWorkerd } from './local-workerd.ts';
import { benchScorers } from './scorers.ts';
import { benchSize } from './size.ts';

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    guard: { type: 'boolean', default: false },
    requests: { type: 'boolean', default: false },
    beside: { type: 'string' },
  },
});
const { quick: isQuick, guard: onlyGuard, beside } = values;
const onlyRequests = onlyGuard || values.requests || beside !== undefined;
const folder = await mkdtemp(join(tmpdir(), 'assay-bench-'));
try {
  const script = beside === undefined ? undefined : join(beside, 'index.js');
  const workerd = await startLocalWorkerd(folder, {}, script);
  const load = startLoadGenerator();
  try {
    const turns = isQuick ? { count: 15, ms: 100 } : { count: 60, ms: 150 };
    if (workerd.besideUrl !== undefined) {
      // Builds differ by less than Assay and its floor.
      const more = isQuick ? { count: 80, ms: 100 } : { count: 300, ms: 100 };
      await benchBuilds(workerd, workerd.besideUrl, load, more);
    } else if (onlyGuard) await benchGuard(workerd, load, turns);
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
