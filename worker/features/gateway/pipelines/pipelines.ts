import { newId } from '@assay/schema/ids.ts';
import type {
  Page,
  Pipeline,
  PipelineContent,
  PipelineInput,
  PipelinePreview,
  PipelineVersionInput,
} from '@assay/schema/types.ts';
import { fingerprint } from '@assay/scorers/fingerprint.ts';
import { PAGE_ITEMS, pageFrom } from '../../../core/page-from.ts';
import { ApiProblem } from '../../../core/problem.ts';
import type { PipelineStore, StoredPipeline } from '../../../store/pipelines.ts';
import { parseVersionReference } from '../../scoring/version-cache.ts';
import { type CheckPipelineNeeds, checkPipeline } from './check-pipeline.ts';
import type { PipelineCache } from './pipeline-cache.ts';

export interface PipelineNeeds extends CheckPipelineNeeds {
  pipelines: PipelineStore;
  pipelineCache: PipelineCache;
  nowMs(): number;
}

/** Creates version 1 of a pipeline. @throws ApiProblem `invalid_request` or `pipeline_exists` */
export async function createPipeline(
  projectId: string,
  input: PipelineInput,
  needs: PipelineNeeds,
): Promise<Pipeline> {
  const made = await newVersion(projectId, input.name, input, needs);
  const added = await needs.pipelines.add(made, false);
  if (added === undefined) {
    throw new ApiProblem('pipeline_exists', {
      detail: `The pipeline "${input.name}" already exists. To add a version, use POST /v1/pipelines/${input.name}/versions.`,
    });
  }
  needs.pipelineCache.forget(projectId, input.name);
  return toPipeline(added);
}

/**
 * Adds a version to a pipeline; content equal to the newest version's adds none.
 *
 * @throws ApiProblem `invalid_request` or `pipeline_not_found`
 */
export async function addPipelineVersion(
  projectId: string,
  name: string,
  input: PipelineVersionInput,
  needs: PipelineNeeds,
): Promise<{ pipeline: Pipeline; isNew: boolean }> {
  const newest = await find(projectId, name, needs);
  const next = await newVersion(projectId, name, input, needs);
  if (isSame(newest, next)) return { pipeline: toPipeline(newest), isNew: false };
  const added = await needs.pipelines.add(next, true);
  if (added === undefined) throw new ApiProblem('pipeline_not_found');
  needs.pipelineCache.forget(projectId, name);
  return { pipeline: toPipeline(added), isNew: true };
}

/** The effect of saving a pipeline; nothing is saved. @throws ApiProblem `invalid_request` */
export async function previewPipeline(
  projectId: string,
  input: PipelineInput,
  needs: PipelineNeeds,
): Promise<PipelinePreview> {
  const { name } = input;
  const newest = await needs.pipelines.find(projectId, name);
  const next = await newVersion(projectId, name, input, needs);
  return {
    isChanged: newest === undefined || !isSame(newest, next),
    newest: newest === undefined ? null : toPipeline(newest),
    next: { name, description: next.description, ...next.content, fingerprint: next.fingerprint },
  };
}

type Content = Pick<StoredPipeline, 'fingerprint' | 'description'>;

function isSame(one: Content, other: Content): boolean {
  return one.fingerprint === other.fingerprint && one.description === other.description;
}

/** @param reference `name` for the newest version, or `name@3`. @throws ApiProblem `pipeline_not_found` */
export async function getPipeline(
  projectId: string,
  reference: string,
  needs: Pick<PipelineNeeds, 'pipelines'>,
): Promise<Pipeline> {
  return toPipeline(await find(projectId, reference, needs));
}

/** The newest version of each pipeline of the project, by name. */
export async function listPipelines(
  projectId: string,
  { limit = PAGE_ITEMS, cursor }: { limit?: number | undefined; cursor?: string | undefined },
  { pipelines }: Pick<PipelineNeeds, 'pipelines'>,
): Promise<Page<Pipeline>> {
  const rows = await pipelines.list(projectId, limit + 1, cursor);
  return pageFrom(rows, limit, toPipeline, ({ name }) => name);
}

/** Every version of a pipeline, newest first. @throws ApiProblem `pipeline_not_found` */
export async function listPipelineVersions(
  projectId: string,
  name: string,
  { pipelines }: Pick<PipelineNeeds, 'pipelines'>,
): Promise<Pipeline[]> {
  const versions = await pipelines.versions(projectId, name);
  if (versions.length === 0) throw notFound(name);
  return versions.map(toPipeline);
}

/** Deletes a pipeline, or only version 3 for `name@3`. @throws ApiProblem `pipeline_not_found` */
export async function deletePipeline(
  projectId: string,
  reference: string,
  needs: PipelineNeeds,
): Promise<void> {
  await find(projectId, reference, needs);
  const { name, version } = parseVersionReference(reference);
  await needs.pipelines.remove(projectId, name, version, needs.nowMs());
  needs.pipelineCache.forget(projectId, name);
}

async function find(
  projectId: string,
  reference: string,
  { pipelines }: Pick<PipelineNeeds, 'pipelines'>,
): Promise<StoredPipeline> {
  const { name, version } = parseVersionReference(reference);
  const found = await pipelines.find(projectId, name, version);
  if (found) return found;
  throw notFound(reference);
}

/** The problem of a reference that finds no pipeline. */
export function notFound(reference: string): ApiProblem {
  return new ApiProblem('pipeline_not_found', {
    detail: `There is no pipeline "${reference}" in this project. GET /v1/pipelines lists them.`,
  });
}

async function newVersion(
  projectId: string,
  name: string,
  { description = '', ...given }: PipelineVersionInput,
  needs: PipelineNeeds,
) {
  const content = await checkPipeline(contentOf(given), projectId, needs);
  return {
    projectId,
    name,
    description,
    content,
    fingerprint: pipelineFingerprint(content),
    createdAtMs: needs.nowMs(),
    attempt: newId('attempt'),
  };
}

/** The content alone, also of an input that has a name. */
function contentOf({ name: _, ...content }: PipelineContent & { name?: string }): PipelineContent {
  return content;
}

/** A fingerprint in which the order of intents counts, as it does where several match. */
function pipelineFingerprint(content: PipelineContent): string {
  const intents = content.route?.intent?.intents;
  return fingerprint({ ...content, ...(intents && { intents: Object.entries(intents) }) });
}

function toPipeline({
  name,
  version,
  description,
  content,
  fingerprint: print,
  createdAtMs,
}: StoredPipeline): Pipeline {
  const createdAt = new Date(createdAtMs).toISOString();
  return { name, version, description, ...content, fingerprint: print, createdAt };
}
