import { CustomScorer } from '@assay/schema/custom-scorer.ts';
import { pageOf, pageQuery } from '@assay/schema/page.ts';
import { ScorerInfo } from '@assay/schema/scorer-info.ts';
import * as z from 'zod';
import { listCustomScorers } from '../../features/scoring/custom-scorers.ts';
import { getScorer, listScorers } from '../../features/scoring/find-scorers.ts';
import type { App } from '../context.ts';
import { authenticate } from '../http/authenticate.ts';
import { describe } from '../http/describe.ts';
import { noQuery, query } from '../http/parse.ts';

const ScorerList = z
  .strictObject({ items: z.array(ScorerInfo).describe('All scorers, grouped by category.') })
  .meta({ id: 'ScorerList' });

const ScorerFilter = pageQuery(/^[a-z0-9][a-z0-9._-]{0,63}$/).extend({
  own: z
    .enum(['true', 'false'])
    .transform((text) => text === 'true')
    .optional()
    .describe('`true` lists custom scorers.'),
});

export function registerScorers(app: App): void {
  app.get(
    '/v1/scorers',
    describe({
      id: 'listScorers',
      tag: 'Scorers',
      summary: 'List the scorers',
      description:
        'Without a query, returns all built-in scorers. With `own=true`, returns a page of the custom scorers by name, each in its newest version.',
      answers: {
        status: 200,
        description: 'The scorers.',
        schema: z.union([ScorerList, pageOf('CustomScorerPage', CustomScorer)]),
      },
      problems: ['invalid_request'],
    }),
    authenticate('any'),
    query(ScorerFilter),
    async (c) => {
      const { own, ...page } = c.req.valid('query');
      const { principal, services } = c.var;
      if (own !== true) return c.json({ items: listScorers(services) });
      return c.json(await listCustomScorers(principal.projectId, page, services));
    },
  );

  app.get(
    '/v1/scorers/:id',
    describe({
      id: 'getScorer',
      tag: 'Scorers',
      summary: 'Get a scorer',
      path: { id: 'Id or alias.' },
      description:
        'By its id or by an alias from another tool; a custom scorer by `name` or `name@3`.',
      answers: {
        status: 200,
        description: 'The scorer.',
        schema: z.union([ScorerInfo, CustomScorer]),
      },
      problems: ['scorer_not_found'],
    }),
    authenticate('any'),
    noQuery,
    async (c) => {
      const { principal, services } = c.var;
      return c.json(await getScorer(principal.projectId, c.req.param('id'), services));
    },
  );
}
