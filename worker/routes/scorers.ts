import { CustomScorer } from '@assay/schema/custom-scorer.ts';
import { ScorerInfo } from '@assay/schema/scorer-info.ts';
import { describeScorer, describeScorers } from '@assay/scorers/catalogue.ts';
import { findScorer, nearestNames } from '@assay/scorers/find.ts';
import { z } from 'zod';
import type { App } from '../context.ts';
import { authenticate } from '../http/authenticate.ts';
import { describe } from '../http/describe.ts';
import { noQuery } from '../http/parse.ts';
import { ApiProblem } from '../http/problem.ts';
import { findCustomScorer } from '../scoring/custom-scorers.ts';

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
    (c) => c.json({ items: describeScorers(c.var.services.judging.models.defaults) }),
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
      const id = c.req.param('id');
      const found = findScorer(id);
      if (found && !found.negated)
        return c.json(describeScorer(found.scorer, c.var.services.judging.models.defaults));
      const own = await findCustomScorer(principal.projectId, id, services);
      if (own) return c.json(own);
      if (found) {
        throw new ApiProblem('scorer_not_found', {
          detail: `"${id}" is "${found.scorer.id}" negated: look that one up. Requests may name either.`,
        });
      }
      const near = nearestNames(id);
      const detail = near.length > 0 ? `Did you mean ${near.join(' or ')}?` : undefined;
      throw new ApiProblem('scorer_not_found', detail === undefined ? {} : { detail });
    },
  );
}
