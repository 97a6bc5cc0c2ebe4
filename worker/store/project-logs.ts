import type { LogNamespace, RemoteLog } from '../core/project-log.ts';

/** The logs of all projects. */
export interface ProjectLogs {
  of(projectId: string): RemoteLog;
}

export function createProjectLogs(namespace: LogNamespace): ProjectLogs {
  return { of: (projectId) => namespace.getByName(projectId) };
}
