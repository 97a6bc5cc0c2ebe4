import {
  CustomScorer,
  CustomScorerInput,
  CustomScorerTrial,
  CustomScorerVersionInput,
} from '@assay/schema/custom-scorer.ts';
import { Score } from '@assay/schema/score.ts';
import * as z from 'zod';
import {
  addCustomScorerVersion,
  createCustomScorer,
  deleteCustomScorer,
  listCustomScorerVersions,
} from '../../features/scoring/custom-scorers.ts';
import { tryCustomScorer } from '../../features/scoring/try-custom-scorer.ts';
import type { App } from '../context.ts';
import { authenticate } from '../http/authenticate.ts';
import { describe } from '../http/describe.ts';
import { idempotent } from '../http/idempotency.ts';
import { BODY_PROBLEMS, readBody } from '../http/limits.ts';
import { body, noQuery } from '../http/parse.ts';
import { requestContextOf } from '../http/request-context.ts';

const Versions = z
  .strictObject({ items: z.array(CustomScorer).describe('The versions, newest first.') })
  .meta({ id: 'CustomScorerVersions' });

export function registerCustomScorers(app: App): void {
  app.post(
    '/v1/scorers',
    describe({
      id: 'createScorer',
      tag: 'Scorers',
      summary: 'Create a custom scorer',
      isIdempotent: true,
      answers: { status: 201, description: 'Version 1 of the scorer.', schema: CustomScorer },
      problems: [...BODY_PROBLEMS, 'unknown_scorer', 'scorer_exists'],
    }),
    authenticate('suites'),
    noQuery,
    readBody,
    idempotent,
    body(CustomScorerInput),
    async (c) => {
      const { principal, services } = c.var;
      return c.json(
        await createCustomScorer(principal.projectId, c.req.valid('json'), services),
        201,
      );
    },
  );

  app.post(
    '/v1/scorers/trial',
    describe({
      id: 'tryScorer',
      tag: 'Scorers',
      summary: 'Try a custom scorer on a sample before saving it',
      isIdempotent: true,
      answers: { status: 200, description: 'The score. Nothing is stored.', schema: Score },
      problems: [...BODY_PROBLEMS, 'unknown_scorer'],
    }),
    authenticate('score'),
    noQuery,
    readBody,
    idempotent,
    body(CustomScorerTrial),
    async (c) =>
      c.json(await tryCustomScorer(c.req.valid('json'), requestContextOf(c), c.var.services)),
  );

  app.post(
    '/v1/scorers/:name/versions',
    describe({
      id: 'addScorerVersion',
      tag: 'Scorers',
      summary: 'Add a version to a custom scorer',
      path: { name: 'Name of the custom scorer.' },
      isIdempotent: true,
      answers: { status: 201, description: 'The new version.', schema: CustomScorer },
      problems: [...BODY_PROBLEMS, 'unknown_scorer', 'scorer_not_found'],
    }),
    authenticate('suites'),
    noQuery,
    readBody,
    idempotent,
    body(CustomScorerVersionInput),
    async (c) => {
      const { principal, services } = c.var;
      const name = c.req.param('name');
      const input = c.req.valid('json');
      return c.json(await addCustomScorerVersion(principal.projectId, name, input, services), 201);
    },
  );

  app.get(
    '/v1/scorers/:name/versions',
    describe({
      id: 'listScorerVersions',
      tag: 'Scorers',
      summary: 'List the versions of a custom scorer',
      path: { name: 'Name of the custom scorer.' },
      answers: { status: 200, description: 'Versions, newest first.', schema: Versions },
      problems: ['scorer_not_found'],
    }),
    authenticate('read'),
    noQuery,
    async (c) => {
      const { principal, services } = c.var;
      const name = c.req.param('name');
      return c.json({ items: await listCustomScorerVersions(principal.projectId, name, services) });
    },
  );

  app.delete(
    '/v1/scorers/:id',
    describe({
      id: 'deleteScorer',
      tag: 'Scorers',
      summary: 'Delete a custom scorer, or one version of it',
      path: { id: '`name`, or `name@version`.' },
      description:
        '`name` deletes all versions, `name@3` only version 3. A version number is never reused. Existing suites keep the definition they were created with.',
      answers: {
        status: 204,
        description: 'The scorer is deleted; verdicts that used it are kept.',
      },
      problems: ['scorer_not_found'],
    }),
    authenticate('admin'),
    noQuery,
    async (c) => {
      await deleteCustomScorer(c.var.principal.projectId, c.req.param('id'), c.var.services);
      return c.body(null, 204);
    },
  );
}
