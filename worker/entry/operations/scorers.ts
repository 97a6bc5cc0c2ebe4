import { CustomScorer } from '@assay/schema/custom-scorer.ts';
import { pageOf, pageQuery } from '@assay/schema/page.ts';
import { ScorerInfo } from '@assay/schema/scorer-info.ts';
import { ScorerMatches, ScorerSearch } from '@assay/schema/scorer-search.ts';
import * as z from 'zod';
import { listCustomScorers } from '../../features/scoring/custom-scorers.ts';
import { getScorer, listScorers, searchScorers } from '../../features/scoring/find-scorers.ts';
import { json } from './bodies.ts';
import { operation } from './operation.ts';

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

const ScorerOrCustom = z.union([ScorerInfo, CustomScorer]);

export const SCORERS = [
  operation({
    id: 'listScorers',
    scope: 'any',
    route: 'GET /v1/scorers',
    tag: 'Scorers',
    summary: 'List the scorers',
    description:
      'Without a query, returns all built-in scorers. With `own=true`, returns a page of the custom scorers by name, each in its newest version.',
    query: ScorerFilter,
    answers: {
      status: 200,
      description: 'The scorers.',
      schema: z.union([ScorerList, pageOf('CustomScorerPage', CustomScorer)]),
    },
    problems: ['invalid_request'],
    run: async ({ projectId, query: { own, ...page } }, services) =>
      own === true
        ? listCustomScorers(projectId, page, services)
        : { items: await listScorers(services) },
    rpc: 'scorers.list',
    callQuery: null,
  }),
  operation({
    id: 'searchScorers',
    scope: 'any',
    tag: 'Scorers',
    summary: 'Find scorers by words',
    body: json(ScorerSearch),
    answers: { status: 200, description: 'The scorers that match.', schema: ScorerMatches },
    run: ({ body }, services) => searchScorers(body, services),
    tool: {
      name: 'search_scorers',
      title: 'Search scorers',
      description:
        'Lists scorers, or searches them by words. Returns the id, kind, summary and needed sample fields of each. Pass the id to score; get_scorer returns the parameters.',
      isReading: true,
      isOpen: false,
    },
  }),
  operation({
    id: 'getScorer',
    scope: 'any',
    route: 'GET /v1/scorers/:id',
    tag: 'Scorers',
    summary: 'Get a scorer',
    description:
      'By its id or by an alias from another tool; a custom scorer by `name` or `name@3`.',
    parameters: { id: 'Id or alias.' },
    answers: { status: 200, description: 'The scorer.', schema: ScorerOrCustom },
    problems: ['scorer_not_found'],
    run: ({ projectId, path }, services) => getScorer(projectId, path.id, services),
    rpc: 'scorers.get',
    tool: {
      name: 'get_scorer',
      title: 'Get a scorer',
      description:
        'Returns everything about one scorer: JSON Schema of its parameters, default threshold, source, and examples with their values.',
      input: z.strictObject({
        id: z
          .string()
          .min(1)
          .describe('Id or alias, such as "levenshtein"; a custom scorer by `name` or `name@3`.'),
      }),
      output: z.strictObject({ scorer: ScorerOrCustom }),
      wrap: (scorer) => ({ scorer }),
      isReading: true,
      isOpen: false,
    },
  }),
] as const;
