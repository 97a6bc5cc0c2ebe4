import { Receipt, SigningKeySet } from '@assay/schema/receipt.ts';
import { receiptOf, signingKeysOf } from '../../features/records/receipt.ts';
import { limitByAddress } from '../http/authenticate.ts';
import { type OpenRoute, operation } from './operation.ts';

export const RECORDS = [
  operation({
    id: 'getReceipt',
    scope: 'read',
    route: 'GET /v1/verdicts/:id/receipt',
    tag: 'Verdicts',
    summary: 'Get a verdict as a signed statement',
    description:
      'Returns an in-toto Statement about the sample, signed with Ed25519: values, fingerprints, judge models, times and hashes, and nothing of the text. Verify it with the public keys of GET /.well-known/jwks.json, with `verifyReceipt()` of the SDK or with `assay verify`.',
    parameters: { id: 'Id of the verdict.' },
    answers: { status: 200, description: 'The receipt.', schema: Receipt },
    problems: ['verdict_not_found', 'signing_unconfigured'],
    run: ({ projectId, path }, services) => receiptOf(projectId, path.id, services),
    rpc: 'verdicts.receipt',
  }),
] as const;

export const SIGNING_KEYS: readonly OpenRoute[] = [
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
      return c.json({ keys });
    },
  },
];
