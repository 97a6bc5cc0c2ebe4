import { Deletion, DeletionInput } from '@assay/schema/deletion.ts';
import { pageOf, pageQuery } from '@assay/schema/page.ts';
import { createDeletion, getDeletion, listDeletions } from '../../features/erasure/deletions.ts';
import { json } from './bodies.ts';
import { operation } from './operation.ts';

export const DELETIONS = [
  operation({
    id: 'createDeletion',
    scope: 'admin',
    route: 'POST /v1/deletions',
    tag: 'Deletions',
    summary: 'Delete verdicts, everything of a value of metadata, or the project',
    description:
      'Deletes with a signed report at the end. A small deletion has completed when the response arrives; poll GET /v1/deletions/{id} for others. By metadata, such as a user id, it reaches verdicts, samples of batches, items of data sets, and the labels, reviews and cached answers about them. For a project, keys are revoked at once, and the key of the request reads the report for 30 days.',
    body: json(DeletionInput),
    isIdempotent: true,
    audit: { kind: 'change', made: ({ id, target }) => ({ subject: id, after: target }) },
    answers: { status: 202, description: 'The deletion.', schema: Deletion },
    problems: ['signing_unconfigured', 'quota_exceeded'],
    run: ({ projectId, body, context }, services) =>
      createDeletion(
        { projectId, keyId: context.principal.keyId, input: body, seed: context.seed },
        services,
      ),
  }),
  operation({
    id: 'getDeletion',
    scope: 'read',
    route: 'GET /v1/deletions/:id',
    tag: 'Deletions',
    summary: 'Get a deletion with its report',
    parameters: { id: 'Id of the deletion.' },
    answers: { status: 200, description: 'The deletion.', schema: Deletion },
    problems: ['deletion_not_found'],
    run: ({ projectId, path }, services) => getDeletion(projectId, path.id, services),
  }),
  operation({
    id: 'listDeletions',
    scope: 'read',
    route: 'GET /v1/deletions',
    tag: 'Deletions',
    summary: 'List deletions, newest first',
    query: pageQuery(/^del_[0-9a-z]{26}$/),
    answers: { status: 200, description: 'A page.', schema: pageOf('DeletionPage', Deletion) },
    run: ({ projectId, query }, services) => listDeletions(projectId, query, services),
  }),
] as const;
