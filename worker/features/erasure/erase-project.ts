import { KEY_CACHE_MS } from '../auth/keyring.ts';
import { DONE, type Phase } from './deletion-needs.ts';

/** For so long the key that asked can read the report. */
const REPORT_MS = 30 * 24 * 3_600_000;
/** From then on no isolate accepts the other keys, and what they had begun is stored. */
const SETTLED_MS = 2 * KEY_CACHE_MS;

/** Revokes the keys, and waits until nobody writes any more. */
export const LOCK_KEYS: Phase<unknown> = {
  name: 'keys',
  async step(deletion, _, cursor, { erasure, nowMs }) {
    if (cursor !== null) {
      return nowMs() >= Number(cursor) ? DONE : { status: 'waits', cursor };
    }
    const atMs = nowMs();
    await erasure.project.lockKeys(deletion, deletion.keyId, atMs, atMs + REPORT_MS);
    return { status: 'more', cursor: String(atMs + SETTLED_MS) };
  },
};

const NAMES_A_STEP = 20;
/** From then on no version of a monitor is taken. */
const EVERY_VERSION = Number.MAX_SAFE_INTEGER;

/** What monitors have seen, with their Durable Objects. */
export const MONITORS: Phase<unknown> = {
  name: 'monitors',
  async step({ projectId }, _, cursor, { monitors, monitorWriters }) {
    const names = await monitors.everNamed(projectId, cursor ?? '', NAMES_A_STEP);
    for (const name of names) await monitorWriters.of(projectId, name).erase(EVERY_VERSION);
    const last = names.at(-1);
    return last === undefined ? DONE : { status: 'more', cursor: last };
  },
};

/** Everything that the database has of the project. */
export const TABLES: Phase<unknown> = {
  name: 'records',
  async step(deletion, _, cursor, { erasure }) {
    const classes = await erasure.project.classes(deletion.projectId);
    const at = Number(cursor ?? 0);
    const name = classes[at];
    if (name === undefined) return DONE;
    const isDone = await erasure.project.removeSome(deletion, name);
    return { status: 'more', cursor: String(isDone ? at + 1 : at) };
  },
};

/** The log of the project, with its Durable Object, and the project itself. */
export const LOG: Phase<unknown> = {
  name: 'log',
  async step(deletion, _, __, { erasure, projectLogs }) {
    await projectLogs.of(deletion.projectId).erase();
    await erasure.project.removeRest(deletion, deletion.keyId);
    return DONE;
  },
};
