import { pageOf } from '@assay/schema/page.ts';
import { WebhookDelivery, WebhookRotation, WebhookSecret } from '@assay/schema/webhook.ts';
import { findBatch } from '../../features/batches/find-batches.ts';
import { findExperiment } from '../../features/experiments/find-experiments.ts';
import { listDeliveries } from '../../features/webhooks/list-deliveries.ts';
import { getSecret, rotateSecret } from '../../features/webhooks/secrets.ts';
import { json } from './bodies.ts';
import { operation } from './operation.ts';

const DeliveryPage = pageOf('WebhookDeliveryPage', WebhookDelivery);

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
      schema: DeliveryPage,
    },
    problems: ['batch_not_found'],
    async run({ projectId, path }, services) {
      await findBatch(projectId, path.id, services);
      return listDeliveries(projectId, path.id, services);
    },
  }),
  operation({
    id: 'listExperimentDeliveries',
    scope: 'read',
    route: 'GET /v1/experiments/:id/deliveries',
    tag: 'Webhooks',
    summary: 'List the webhook deliveries of an experiment or a probe, newest first',
    parameters: { id: 'Id of the experiment.' },
    answers: {
      status: 200,
      description: 'One delivery for each time the experiment completed, with its attempts.',
      schema: DeliveryPage,
    },
    problems: ['experiment_not_found'],
    async run({ projectId, path }, services) {
      await findExperiment(projectId, path.id, services);
      return listDeliveries(projectId, path.id, services);
    },
  }),
] as const;
