import { join } from 'node:path';
import { convertV4MiniflareOptions, Log, LogLevel, Miniflare } from 'miniflare';
import { DEVELOPMENT_KEY } from '../worker/features/auth/development.ts';
import { builtWorker, migrate, moduleOf } from './local-workerd.ts';
import { root } from './wrangler.ts';

export const AUTHORIZATION = { Authorization: `Bearer ${DEVELOPMENT_KEY}` };

/** The Worker as it would be deployed, with queues and a database that counts its statements. */
export interface BatchWorker {
  url: string;
  databaseBytes(): Promise<number>;
  stop(): Promise<void>;
}

/** @param variables beside those that it has for development */
export async function startBatchWorker(
  state: string,
  variables: Record<string, string> = {},
): Promise<BatchWorker> {
  const worker = await builtWorker('assay', join(root, 'wrangler.toml'), state);
  const miniflare = new Miniflare(
    convertV4MiniflareOptions({
      resourcePersistencePath: join(state, 'state'),
      cf: false,
      log: new Log(LogLevel.ERROR),
      handleStructuredLogs: () => {},
      workers: [
        {
          ...worker,
          bindings: { ASSAY_ENVIRONMENT: 'development', ...variables },
          modules: [await moduleOf(join(root, 'bench', 'counting-database.js')), ...worker.modules],
        },
      ],
    }),
  );
  await miniflare.ready;
  const database = await miniflare.getD1Database('DB', 'assay');
  await migrate(database);
  const url = (await miniflare.unsafeGetDirectURL('assay')).origin;
  return {
    url,
    databaseBytes: async () => (await database.prepare('SELECT 1').run()).meta.size_after,
    stop: () => miniflare.dispose(),
  };
}

/** How many statements the database has run. */
export async function statements(url: string): Promise<number> {
  const answer: { statements: number } = await (await fetch(`${url}/statements`)).json();
  return answer.statements;
}
