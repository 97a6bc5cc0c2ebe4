import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { build, type Plugin } from 'esbuild';
import { convertV4MiniflareOptions, Log, LogLevel, Miniflare } from 'miniflare';
import { WORKER_BUILD } from '../scripts/worker-build.ts';
import { DEVELOPMENT_KEY } from '../worker/features/auth/development.ts';
import { builtWorker, migrate, moduleOf, modulesOf } from './local-workerd.ts';
import { root } from './wrangler.ts';

const BARE = 'assay-without-log';
const ENCRYPTING = 'assay-with-encryption';

/** The Worker as it would be deployed, whose sealing is asked for, in one workerd with one that logs nothing. */
export interface LogWorker {
  url: string;
  /** Of the Worker that hashes and writes nothing for the log, into the same database. */
  bareUrl: string;
  /** Of the Worker as it is with a master key: what it stores is encrypted. */
  encryptingUrl: string;
  key: string;
  /** Runs what runs each minute. */
  seal(): Promise<void>;
  /** Entries that wait to be sealed. */
  pending(): Promise<number>;
  /** Stores copies of a stored verdict, each on its way to the log with some hash. */
  copyVerdicts(count: number): Promise<void>;
  stop(): Promise<void>;
}

export async function startLogWorker(state: string): Promise<LogWorker> {
  const worker = {
    ...(await builtWorker('assay', join(root, 'wrangler.toml'), state)),
    bindings: { ASSAY_ENVIRONMENT: 'development' },
    ratelimits: {
      RATE_LIMITER: { namespace_id: '1001', simple: { limit: 1_000_000_000, period: 60 as const } },
    },
  };
  const consumesNothing = { ...worker, queueConsumers: {} };
  const bare = { ...consumesNothing, name: BARE, modules: await modulesWithoutLog(state) };
  const encrypting = {
    ...consumesNothing,
    name: ENCRYPTING,
    bindings: {
      ...worker.bindings,
      ASSAY_ENCRYPTION_KEYS: `bench:${randomBytes(32).toString('base64url')}`,
    },
  };
  const miniflare = new Miniflare(
    convertV4MiniflareOptions({
      resourcePersistencePath: join(state, 'state'),
      cf: false,
      log: new Log(LogLevel.ERROR),
      handleStructuredLogs: () => {},
      workers: [worker, bare, encrypting],
    }),
  );
  await miniflare.ready;
  const database = await miniflare.getD1Database('DB', 'assay');
  await migrate(database);
  // It reads what either of them has stored.
  const fetcher = await miniflare.getWorker(ENCRYPTING);
  return {
    url: (await miniflare.unsafeGetDirectURL('assay')).origin,
    encryptingUrl: (await miniflare.unsafeGetDirectURL(ENCRYPTING)).origin,
    bareUrl: (await miniflare.unsafeGetDirectURL(BARE)).origin,
    key: DEVELOPMENT_KEY,
    async seal() {
      await fetcher.scheduled({ cron: '* * * * *' });
    },
    async pending() {
      const query = database.prepare('SELECT count(*) AS count FROM log_outbox');
      return (await query.first<{ count: number }>())?.count ?? 0;
    },
    async copyVerdicts(count) {
      await database
        .prepare(
          `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?1)
           INSERT INTO verdicts (project_id, id, created_at_ms, passed, verdict, sample, shape)
           SELECT project_id, id || printf('%06d', i), created_at_ms, passed, verdict, sample, shape
           FROM n CROSS JOIN (SELECT * FROM verdicts LIMIT 1)`,
        )
        .bind(count)
        .run();
      await database
        .prepare(
          `INSERT INTO log_outbox (project_id, kind, entry_id, hash)
           SELECT project_id, 'verdict', id, lower(hex(randomblob(32))) FROM verdicts
           WHERE length(id) > length('ver_01m8kp8yh0f4gttkxjf41kjd71') ON CONFLICT DO NOTHING`,
        )
        .run();
    },
    stop: () => miniflare.dispose(),
  };
}

const withoutHashes: Plugin = {
  name: 'without-hashes',
  setup({ onResolve }) {
    const path = join(root, 'bench', 'without-hashes.ts');
    onResolve({ filter: /\/verdict-hashes\.ts$/ }, () => ({ path }));
  },
};

/** The Worker, built without what computes hashes for the log, and with a database that drops what is for it. */
async function modulesWithoutLog(folder: string) {
  const outdir = join(folder, BARE);
  await build({ ...WORKER_BUILD, outdir, plugins: [...WORKER_BUILD.plugins, withoutHashes] });
  const modules = await modulesOf(join(outdir, 'index.js'));
  return [await moduleOf(join(root, 'bench', 'without-log.js')), ...modules];
}
