import { pageOf } from '@assay/schema/page.ts';
import { WebhookDelivery, WebhookRotation, WebhookSecret } from '@assay/schema/webhook.ts';
import { listDeliveries } from '../../features/batches/list-deliveries.ts';
import { getSecret, rotateSecret } from '../../features/webhooks/secrets.ts';
import type { App } from '../context.ts';
import { authenticate } from '../http/authenticate.ts';
import { describe } from '../http/describe.ts';
import { idempotent } from '../http/idempotency.ts';
import { BODY_PROBLEMS, readBody } from '../http/limits.ts';
import { body, noQuery } from '../http/parse.ts';

export function registerWebhooks(app: App): void {
  app.get(
    '/v1/webhooks/secret',
    describe({
      id: 'getWebhookSecret',
      tag: 'Webhooks',
      summary: "Get the secret that signs the project's webhooks",
      description:
        'Messages are signed according to Standard Webhooks (`webhook-id`, `webhook-timestamp`, `webhook-signature`).',
      answers: { status: 200, description: 'The secret.', schema: WebhookSecret },
      problems: ['webhooks_unconfigured'],
    }),
    authenticate('admin'),
    noQuery,
    async (c) => c.json(await getSecret(c.var.principal.projectId, c.var.services)),
  );

  app.post(
    '/v1/webhooks/secret/rotate',
    describe({
      id: 'rotateWebhookSecret',
      tag: 'Webhooks',
      summary: 'Rotate the signing secret',
      isIdempotent: true,
      description: 'During the overlap, messages carry a signature for each of the two secrets.',
      answers: { status: 200, description: 'The new secret.', schema: WebhookSecret },
      problems: [...BODY_PROBLEMS, 'webhooks_unconfigured'],
    }),
    authenticate('admin'),
    noQuery,
    readBody,
    idempotent,
    body(WebhookRotation),
    async (c) =>
      c.json(await rotateSecret(c.var.principal.projectId, c.req.valid('json'), c.var.services)),
  );

  app.get(
    '/v1/batches/:id/deliveries',
    describe({
      id: 'listWebhookDeliveries',
      tag: 'Webhooks',
      summary: 'List the webhook deliveries of a batch, newest first',
      path: { id: 'Id of the batch.' },
      answers: {
        status: 200,
        description: 'One delivery for each time the batch ended, with its attempts.',
        schema: pageOf('WebhookDeliveryPage', WebhookDelivery),
      },
      problems: ['batch_not_found'],
    }),
    authenticate('read'),
    noQuery,
    async (c) =>
      c.json(await listDeliveries(c.var.principal.projectId, c.req.param('id'), c.var.services)),
  );
}
