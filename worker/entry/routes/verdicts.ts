import { pageOf } from '@assay/schema/page.ts';
import { StoredVerdict, Verdict } from '@assay/schema/verdict.ts';
import { VerdictFilter } from '@assay/schema/verdict-query.ts';
import { deleteVerdict, findVerdicts, getVerdict } from '../../features/scoring/find-verdicts.ts';
import type { App } from '../context.ts';
import { authenticate } from '../http/authenticate.ts';
import { describe } from '../http/describe.ts';
import { noQuery, query } from '../http/parse.ts';

export function registerVerdicts(app: App): void {
  app.get(
    '/v1/verdicts',
    describe({
      id: 'listVerdicts',
      tag: 'Verdicts',
      summary: 'List verdicts, newest first',
      description:
        'Returns the verdicts that match all filters, without their samples. GET /v1/verdicts/{id} includes the sample.',
      answers: { status: 200, description: 'A page.', schema: pageOf('VerdictPage', Verdict) },
      problems: ['invalid_request'],
    }),
    authenticate('read'),
    query(VerdictFilter),
    async (c) =>
      c.json(await findVerdicts(c.var.principal.projectId, c.req.valid('query'), c.var.services)),
  );

  app.get(
    '/v1/verdicts/:id',
    describe({
      id: 'getVerdict',
      tag: 'Verdicts',
      summary: 'Get a verdict with its sample',
      path: { id: 'Id of the verdict.' },
      answers: { status: 200, description: 'The verdict.', schema: StoredVerdict },
      problems: ['verdict_not_found'],
    }),
    authenticate('read'),
    noQuery,
    async (c) =>
      c.json(await getVerdict(c.var.principal.projectId, c.req.param('id'), c.var.services)),
  );

  app.delete(
    '/v1/verdicts/:id',
    describe({
      id: 'deleteVerdict',
      tag: 'Verdicts',
      summary: 'Delete a verdict and its sample',
      path: { id: 'Id of the verdict.' },
      answers: { status: 204, description: 'The verdict is deleted.' },
      problems: ['verdict_not_found'],
    }),
    authenticate('admin'),
    noQuery,
    async (c) => {
      await deleteVerdict(c.var.principal.projectId, c.req.param('id'), c.var.services);
      return c.body(null, 204);
    },
  );
}
