import { DurableObject } from 'cloudflare:workers';
import type { LogEntryKind } from '@assay/schema/types.ts';
import type { Env } from '../../core/env.ts';
import type {
  LogHead,
  NewLogEntry,
  ProjectLog,
  PublishedCheckpoint,
} from '../../core/project-log.ts';
import { createProjectLog } from '../../store/project-log.ts';

/** The one writer of a project's log, named by the project's id. */
export class ProjectLogObject extends DurableObject<Env> {
  readonly #log: ProjectLog;

  constructor(context: DurableObjectState, env: Env) {
    super(context, env);
    const { storage } = context;
    this.#log = createProjectLog({
      sql: storage.sql,
      transactionSync: (work) => storage.transactionSync(work),
    });
  }

  append(entries: readonly NewLogEntry[]) {
    return this.#log.append(entries);
  }

  state() {
    return this.#log.state();
  }

  publish(checkpoint: PublishedCheckpoint & LogHead) {
    return this.#log.publish(checkpoint);
  }

  entries(start: number, limit: number) {
    return this.#log.entries(start, limit);
  }

  prove(kind: LogEntryKind, id: string, size: number) {
    return this.#log.prove(kind, id, size);
  }

  unknown(kind: LogEntryKind, ids: readonly string[]) {
    return this.#log.unknown(kind, ids);
  }

  consistency(from: number, to: number) {
    return this.#log.consistency(from, to);
  }

  tile(level: number, index: number, width: number) {
    return this.#log.tile(level, index, width);
  }

  erase() {
    return this.#log.erase();
  }

  bundle(index: number, width: number) {
    return this.#log.bundle(index, width);
  }
}
