import { mkdtemp, readdir, readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { readD1Migrations } from '@cloudflare/vitest-plugin';
import { convertV4MiniflareOptions, Log, LogLevel, Miniflare } from 'miniflare';
import { unstable_getMiniflareWorkerOptions as optionsFrom } from 'wrangler';
import { DEVELOPMENT_KEY } from '../worker/features/auth/development.ts';
import { build, root } from './wrangler.ts';

const ASSAY = 'assay';
const ASSAY_ON_DISK = 'assay-on-disk';
const ASSAY_BESIDE = 'assay-beside';
const FLOOR = 'floor';

/** Assay and the floor, each at an address of its own, served by one workerd process. */
export interface LocalWorkerd {
  /** Assay with a rate limiter that counts in the isolate's memory. */
  assayUrl: string;
  /** Assay with miniflare's rate limiter, which writes every count to a file. */
  assayOnDiskUrl: string;
  /** Another build of Assay on the same database, with a rate limiter in memory, if one was asked for. */
  besideUrl: string | undefined;
  floorUrl: string;
  /** A key as callers have one, so that its hash is looked up and cached. */
  apiKey: string;
  /** Assay's own. */
  database: D1Database;
  stop(): Promise<void>;
}

/**
 * Builds both Workers as they would be deployed and starts them on empty databases.
 *
 * @param variables of Assay, beside those that it has for development
 * @param beside the module of another build of Assay, to be served too
 */
export async function startLocalWorkerd(
  folder: string,
  variables: Record<string, string> = {},
  beside?: string,
): Promise<LocalWorkerd> {
  const floorConfig = join(root, 'bench', 'floor', 'wrangler.toml');
  const assay = await builtAssay(folder, variables);
  const miniflare = start(folder, [
    await withMemoryLimiter(assay),
    { ...assay, name: ASSAY_ON_DISK, queueConsumers: {} },
    await builtWorker(FLOOR, floorConfig, folder),
    ...(beside === undefined ? [] : [await otherBuild(beside, variables)]),
  ]);
  try {
    await miniflare.ready;
    await createTables(miniflare);
    const assayUrl = (await miniflare.unsafeGetDirectURL(ASSAY)).origin;
    const assayOnDiskUrl = (await miniflare.unsafeGetDirectURL(ASSAY_ON_DISK)).origin;
    const floorUrl = (await miniflare.unsafeGetDirectURL(FLOOR)).origin;
    const besideUrl =
      beside === undefined ? undefined : (await miniflare.unsafeGetDirectURL(ASSAY_BESIDE)).origin;
    const apiKey = await createKey(assayUrl);
    const database = await miniflare.getD1Database('DB', ASSAY);
    const stop = () => miniflare.dispose();
    return { assayUrl, assayOnDiskUrl, besideUrl, floorUrl, apiKey, database, stop };
  } catch (cause) {
    await miniflare.dispose();
    throw cause;
  }
}

async function otherBuild(script: string, variables: Record<string, string>) {
  const worker = await workerOf(ASSAY_BESIDE, join(root, 'wrangler.toml'), script);
  return { ...(await withMemoryLimiter(assayOf(worker, variables))), queueConsumers: {} };
}

/** Assay and Workers that are bound to it, each at an address of its own. */
export interface BoundWorkerd {
  assayUrl: string;
  /** Of the Workers that are bound to it, by name. */
  urls: Map<string, string>;
  apiKey: string;
  database: D1Database;
  stop(): Promise<void>;
}

/**
 * Builds them as they would be deployed and starts them on an empty database.
 *
 * @param configs the wrangler.toml of each Worker but Assay, by name
 */
export async function startBoundWorkerd(
  folder: string,
  configs: Record<string, string>,
): Promise<BoundWorkerd> {
  const workers: BuiltWorker[] = [await withMemoryLimiter(await builtAssay(folder))];
  for (const [name, config] of Object.entries(configs)) {
    workers.push(await builtWorker(name, config, folder));
  }
  const miniflare = start(folder, workers);
  try {
    await miniflare.ready;
    const database = await miniflare.getD1Database('DB', ASSAY);
    await migrate(database);
    const assayUrl = (await miniflare.unsafeGetDirectURL(ASSAY)).origin;
    const urls = new Map<string, string>();
    for (const name of Object.keys(configs)) {
      urls.set(name, (await miniflare.unsafeGetDirectURL(name)).origin);
    }
    const apiKey = await createKey(assayUrl);
    return { assayUrl, urls, apiKey, database, stop: () => miniflare.dispose() };
  } catch (cause) {
    await miniflare.dispose();
    throw cause;
  }
}

/** Assay alone in its workerd, none of its code run yet but what starting runs. */
export interface StartedWorker {
  url: string;
  key: string;
  /** Where its isolates are inspected, if that was asked for. */
  inspectorUrl: URL | undefined;
  /** Makes the tables, and returns the database. */
  migrate(): Promise<D1Database>;
  stop(): Promise<void>;
}

/** A build of Assay with a rate limiter in memory, on an empty database. */
export type LocalAssay = Pick<LocalWorkerd, 'assayUrl' | 'apiKey' | 'stop'>;

/**
 * Starts a build of another commit in a workerd of its own, to be measured beside this one.
 *
 * @param script its module
 */
export async function startBeside(
  folder: string,
  script: string,
  variables: Record<string, string>,
): Promise<LocalAssay> {
  const state = await mkdtemp(join(folder, 'state-'));
  const assay = assayOf(await workerOf(ASSAY, join(root, 'wrangler.toml'), script), variables);
  const miniflare = start(state, [await withMemoryLimiter(assay)]);
  try {
    await miniflare.ready;
    await migrate(await miniflare.getD1Database('DB', ASSAY));
    const assayUrl = (await miniflare.unsafeGetDirectURL(ASSAY)).origin;
    const apiKey = await createKey(assayUrl);
    return { assayUrl, apiKey, stop: () => miniflare.dispose() };
  } catch (cause) {
    await miniflare.dispose();
    throw cause;
  }
}

/** Starts a build of Assay. @param script its module; an empty Worker if omitted */
export async function startAssay(
  folder: string,
  script?: string,
  { inspects = false }: { inspects?: boolean } = {},
): Promise<StartedWorker> {
  const {
    assets: _,
    modulesRules: __,
    ...options
  } = optionsFrom(join(root, 'wrangler.toml')).workerOptions;
  const worker = {
    ...options,
    name: ASSAY,
    bindings: { ASSAY_ENVIRONMENT: 'development' },
    serviceBindings: { ASSETS: assetOf },
    modules: script === undefined ? [EMPTY] : await modulesOf(script),
    unsafeDirectSockets: [{ port: 0 }],
  };
  const miniflare = start(await mkdtemp(join(folder, 'state-')), [worker], inspects);
  await miniflare.ready;
  return {
    url: (await miniflare.unsafeGetDirectURL(ASSAY)).origin,
    key: DEVELOPMENT_KEY,
    inspectorUrl: inspects ? await miniflare.getInspectorURL() : undefined,
    async migrate() {
      const database = await miniflare.getD1Database('DB', ASSAY);
      await migrate(database);
      return database;
    },
    stop: () => miniflare.dispose(),
  };
}

const EMPTY = {
  type: 'ESModule' as const,
  path: 'index.js',
  contents: 'export default { fetch: () => new Response() };',
};

type BuiltWorker = Awaited<ReturnType<typeof workerOf>> & {
  bindings?: Record<string, string>;
  queueConsumers?: Record<string, never>;
  serviceBindings?: Record<string, typeof assetOf>;
};

function start(folder: string, workers: BuiltWorker[], inspects = false): Miniflare {
  return new Miniflare(
    convertV4MiniflareOptions({
      resourcePersistencePath: join(folder, 'state'),
      cf: false,
      ...(inspects && { inspectorPort: 0 }),
      // One line a request would have this process compete with workerd for the machine.
      log: new Log(LogLevel.ERROR),
      handleStructuredLogs: () => {},
      workers,
    }),
  );
}

async function builtAssay(folder: string, variables: Record<string, string> = {}) {
  return assayOf(await builtWorker(ASSAY, join(root, 'wrangler.toml'), folder), variables);
}

function assayOf(worker: BuiltWorker, variables: Record<string, string>) {
  return {
    ...worker,
    bindings: { ASSAY_ENVIRONMENT: 'development', ...variables },
    serviceBindings: { ...worker.serviceBindings, ASSETS: assetOf },
    ratelimits: {
      RATE_LIMITER: { namespace_id: '1001', simple: { limit: 1_000_000_000, period: 60 as const } },
    },
  };
}

/** What the build has put among the static assets. */
async function assetOf({ url }: { url: string }): Promise<Response> {
  const contents = await readFile(join(root, '.assets', new URL(url).pathname));
  return new Response(contents, { headers: { 'Content-Type': 'application/json' } });
}

async function withMemoryLimiter<Built extends BuiltWorker>(assay: Built): Promise<Built> {
  const limiter = await moduleOf(join(root, 'bench', 'memory-limiter.js'));
  return { ...assay, modules: [limiter, ...assay.modules] };
}

/** A Worker as it would be deployed, at an address of its own. */
export async function builtWorker(name: string, config: string, folder: string) {
  return workerOf(name, config, await build(config, join(folder, name)));
}

/** A build of it. @param script its module */
async function workerOf(name: string, config: string, script: string) {
  const { assets: _, modulesRules: __, ...options } = optionsFrom(config).workerOptions;
  return {
    ...options,
    name,
    modules: await modulesOf(script),
    // A socket of its own spares each request the way through the development proxy.
    unsafeDirectSockets: [{ port: 0 }],
  };
}

/** The script first, and the modules that it loads beside it. */
export async function modulesOf(script: string) {
  const folder = dirname(script);
  const beside = (await readdir(folder, { recursive: true })).filter(
    (name) => /\.(?:wasm|bin|c?js)$/.test(name) && name !== basename(script),
  );
  return [
    await moduleOf(script),
    ...(await Promise.all(beside.map((name) => partOf(folder, name)))),
  ];
}

/** A module by its ending, as the rules in wrangler.toml have it. */
async function partOf(folder: string, name: string) {
  const contents = await readFile(join(folder, name));
  if (name.endsWith('.wasm')) return { type: 'CompiledWasm' as const, path: name, contents };
  if (name.endsWith('.bin')) return { type: 'Data' as const, path: name, contents };
  const type = name.endsWith('.cjs') ? ('CommonJS' as const) : ('ESModule' as const);
  return { type, path: name, contents: contents.toString() };
}

export async function moduleOf(path: string) {
  return {
    type: 'ESModule' as const,
    path: basename(path),
    contents: await readFile(path, 'utf8'),
  };
}

async function createTables(miniflare: Miniflare): Promise<void> {
  await migrate(await miniflare.getD1Database('DB', ASSAY));
  const floor = await miniflare.getD1Database('DB', FLOOR);
  await floor.prepare('CREATE TABLE bodies (id TEXT PRIMARY KEY, body TEXT NOT NULL)').run();
  // The tables that Assay writes verdicts into, with their indexes.
  await migrate(floor);
}

/** Applies every migration to an empty database. */
export async function migrate(database: D1Database): Promise<void> {
  const migrations = await readD1Migrations(join(root, 'schema', 'db', 'migrations'));
  for (const sql of migrations.flatMap(({ queries }) => queries)) {
    await database.prepare(sql).run();
  }
}

async function createKey(assayUrl: string): Promise<string> {
  const answer = await fetch(`${assayUrl}/v1/keys`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${DEVELOPMENT_KEY}`, 'Content-Type': 'application/json' },
    body: JSON.stringify({ name: 'bench', scopes: ['score'] }),
  });
  if (!answer.ok) throw new Error(`POST /v1/keys: ${answer.status} ${await answer.text()}`);
  const { key }: { key: string } = await answer.json();
  return key;
}
