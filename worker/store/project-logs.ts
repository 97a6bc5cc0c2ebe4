import type { LogNamespace, RemoteLog } from '../core/project-log.ts';
import type { Database } from './database.ts';

/** The logs of all projects. */
export interface ProjectLogs {
  /** Its methods throw ApiProblem `storage_unavailable` when the log cannot be reached. */
  of(projectId: string): RemoteLog;
}

/** @param attempt runs what may safely run twice, as all methods of a log may */
export function createProjectLogs(
  namespace: LogNamespace,
  { attempt }: Pick<Database, 'attempt'>,
): ProjectLogs {
  return {
    of(projectId) {
      // A stub that has failed once stays broken.
      const log = () => namespace.getByName(projectId);
      return {
        append: (entries) => attempt(() => log().append(entries)),
        state: () => attempt(() => log().state()),
        publish: (checkpoint) => attempt(() => log().publish(checkpoint)),
        entries: (start, limit) => attempt(() => log().entries(start, limit)),
        prove: (kind, id, size) => attempt(() => log().prove(kind, id, size)),
        unknown: (kind, ids) => attempt(() => log().unknown(kind, ids)),
        consistency: (from, to) => attempt(() => log().consistency(from, to)),
        tile: (level, index, width) => attempt(() => log().tile(level, index, width)),
        erase: () => attempt(() => log().erase()),
        bundle: (index, width) => attempt(() => log().bundle(index, width)),
      };
    },
  };
}
