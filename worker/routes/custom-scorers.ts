import {
  CustomScorer,
  CustomScorerInput,
  CustomScorerTrial,
  CustomScorerVersionInput,
} from '@assay/schema/custom-scorer.ts';
import { Score } from '@assay/schema/score.ts';
import { z } from 'zod';
import type { App } from '../context.ts';
import { authenticate } from '../http/authenticate.ts';
import { describe } from '../http/describe.ts';
import { idempotent } from '../http/idempotency.ts';
import { readBody } from '../http/limits.ts';
import { body, noQuery } from '../http/parse.ts';
import {
  addCustomScorerVersion,
  createCustomScorer,
  listCustomScorerVersions,
  tryCustomScorer,
} from '../scoring/custom-scorers.ts';
import { askingFrom } from './score.ts';

const Versions = z
  .strictObject({ items: z.array(CustomScorer).describe('The versions, newest first.') })
  .meta({ id: 'CustomScorerVersions' });

const WRITING = [
  'malformed_json',
  'invalid_request',
  'nesting_too_deep',
  'unknown_scorer',
  'request_too_large',
  'unsupported_media_type',
] as const;

export function registerCustomScorers(app: App): void {
  app.post(
    '/v1/scorers',
    describe({
      tag: 'Scorers',
      summary: 'Create a scorer of your own',
      isIdempotent: true,
      answers: { status: 201, description: 'Version 1 of the scorer.', schema: CustomScorer },
      problems: [...WRITING, 'scorer_exists'],
    }),
    authenticate('admin'),
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
      tag: 'Scorers',
      summary: 'Try a scorer on a sample before it is saved',
      isIdempotent: true,
      answers: { status: 200, description: 'The score; nothing is kept.', schema: Score },
      problems: WRITING,
    }),
    authenticate('score'),
    noQuery,
    readBody,
    idempotent,
    body(CustomScorerTrial),
    async (c) => c.json(await tryCustomScorer(c.req.valid('json'), askingFrom(c), c.var.services)),
  );

  app.post(
    '/v1/scorers/:name/versions',
    describe({
      tag: 'Scorers',
      summary: 'Add a version to a scorer of your own',
      path: { name: 'Its name.' },
      isIdempotent: true,
      answers: { status: 201, description: 'The new version.', schema: CustomScorer },
      problems: [...WRITING, 'scorer_not_found'],
    }),
    authenticate('admin'),
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
      tag: 'Scorers',
      summary: 'List the versions of a scorer of your own',
      path: { name: 'Its name.' },
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
}
