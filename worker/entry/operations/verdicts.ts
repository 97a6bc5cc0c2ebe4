import { pageOf } from '@assay/schema/page.ts';
import { StoredVerdict, Verdict } from '@assay/schema/verdict.ts';
import { VerdictFilter } from '@assay/schema/verdict-query.ts';
import { deleteVerdict } from '../../features/erasure/delete-verdict.ts';
import { findVerdicts, getVerdict } from '../../features/scoring/find-verdicts.ts';
import { operation } from './operation.ts';

export const VERDICTS = [
  operation({
    id: 'listVerdicts',
    scope: 'read',
    route: 'GET /v1/verdicts',
    tag: 'Verdicts',
    summary: 'List verdicts, newest first',
    description:
      'Returns the verdicts that match all filters, without their samples. GET /v1/verdicts/{id} includes the sample.',
    query: VerdictFilter,
    audit: { kind: 'read' },
    answers: { status: 200, description: 'A page.', schema: pageOf('VerdictPage', Verdict) },
    problems: ['invalid_request'],
    run: ({ projectId, query }, services) => findVerdicts(projectId, query, services),
    rpc: 'verdicts.list',
  }),
  operation({
    id: 'getVerdict',
    scope: 'read',
    route: 'GET /v1/verdicts/:id',
    tag: 'Verdicts',
    summary: 'Get a verdict with its sample',
    parameters: { id: 'Id of the verdict.' },
    audit: { kind: 'read' },
    answers: { status: 200, description: 'The verdict.', schema: StoredVerdict },
    problems: ['verdict_not_found'],
    run: ({ projectId, path }, services) => getVerdict(projectId, path.id, services),
    rpc: 'verdicts.get',
  }),
  operation({
    id: 'deleteVerdict',
    scope: 'admin',
    route: 'DELETE /v1/verdicts/:id',
    tag: 'Verdicts',
    summary: 'Delete a verdict and its sample',
    description:
      'Deletes the verdict at once, without a report; POST /v1/deletions makes one, and deletes labels as well. Of a verdict of a batch, what the batch counted stays: values without reasons, evidence, sample, ids and metadata.',
    parameters: { id: 'Id of the verdict.' },
    audit: { kind: 'change', subject: ({ path }) => path.id },
    answers: { status: 204, description: 'The verdict is deleted.' },
    problems: ['verdict_not_found', 'batch_not_ended'],
    async run({ projectId, path }, services) {
      await deleteVerdict(projectId, path.id, services);
      return null;
    },
    rpc: 'verdicts.delete',
  }),
] as const;
