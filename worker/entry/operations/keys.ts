import {
  ApiKey,
  ApiKeyInput,
  ApiKeyRotation,
  CreatedApiKey,
  CurrentKey,
} from '@assay/schema/api-key.ts';
import { pageOf, pageQuery } from '@assay/schema/page.ts';
import type * as contract from '@assay/schema/types.ts';
import {
  createKey,
  describeCaller,
  getKey,
  listKeys,
  revokeKey,
  rotateKey,
} from '../../features/auth/manage-keys.ts';
import { json } from './bodies.ts';
import { operation } from './operation.ts';

function withoutKey({ key: _, ...after }: contract.CreatedApiKey) {
  return { subject: after.id, after };
}

export const KEYS = [
  operation({
    id: 'createKey',
    scope: 'admin',
    route: 'POST /v1/keys',
    tag: 'Keys',
    summary: 'Create an API key',
    description: 'The key is shown only in this response; Assay stores only its SHA-256.',
    body: json(ApiKeyInput),
    isIdempotent: true,
    audit: { kind: 'change', made: withoutKey },
    answers: { status: 201, description: 'The key.', schema: CreatedApiKey },
    run: ({ projectId, body }, services) => createKey(projectId, body, services),
  }),
  operation({
    id: 'listKeys',
    scope: 'admin',
    route: 'GET /v1/keys',
    tag: 'Keys',
    summary: 'List API keys, newest first',
    query: pageQuery(/^key_[0-9a-z]{26}$/),
    answers: { status: 200, description: 'A page.', schema: pageOf('ApiKeyPage', ApiKey) },
    problems: ['invalid_request'],
    run: ({ projectId, query }, services) => listKeys(projectId, query, services),
  }),
  operation({
    id: 'getCurrentKey',
    scope: 'key',
    route: 'GET /v1/keys/current',
    tag: 'Keys',
    summary: 'Get the key that sends the request',
    description: 'Returns its scopes and its project. Any key can call it.',
    answers: { status: 200, description: 'The key.', schema: CurrentKey },
    run: ({ context }, services) => describeCaller(context.principal, services),
  }),
  operation({
    id: 'rotateKey',
    scope: 'admin',
    route: 'POST /v1/keys/:id/rotate',
    tag: 'Keys',
    summary: 'Rotate an API key',
    description: 'The new key works immediately; the old key expires after the overlap.',
    parameters: { id: 'Id of the key.' },
    body: json(ApiKeyRotation),
    isIdempotent: true,
    audit: {
      kind: 'change',
      subject: ({ path }) => path.id,
      state: ({ projectId, path }, services) => getKey(projectId, path.id, services),
      made: (made: contract.CreatedApiKey) => ({ after: withoutKey(made).after }),
    },
    answers: { status: 201, description: 'The new key.', schema: CreatedApiKey },
    problems: ['key_not_found', 'key_not_active'],
    run: ({ projectId, path, body }, services) => rotateKey(projectId, path.id, body, services),
  }),
  operation({
    id: 'revokeKey',
    scope: 'admin',
    route: 'DELETE /v1/keys/:id',
    tag: 'Keys',
    summary: 'Revoke an API key',
    description:
      'Takes effect immediately in the isolate that handles the request, and everywhere within 30 seconds.',
    parameters: { id: 'Id of the key.' },
    audit: {
      kind: 'change',
      subject: ({ path }) => path.id,
      state: ({ projectId, path }, services) => getKey(projectId, path.id, services),
    },
    answers: { status: 200, description: 'The revoked key.', schema: ApiKey },
    problems: ['key_not_found'],
    run: ({ projectId, path }, services) => revokeKey(projectId, path.id, services),
  }),
] as const;
