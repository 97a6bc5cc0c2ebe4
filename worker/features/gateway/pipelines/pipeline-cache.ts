import type { PipelineContent } from '@assay/schema/types.ts';
import { createRenewedCache } from '../../../core/renewed-cache.ts';
import type { PipelineStore } from '../../../store/pipelines.ts';
import { createVersionCache, type VersionCache } from '../../scoring/version-cache.ts';

/** A version of a pipeline. */
export interface OpenPipeline {
  name: string;
  version: number;
  content: PipelineContent;
  fingerprint: string;
}

/** The pipeline of requests that name a model, in projects that have one. */
export const DEFAULT_PIPELINE = 'default';

/** Pipelines by reference. */
export interface PipelineCache extends VersionCache<OpenPipeline> {
  /** The pipeline `default`; that there is none is remembered too, for as long as versions are. */
  openDefault(projectId: string): Promise<OpenPipeline | undefined>;
}

const MISSING_MS = 10_000;
const MISSING_PROJECTS = 1_000;

export function createPipelineCache(pipelines: PipelineStore, nowMs: () => number): PipelineCache {
  const versions = createVersionCache(
    pipelines,
    nowMs,
    ({ name, version, content, fingerprint }) => ({ name, version, content, fingerprint }),
  );
  // Most projects have none, and must not pay for that with a read of the database each time.
  const missing = createRenewedCache<true>(MISSING_MS, MISSING_PROJECTS, nowMs);
  return {
    open: versions.open,
    forget(projectId, name) {
      versions.forget(projectId, name);
      if (name === DEFAULT_PIPELINE) missing.delete(projectId);
    },
    async openDefault(projectId) {
      const open = () => versions.open(projectId, DEFAULT_PIPELINE);
      let found: OpenPipeline | undefined;
      const isMissing = await missing.get(projectId, async () => {
        found = await open();
        return found === undefined ? true : undefined;
      });
      return isMissing ? undefined : (found ?? open());
    },
  };
}
