import { pageOf, pageQuery } from '@assay/schema/page.ts';
import {
  Pipeline,
  PipelineInput,
  PipelinePreview,
  PipelineRouteRequest,
  PipelineRouteResult,
  PipelineVersionInput,
  routedFields,
} from '@assay/schema/pipeline.ts';
import * as z from 'zod';
import {
  addPipelineVersion,
  createPipeline,
  deletePipeline,
  getPipeline,
  listPipelines,
  listPipelineVersions,
  previewPipeline,
} from '../../features/gateway/pipelines/pipelines.ts';
import { previewRoute } from '../../features/gateway/route/preview-route.ts';
import { json } from './bodies.ts';
import { operation } from './operation.ts';

const PipelineVersions = z
  .strictObject({ items: z.array(Pipeline).describe('The versions, newest first.') })
  .meta({ id: 'PipelineVersions' });

const reference = { name: '`name`, or `name@version`.' };

// Only an admin decides what answers of a project are sent where, and what its keys are spent on.
export const PIPELINES = [
  operation({
    id: 'createPipeline',
    scope: 'admin',
    route: 'POST /v1/pipelines',
    tag: 'Pipelines',
    summary: 'Create a pipeline',
    body: json(PipelineInput),
    isIdempotent: true,
    audit: {
      kind: 'change',
      subject: ({ body }) => body.name,
      state: ({ projectId, body }, services) => getPipeline(projectId, body.name, services),
    },
    answers: { status: 201, description: 'Version 1 of the pipeline.', schema: Pipeline },
    problems: ['pipeline_exists'],
    run: ({ projectId, body }, services) => createPipeline(projectId, body, services),
  }),
  operation({
    id: 'previewPipeline',
    scope: 'admin',
    route: 'POST /v1/pipelines/preview',
    tag: 'Pipelines',
    summary: 'Preview the effect of saving a pipeline',
    description: 'Validates the body and compares it with the newest version. Nothing is saved.',
    body: json(PipelineInput),
    audit: 'none',
    answers: {
      status: 200,
      description: 'The comparison with the newest version.',
      schema: PipelinePreview,
    },
    run: ({ projectId, body }, services) => previewPipeline(projectId, body, services),
  }),
  operation({
    id: 'listPipelines',
    scope: 'read',
    route: 'GET /v1/pipelines',
    tag: 'Pipelines',
    summary: 'List pipelines by name, each in its newest version',
    query: pageQuery(/^[a-z0-9][a-z0-9._-]{0,63}$/),
    answers: { status: 200, description: 'A page.', schema: pageOf('PipelinePage', Pipeline) },
    problems: ['invalid_request'],
    run: ({ projectId, query }, services) => listPipelines(projectId, query, services),
    rpc: 'pipelines.list',
  }),
  operation({
    id: 'getPipeline',
    scope: 'read',
    route: 'GET /v1/pipelines/:name',
    tag: 'Pipelines',
    summary: 'Get a pipeline',
    description: '`name` selects the newest version, `name@3` version 3.',
    parameters: reference,
    answers: { status: 200, description: 'The version.', schema: Pipeline },
    problems: ['pipeline_not_found'],
    run: ({ projectId, path }, services) => getPipeline(projectId, path.name, services),
    rpc: 'pipelines.get',
  }),
  operation({
    id: 'listPipelineVersions',
    scope: 'read',
    route: 'GET /v1/pipelines/:name/versions',
    tag: 'Pipelines',
    summary: 'List the versions of a pipeline, newest first',
    parameters: { name: 'Name of the pipeline.' },
    answers: { status: 200, description: 'The versions.', schema: PipelineVersions },
    problems: ['pipeline_not_found'],
    run: async ({ projectId, path }, services) => ({
      items: await listPipelineVersions(projectId, path.name, services),
    }),
  }),
  operation({
    id: 'addPipelineVersion',
    scope: 'admin',
    route: 'POST /v1/pipelines/:name/versions',
    tag: 'Pipelines',
    summary: 'Add a version to a pipeline',
    description:
      'If the content equals the newest version, no version is added: the response is that version, with status 200.',
    parameters: { name: 'Name of the pipeline.' },
    body: json(PipelineVersionInput),
    isIdempotent: true,
    audit: {
      kind: 'change',
      subject: ({ path }) => path.name,
      state: ({ projectId, path }, services) => getPipeline(projectId, path.name, services),
    },
    answers: {
      status: 201,
      description: 'The new version.',
      schema: Pipeline,
      unchanged: 'The newest version, which already has this content.',
    },
    problems: ['pipeline_not_found'],
    async respond(c, { projectId, path, body }, services) {
      const { pipeline, isNew } = await addPipelineVersion(projectId, path.name, body, services);
      return c.json(pipeline, isNew ? 201 : 200);
    },
  }),
  operation({
    id: 'previewRoute',
    scope: 'score',
    route: 'POST /v1/pipelines/:name/route',
    tag: 'Pipelines',
    summary: 'Preview which targets a request would go to, and why',
    description:
      'Evaluates the rules of the route as the gateway does. No target is asked; recognising an intent may ask an embedding model or a judge. Add the header `X-Request-Id` of a request to draw the same share.',
    parameters: reference,
    body: json(PipelineRouteRequest),
    answers: {
      status: 200,
      description: 'The targets, and each rule that was looked at.',
      schema: PipelineRouteResult,
    },
    problems: ['pipeline_not_found', 'route_undecided'],
    run: ({ path, body, context }, services) => previewRoute(path.name, body, context, services),
    audit: 'none',
    rpc: 'pipelines.route',
    tool: {
      name: 'preview_route',
      title: 'Preview the route of a request',
      description:
        'Returns which targets of a pipeline a request in the shape of OpenAI would go to, and what each rule decided. No target is asked.',
      input: z.strictObject({ name: z.string().describe(reference.name), ...routedFields }),
      isReading: true,
      isOpen: true,
    },
  }),
  operation({
    id: 'deletePipeline',
    scope: 'admin',
    route: 'DELETE /v1/pipelines/:name',
    tag: 'Pipelines',
    summary: 'Delete a pipeline, or one version of it',
    description:
      '`name` deletes all versions, `name@3` only version 3. A version number is never reused.',
    parameters: reference,
    audit: {
      kind: 'change',
      subject: ({ path }) => path.name,
      state: ({ projectId, path }, services) => getPipeline(projectId, path.name, services),
    },
    answers: { status: 204, description: 'The pipeline is deleted.' },
    problems: ['pipeline_not_found'],
    async run({ projectId, path }, services) {
      await deletePipeline(projectId, path.name, services);
      return null;
    },
  }),
] as const;
