import { CustomScorer } from '@assay/schema/custom-scorer.ts';
import { ScorerInfo } from '@assay/schema/scorer-info.ts';
import { z } from 'zod';
import type { App } from '../context.ts';
import { authenticate } from '../http/authenticate.ts';
import { describe } from '../http/describe.ts';
import { noQuery } from '../http/parse.ts';
import { getScorer, listScorers } from '../scoring/find-scorers.ts';

const ScorerList = z
  .strictObject({ items: z.array(ScorerInfo).describe('Every scorer, in reading order.') })
  .meta({ id: 'ScorerList' });

export function registerScorers(app: App): void {
  app.get(
    '/v1/scorers',
    describe({
      tag: 'Scorers',
      summary: 'List the scorers',
      answers: { status: 200, description: 'Every scorer, in reading order.', schema: ScorerList },
    }),
    authenticate('any'),
    noQuery,
    (c) => c.json({ items: listScorers(c.var.services) }),
  );

  app.get(
    '/v1/scorers/:id',
    describe({
      tag: 'Scorers',
      summary: 'Look a scorer up',
      path: { id: 'Id or alias.' },
      description:
        'By its id or by an alias from another tool; a scorer of your own by `name` or `name@3`.',
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
