import {
  LogCheckpoint,
  LogConsistency,
  LogConsistencyQuery,
  LogEntriesQuery,
  LogPage,
  LogProof,
  LogProofQuery,
} from '@assay/schema/log.ts';
import { ApiProblem } from '../../core/problem.ts';
import { checkpointOf } from '../../features/records/checkpoints.ts';
import { consistencyOf, entriesOf, proofOf } from '../../features/records/read-log.ts';
import { operation } from './operation.ts';

export const LOG = [
  operation({
    id: 'getLogCheckpoint',
    scope: 'read',
    route: 'GET /v1/log/checkpoint',
    tag: 'Log',
    summary: 'Get the signed checkpoint of the log',
    description:
      'Verdicts, deletions and audit entries of the project are sealed into an append-only Merkle log. The checkpoint is its size and root, signed: keep it, and verify later that the log only grew.',
    answers: { status: 200, description: 'The checkpoint.', schema: LogCheckpoint },
    problems: ['signing_unconfigured', 'log_altered'],
    run: ({ projectId }, services) => checkpointOf(projectId, services),
    rpc: 'log.checkpoint',
  }),
  operation({
    id: 'listLogEntries',
    scope: 'read',
    route: 'GET /v1/log/entries',
    tag: 'Log',
    summary: 'List the entries of the log',
    query: LogEntriesQuery,
    answers: { status: 200, description: 'A page.', schema: LogPage },
    run: ({ projectId, query }, services) => entriesOf(projectId, query, services),
    rpc: 'log.entries',
  }),
  operation({
    id: 'getLogProof',
    scope: 'read',
    route: 'GET /v1/log/proof',
    tag: 'Log',
    summary: 'Prove that the log has an entry',
    query: LogProofQuery,
    answers: { status: 200, description: 'The entry with its proof.', schema: LogProof },
    problems: ['log_entry_not_found', 'signing_unconfigured', 'log_altered'],
    async run({ projectId, query: { kind = 'verdict', id } }, services) {
      const found = await proofOf(projectId, { kind, id }, services);
      if (found === undefined) throw new ApiProblem('log_entry_not_found');
      return found;
    },
    rpc: 'log.proof',
  }),
  operation({
    id: 'getLogConsistency',
    scope: 'read',
    route: 'GET /v1/log/consistency',
    tag: 'Log',
    summary: 'Prove that the log of one size is the start of the log of another',
    query: LogConsistencyQuery,
    answers: { status: 200, description: 'The proof.', schema: LogConsistency },
    run: ({ projectId, query }, services) => consistencyOf(projectId, query, services),
    rpc: 'log.consistency',
  }),
] as const;
