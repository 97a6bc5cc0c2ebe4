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
import { ApiProblem } from '../../../core/problem.ts';
import type { PipelineStore, StoredPipeline } from '../../../store/pipelines.ts';
import { versionsIn } from '../../scoring/versions.ts';
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
  const newest = await stored(needs).find(projectId, name);
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

type Reading = Pick<PipelineNeeds, 'pipelines'>;

const stored = ({ pipelines }: Reading) => versionsIn(pipelines, toPipeline, notFound);

/** @param reference `name` for the newest version, or `name@3`. @throws ApiProblem `pipeline_not_found` */
export function getPipeline(
  projectId: string,
  reference: string,
  needs: Reading,
): Promise<Pipeline> {
  return stored(needs).get(projectId, reference);
}

/** The newest version of each pipeline of the project, by name. */
export function listPipelines(
  projectId: string,
  asked: { limit?: number | undefined; cursor?: string | undefined },
  needs: Reading,
): Promise<Page<Pipeline>> {
  return stored(needs).list(projectId, asked);
}

/** Every version of a pipeline, newest first. @throws ApiProblem `pipeline_not_found` */
export function listPipelineVersions(
  projectId: string,
  name: string,
  needs: Reading,
): Promise<Pipeline[]> {
  return stored(needs).all(projectId, name);
}

/** Deletes a pipeline, or only version 3 for `name@3`. @throws ApiProblem `pipeline_not_found` */
export async function deletePipeline(
  projectId: string,
  reference: string,
  needs: PipelineNeeds,
): Promise<void> {
  const name = await stored(needs).remove(projectId, reference, needs.nowMs());
  needs.pipelineCache.forget(projectId, name);
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
