import type { MonitorNamespace, RemoteMonitor } from '../core/monitoring/writer.ts';
import type { Database } from './database.ts';

/** The writers of all monitors. */
export interface MonitorWriters {
  /** Its methods throw ApiProblem `storage_unavailable` when the writer cannot be reached. */
  of(projectId: string, name: string): RemoteMonitor;
  /** One that only tries things out. */
  trialOf(projectId: string): RemoteMonitor;
}

/** @param attempt runs what may safely run twice, as all methods of a monitor may */
export function createMonitorWriters(
  namespace: MonitorNamespace,
  { attempt }: Pick<Database, 'attempt'>,
): MonitorWriters {
  function writer(id: string): RemoteMonitor {
    // A stub that has failed once stays broken.
    const stub = () => namespace.getByName(id);
    return {
      observe: (...given) => attempt(() => stub().observe(...given)),
      check: (...given) => attempt(() => stub().check(...given)),
      anchorWork: (...given) => attempt(() => stub().anchorWork(...given)),
      startAnchors: (...given) => attempt(() => stub().startAnchors(...given)),
      takeAnchors: (...given) => attempt(() => stub().takeAnchors(...given)),
      failAnchors: (...given) => attempt(() => stub().failAnchors(...given)),
      told: (ids) => attempt(() => stub().told(ids)),
      state: (nowMs) => attempt(() => stub().state(nowMs)),
      timeline: () => attempt(() => stub().timeline()),
      alarms: (...given) => attempt(() => stub().alarms(...given)),
      findAlarm: (id) => attempt(() => stub().findAlarm(id)),
      acknowledge: (...given) => attempt(() => stub().acknowledge(...given)),
      reset: (...given) => attempt(() => stub().reset(...given)),
      forget: (ids) => attempt(() => stub().forget(ids)),
      erase: (upTo) => attempt(() => stub().erase(upTo)),
      trial: (...given) => attempt(() => stub().trial(...given)),
    };
  }
  return {
    of: (projectId, name) => writer(`${projectId}/${name}`),
    // No monitor has such a name.
    trialOf: (projectId) => writer(`${projectId}/:trial`),
  };
}
