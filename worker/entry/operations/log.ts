import {
  LogCheckpoint,
  LogConsistency,
  LogConsistencyQuery,
  LogEntriesQuery,
  LogPage,
  LogProof,
  LogProofQuery,
  PendingQuery,
  UnloggedQuery,
  UnloggedRow,
} from '@assay/schema/log.ts';
import { pageOf } from '@assay/schema/page.ts';
import { ApiProblem } from '../../core/problem.ts';
import { checkpointOf } from '../../features/records/checkpoints.ts';
import { consistencyOf, entriesOf, proofOf } from '../../features/records/read-log.ts';
import { resultProofOf } from '../../features/records/result-proof.ts';
import { pendingEntries, unloggedRows } from '../../features/records/unlogged.ts';
import { operation } from './operation.ts';

const UnloggedPage = pageOf('UnloggedPage', UnloggedRow);

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
    problems: ['signing_unconfigured'],
    run: ({ projectId }, services) => checkpointOf(projectId, services),
    rpc: 'log.checkpoint',
  }),
  operation({
    id: 'listLogEntries',
    scope: 'read',
    route: 'GET /v1/log/entries',
    tag: 'Log',
    summary: 'List the entries of the log',
    description:
      'With `include=rows` each entry also has what its row in the database hashes to today, so that it can be compared with what was sealed.',
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
    problems: ['log_entry_not_found', 'signing_unconfigured', 'log_altered', 'verdict_altered'],
    async run({ projectId, query: { kind = 'verdict', id } }, services) {
      const found =
        (await proofOf(projectId, { kind, id }, services)) ??
        (kind === 'verdict' ? await resultProofOf(projectId, id, services) : undefined);
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
  operation({
    id: 'listPendingEntries',
    scope: 'read',
    route: 'GET /v1/log/pending',
    tag: 'Log',
    summary: 'List what will be sealed next',
    query: PendingQuery,
    answers: { status: 200, description: 'A page.', schema: UnloggedPage },
    run: ({ projectId, query }, services) => pendingEntries(projectId, query, services),
    rpc: 'log.pending',
  }),
  operation({
    id: 'listUnloggedRows',
    scope: 'read',
    route: 'GET /v1/log/unlogged',
    tag: 'Log',
    summary: 'List rows that the log should have and does not',
    description:
      'There are none unless somebody added rows to the database, or took entries from the outbox. A page can be empty and have a next one.',
    query: UnloggedQuery,
    answers: { status: 200, description: 'A page.', schema: UnloggedPage },
    run: ({ projectId, query }, services) => unloggedRows(projectId, query, services),
    rpc: 'log.unlogged',
  }),
] as const;
