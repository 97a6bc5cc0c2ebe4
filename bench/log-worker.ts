import { join } from 'node:path';
import { convertV4MiniflareOptions, Log, LogLevel, Miniflare } from 'miniflare';
import { DEVELOPMENT_KEY } from '../worker/features/auth/development.ts';
import { builtWorker, migrate, moduleOf } from './local-workerd.ts';
import { root } from './wrangler.ts';

/** The Worker as it would be deployed, whose sealing is asked for. */
export interface LogWorker {
  url: string;
  key: string;
  /** Runs what runs each minute. */
  seal(): Promise<void>;
  /** Entries that wait to be sealed. */
  pending(): Promise<number>;
  /** Stores copies of a stored verdict, each on its way to the log. */
  copyVerdicts(count: number): Promise<void>;
  stop(): Promise<void>;
}

/** The Worker, built once for all that start it. */
export const buildLogWorker = (folder: string) =>
  builtWorker('assay', join(root, 'wrangler.toml'), folder);

/** @param wrapper a module of bench/ that stands before the Worker */
export async function startLogWorker(
  worker: Awaited<ReturnType<typeof buildLogWorker>>,
  state: string,
  wrapper?: string,
): Promise<LogWorker> {
  const before = wrapper === undefined ? [] : [await moduleOf(join(root, 'bench', wrapper))];
  const miniflare = new Miniflare(
    convertV4MiniflareOptions({
      resourcePersistencePath: join(state, 'state'),
      cf: false,
      log: new Log(LogLevel.ERROR),
      handleStructuredLogs: () => {},
      workers: [
        {
          ...worker,
          bindings: { ASSAY_ENVIRONMENT: 'development' },
          modules: [...before, ...worker.modules],
          ratelimits: {
            RATE_LIMITER: { namespace_id: '1001', simple: { limit: 1_000_000_000, period: 60 } },
          },
        },
      ],
    }),
  );
  await miniflare.ready;
  const database = await miniflare.getD1Database('DB', 'assay');
  await migrate(database);
  const fetcher = await miniflare.getWorker('assay');
  return {
    url: (await miniflare.unsafeGetDirectURL('assay')).origin,
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
           SELECT project_id, 'verdict', id, NULL FROM verdicts WHERE true ON CONFLICT DO NOTHING`,
        )
        .run();
    },
    stop: () => miniflare.dispose(),
  };
}
