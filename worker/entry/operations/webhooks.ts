import { pageOf } from '@assay/schema/page.ts';
import { WebhookDelivery, WebhookRotation, WebhookSecret } from '@assay/schema/webhook.ts';
import { listDeliveries } from '../../features/batches/list-deliveries.ts';
import { getSecret, rotateSecret } from '../../features/webhooks/secrets.ts';
import { json } from './bodies.ts';
import { operation } from './operation.ts';

export const WEBHOOKS = [
  operation({
    id: 'getWebhookSecret',
    scope: 'admin',
    route: 'GET /v1/webhooks/secret',
    tag: 'Webhooks',
    summary: "Get the secret that signs the project's webhooks",
    description:
      'Messages are signed according to Standard Webhooks (`webhook-id`, `webhook-timestamp`, `webhook-signature`).',
    audit: { kind: 'read', subject: () => 'webhook-secret' },
    answers: { status: 200, description: 'The secret.', schema: WebhookSecret },
    problems: ['webhooks_unconfigured'],
    run: ({ projectId }, services) => getSecret(projectId, services),
  }),
  operation({
    id: 'rotateWebhookSecret',
    scope: 'admin',
    route: 'POST /v1/webhooks/secret/rotate',
    tag: 'Webhooks',
    summary: 'Rotate the signing secret',
    description: 'During the overlap, messages carry a signature for each of the two secrets.',
    body: json(WebhookRotation),
    isIdempotent: true,
    audit: { kind: 'change', subject: () => 'webhook-secret' },
    answers: { status: 200, description: 'The new secret.', schema: WebhookSecret },
    problems: ['webhooks_unconfigured'],
    run: ({ projectId, body }, services) => rotateSecret(projectId, body, services),
  }),
  operation({
    id: 'listWebhookDeliveries',
    scope: 'read',
    route: 'GET /v1/batches/:id/deliveries',
    tag: 'Webhooks',
    summary: 'List the webhook deliveries of a batch, newest first',
    parameters: { id: 'Id of the batch.' },
    answers: {
      status: 200,
      description: 'One delivery for each time the batch ended, with its attempts.',
      schema: pageOf('WebhookDeliveryPage', WebhookDelivery),
    },
    problems: ['batch_not_found'],
    run: ({ projectId, path }, services) => listDeliveries(projectId, path.id, services),
  }),
] as const;
