import { ApiKey, ApiKeyInput, ApiKeyRotation, CreatedApiKey } from '@assay/schema/api-key.ts';
import { pageOf, pageQuery } from '@assay/schema/page.ts';
import { createKey, listKeys, revokeKey, rotateKey } from '../../features/auth/manage-keys.ts';
import type { App } from '../context.ts';
import { authenticate } from '../http/authenticate.ts';
import { describe } from '../http/describe.ts';
import { idempotent } from '../http/idempotency.ts';
import { BODY_PROBLEMS, readBody } from '../http/limits.ts';
import { body, noQuery, query } from '../http/parse.ts';

export function registerKeys(app: App): void {
  app.post(
    '/v1/keys',
    describe({
      id: 'createKey',
      tag: 'Keys',
      summary: 'Create an API key',
      isIdempotent: true,
      description: 'The key is shown only in this response; Assay stores only its SHA-256.',
      answers: { status: 201, description: 'The key.', schema: CreatedApiKey },
      problems: BODY_PROBLEMS,
    }),
    authenticate('admin'),
    noQuery,
    readBody,
    idempotent,
    body(ApiKeyInput),
    async (c) =>
      c.json(await createKey(c.var.principal.projectId, c.req.valid('json'), c.var.services), 201),
  );

  app.get(
    '/v1/keys',
    describe({
      id: 'listKeys',
      tag: 'Keys',
      summary: 'List API keys, newest first',
      answers: { status: 200, description: 'A page.', schema: pageOf('ApiKeyPage', ApiKey) },
      problems: ['invalid_request'],
    }),
    authenticate('admin'),
    query(pageQuery(/^key_[0-9a-z]{26}$/)),
    async (c) =>
      c.json(await listKeys(c.var.principal.projectId, c.req.valid('query'), c.var.services)),
  );

  app.post(
    '/v1/keys/:id/rotate',
    describe({
      id: 'rotateKey',
      tag: 'Keys',
      summary: 'Rotate an API key',
      path: { id: 'Id of the key.' },
      isIdempotent: true,
      description: 'The new key works immediately; the old key expires after the overlap.',
      answers: { status: 201, description: 'The new key.', schema: CreatedApiKey },
      problems: [...BODY_PROBLEMS, 'key_not_found', 'key_not_active'],
    }),
    authenticate('admin'),
    noQuery,
    readBody,
    idempotent,
    body(ApiKeyRotation),
    async (c) => {
      const { principal, services } = c.var;
      const id = c.req.param('id');
      return c.json(await rotateKey(principal.projectId, id, c.req.valid('json'), services), 201);
    },
  );

  app.delete(
    '/v1/keys/:id',
    describe({
      id: 'revokeKey',
      tag: 'Keys',
      summary: 'Revoke an API key',
      path: { id: 'Id of the key.' },
      description:
        'Takes effect immediately in the isolate that handles the request, and everywhere within 30 seconds.',
      answers: { status: 200, description: 'The revoked key.', schema: ApiKey },
      problems: ['key_not_found'],
    }),
    authenticate('admin'),
    noQuery,
    async (c) =>
      c.json(await revokeKey(c.var.principal.projectId, c.req.param('id'), c.var.services)),
  );
}
