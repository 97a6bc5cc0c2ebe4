import {
  CustomScorer,
  CustomScorerInput,
  CustomScorerTrial,
  CustomScorerVersionInput,
} from '@assay/schema/custom-scorer.ts';
import { PromptRequest, RenderedPrompts } from '@assay/schema/prompt.ts';
import { Score } from '@assay/schema/score.ts';
import * as z from 'zod';
import {
  addCustomScorerVersion,
  createCustomScorer,
  deleteCustomScorer,
  listCustomScorerVersions,
} from '../../features/scoring/custom-scorers.ts';
import { findCustomScorer } from '../../features/scoring/find-custom-scorer.ts';
import { renderPrompts } from '../../features/scoring/render-prompts.ts';
import { tryCustomScorer } from '../../features/scoring/try-custom-scorer.ts';
import { json } from './bodies.ts';
import { operation } from './operation.ts';

const Versions = z
  .strictObject({ items: z.array(CustomScorer).describe('The versions, newest first.') })
  .meta({ id: 'CustomScorerVersions' });

export const CUSTOM_SCORERS = [
  operation({
    id: 'createScorer',
    scope: 'suites',
    route: 'POST /v1/scorers',
    tag: 'Scorers',
    summary: 'Create a custom scorer',
    body: json(CustomScorerInput),
    isIdempotent: true,
    audit: {
      kind: 'change',
      subject: ({ body }) => body.name,
      state: ({ projectId, body }, services) => findCustomScorer(projectId, body.name, services),
    },
    answers: { status: 201, description: 'Version 1 of the scorer.', schema: CustomScorer },
    problems: ['unknown_scorer', 'scorer_exists'],
    run: ({ projectId, body }, services) => createCustomScorer(projectId, body, services),
  }),
  operation({
    id: 'renderPrompts',
    scope: 'read',
    route: 'POST /v1/scorers/prompts',
    tag: 'Scorers',
    summary: 'Render the prompts of scorers without asking a model',
    description:
      'Returns what the scorers would ask models first about the sample. The marker that fences the text is random in each real call, and `MARKER` here. What a scorer asks next depends on the answer. Nothing is stored, and no model is called.',
    body: json(PromptRequest),
    answers: { status: 200, description: 'The prompts.', schema: RenderedPrompts },
    problems: ['unknown_scorer'],
    async run({ projectId, body }, services) {
      return { prompts: await renderPrompts(body, projectId, services) };
    },
  }),
  operation({
    id: 'tryScorer',
    scope: 'score',
    route: 'POST /v1/scorers/trial',
    tag: 'Scorers',
    summary: 'Try a custom scorer on a sample before saving it',
    body: json(CustomScorerTrial),
    isIdempotent: true,
    answers: { status: 200, description: 'The score. Nothing is stored.', schema: Score },
    problems: ['unknown_scorer'],
    run: ({ body, context }, services) => tryCustomScorer(body, context, services),
  }),
  operation({
    id: 'addScorerVersion',
    scope: 'suites',
    route: 'POST /v1/scorers/:name/versions',
    tag: 'Scorers',
    summary: 'Add a version to a custom scorer',
    parameters: { name: 'Name of the custom scorer.' },
    body: json(CustomScorerVersionInput),
    isIdempotent: true,
    audit: {
      kind: 'change',
      subject: ({ path }) => path.name,
      state: ({ projectId, path }, services) => findCustomScorer(projectId, path.name, services),
    },
    answers: { status: 201, description: 'The new version.', schema: CustomScorer },
    problems: ['unknown_scorer', 'scorer_not_found'],
    run: ({ projectId, path, body }, services) =>
      addCustomScorerVersion(projectId, path.name, body, services),
  }),
  operation({
    id: 'listScorerVersions',
    scope: 'read',
    route: 'GET /v1/scorers/:name/versions',
    tag: 'Scorers',
    summary: 'List the versions of a custom scorer',
    parameters: { name: 'Name of the custom scorer.' },
    answers: { status: 200, description: 'Versions, newest first.', schema: Versions },
    problems: ['scorer_not_found'],
    run: async ({ projectId, path }, services) => ({
      items: await listCustomScorerVersions(projectId, path.name, services),
    }),
  }),
  operation({
    id: 'deleteScorer',
    scope: 'admin',
    route: 'DELETE /v1/scorers/:id',
    tag: 'Scorers',
    summary: 'Delete a custom scorer, or one version of it',
    description:
      '`name` deletes all versions, `name@3` only version 3. A version number is never reused. Existing suites keep the definition they were created with.',
    parameters: { id: '`name`, or `name@version`.' },
    audit: {
      kind: 'change',
      subject: ({ path }) => path.id,
      state: ({ projectId, path }, services) => findCustomScorer(projectId, path.id, services),
    },
    answers: { status: 204, description: 'The scorer is deleted; verdicts that used it are kept.' },
    problems: ['scorer_not_found'],
    async run({ projectId, path }, services) {
      await deleteCustomScorer(projectId, path.id, services);
      return null;
    },
  }),
] as const;
