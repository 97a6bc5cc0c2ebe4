/**
 * `npm run bench:judge`: what Assay adds to a judge's own time, how often it asks, and how many
 * tokens it sends. A loopback server plays the judge; the Worker runs in local workerd, as it would be
 * deployed. Ratios of one run count; the milliseconds are those of the machine. `--quick` takes fewer
 * rounds; `--tokens` only counts tokens, which needs no Worker.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { benchCalls } from './judge-calls.ts';
import { benchOverhead } from './judge-overhead.ts';
import { benchTokens } from './judge-tokens.ts';
import { startLocalWorkerd } from './local-workerd.ts';
import { startLoopbackPlay } from './loopback-play.ts';

await benchTokens();
if (!process.argv.includes('--tokens')) await benchWithWorker();

async function benchWithWorker(): Promise<void> {
  const play = await startLoopbackPlay();
  const folder = await mkdtemp(join(tmpdir(), 'assay-bench-'));
  try {
    const workerd = await startLocalWorkerd(folder, {
      ASSAY_JUDGE_BASE_URL: play.baseUrl,
      ASSAY_JUDGE_MODEL: 'bench',
    });
    try {
      if (!process.env.SKIP) {
        await benchOverhead(workerd, play, process.argv.includes('--quick') ? 10 : 40);
      }
      await benchCalls(workerd, play);
    } finally {
      await workerd.stop();
    }
  } finally {
    await play.stop();
    await rm(folder, { recursive: true });
  }
}
