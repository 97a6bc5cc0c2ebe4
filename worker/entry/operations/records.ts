import { LineageQuery, ProvDocument, Replay, VerdictLineage } from '@assay/schema/lineage.ts';
import { Receipt, SigningKeySet } from '@assay/schema/receipt.ts';
import * as z from 'zod';
import { signingKeysOf } from '../../features/records/checkpoints.ts';
import { lineageOf } from '../../features/records/lineage.ts';
import { provDocumentOf } from '../../features/records/prov-document.ts';
import { receiptOf } from '../../features/records/receipt.ts';
import { replayVerdict } from '../../features/records/replay.ts';
import { limitByAddress } from '../http/authenticate.ts';
import { noBody } from './bodies.ts';
import { type DocumentedOpenRoute, operation } from './operation.ts';

export const RECORDS = [
  operation({
    id: 'getReceipt',
    scope: 'read',
    route: 'GET /v1/verdicts/:id/receipt',
    tag: 'Verdicts',
    summary: 'Get a verdict as a signed statement',
    description:
      'Returns an in-toto Statement about the sample, signed with Ed25519: values, fingerprints, judge models, times and hashes, and nothing of the text. Once the verdict is sealed, `log` proves that it is in the log of the project. Verify it with the public keys of GET /.well-known/jwks.json, with `verifyReceipt()` of the SDK or with `assay verify`.',
    parameters: { id: 'Id of the verdict.' },
    answers: { status: 200, description: 'The receipt.', schema: Receipt },
    problems: ['verdict_not_found', 'signing_unconfigured', 'verdict_altered', 'log_altered'],
    run: ({ projectId, path }, services) => receiptOf(projectId, path.id, services),
    rpc: 'verdicts.receipt',
  }),
  operation({
    id: 'getLineage',
    scope: 'read',
    route: 'GET /v1/verdicts/:id/lineage',
    tag: 'Verdicts',
    summary: 'Get everything that led to a verdict',
    description:
      'Returns the sample, the full definition of each scorer, the models with their versions, cache origin, suite, request, trace and release. Definitions are never deleted while a verdict refers to them.',
    parameters: { id: 'Id of the verdict.' },
    query: LineageQuery,
    audit: { kind: 'read' },
    answers: {
      status: 200,
      description: 'The lineage.',
      schema: z.union([VerdictLineage, ProvDocument]),
    },
    problems: ['verdict_not_found'],
    run: ({ projectId, path }, services) => lineageOf(projectId, path.id, services),
    async respond(c, { projectId, path, query }, services) {
      if (query.format !== 'prov') return undefined;
      return c.json(provDocumentOf(await lineageOf(projectId, path.id, services)));
    },
    rpc: 'verdicts.lineage',
    callQuery: null,
    tool: {
      name: 'get_lineage',
      title: 'Explain a verdict',
      description:
        'Returns everything that led to a stored verdict: the sample, the definition of each scorer, the models, the suite and the release.',
      input: z.strictObject({ id: z.string().describe('Id of the verdict.') }),
      output: VerdictLineage,
      isReading: true,
      isOpen: false,
    },
  }),
  operation({
    id: 'replayVerdict',
    scope: 'score',
    route: 'POST /v1/verdicts/:id/replay',
    tag: 'Verdicts',
    summary: 'Score the sample of a verdict again',
    description:
      'Scores the stored sample by the definitions that it was scored by, and lists every difference. For code scorers there is none, or `changes` says what changed. Judges are asked as for any request. Nothing is stored.',
    parameters: { id: 'Id of the verdict.' },
    body: noBody,
    answers: { status: 200, description: 'The replay.', schema: Replay },
    problems: ['verdict_not_found', 'sample_not_kept', 'replay_impossible'],
    run: ({ path, context }, services) => replayVerdict(path.id, context, services),
    rpc: 'verdicts.replay',
  }),
] as const;

export const SIGNING_KEYS: readonly DocumentedOpenRoute[] = [
  {
    id: 'listSigningKeys',
    scope: 'none',
    route: 'GET /.well-known/jwks.json',
    tag: 'Verdicts',
    summary: 'List the public keys that receipts are signed with',
    description: 'Keys that no longer sign stay in the list, so that old receipts can be verified.',
    answers: { status: 200, description: 'A JSON Web Key Set.', schema: SigningKeySet },
    problems: ['signing_unconfigured', 'rate_limited'],
    async respond(c) {
      await limitByAddress(c);
      const { keys } = signingKeysOf(c.var.services);
      return c.json({ keys: [...keys] });
    },
  },
];
