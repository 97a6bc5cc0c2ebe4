import type { PipelineContent } from '@assay/schema/types.ts';
import type { PipelineStore } from '../../../store/pipelines.ts';
import { createVersionCache, type VersionCache } from '../../scoring/version-cache.ts';

/** A version of a pipeline. */
export interface OpenPipeline {
  name: string;
  version: number;
  content: PipelineContent;
  fingerprint: string;
}

/** Pipelines by reference. */
export type PipelineCache = VersionCache<OpenPipeline>;

export function createPipelineCache(pipelines: PipelineStore, nowMs: () => number): PipelineCache {
  return createVersionCache(pipelines, nowMs, ({ name, version, content, fingerprint }) => ({
    name,
    version,
    content,
    fingerprint,
  }));
}
