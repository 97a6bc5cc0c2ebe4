import {
  Alert,
  AlertChannel,
  AlertChannelContent,
  AlertChannelInput,
  AlertDelivery,
  AlertDeliveryQuery,
  AlertMute,
  AlertMuteInput,
  AlertQuery,
  AlertSettings,
} from '@assay/schema/alert.ts';
import { pageOf } from '@assay/schema/page.ts';
import * as z from 'zod';
import {
  createChannel,
  deleteChannel,
  getChannel,
  listChannels,
  replaceChannel,
} from '../../features/alerts/channels.ts';
import {
  endAlert,
  getAlert,
  listAlertDeliveries,
  listAlerts,
} from '../../features/alerts/find-alerts.ts';
import { listMutes, muteAlerts } from '../../features/alerts/mutes.ts';
import { getAlertSettings, replaceAlertSettings } from '../../features/alerts/settings.ts';
import { testChannel } from '../../features/alerts/test-channel.ts';
import { json, noBody } from './bodies.ts';
import { operation } from './operation.ts';

const DeliveryPage = pageOf('AlertDeliveryPage', AlertDelivery);
const MutePage = pageOf('AlertMutePage', AlertMute);
const named = { name: 'Name of the channel.' };

export const ALERTS = [
  operation({
    id: 'listAlerts',
    scope: 'read',
    route: 'GET /v1/alerts',
    tag: 'Alerts',
    summary: 'List alerts, newest first',
    query: AlertQuery,
    answers: { status: 200, description: 'A page.', schema: pageOf('AlertPage', Alert) },
    problems: ['invalid_request'],
    run: ({ projectId, query }, services) => listAlerts(projectId, query, services),
    rpc: 'alerts.list',
    tool: {
      name: 'list_alerts',
      title: 'List alerts',
      description:
        'Lists what moved: alerts of monitors, schedules and the health of evaluation, newest first. `status` "open" lists what still holds.',
      input: z.strictObject({
        status: z.enum(['open', 'resolved']).exactOptional().describe('Only with this status.'),
        source: z
          .string()
          .exactOptional()
          .describe('Only of `monitor:name`, `schedule:name` or `health:name`, or of such a kind.'),
        cursor: z.string().exactOptional().describe('`nextCursor` of the previous page.'),
        limit: z.int().min(1).max(100).exactOptional().describe('Items per page. Defaults to 20.'),
      }),
      isReading: true,
      isOpen: false,
    },
  }),
  operation({
    id: 'getAlert',
    scope: 'read',
    route: 'GET /v1/alerts/:id',
    tag: 'Alerts',
    summary: 'Get an alert',
    parameters: { id: 'Id of the alert.' },
    answers: { status: 200, description: 'The alert.', schema: Alert },
    problems: ['alert_not_found'],
    run: ({ projectId, path }, services) => getAlert(projectId, path.id, services),
    rpc: 'alerts.get',
  }),
  operation({
    id: 'resolveAlert',
    scope: 'admin',
    route: 'POST /v1/alerts/:id/resolve',
    tag: 'Alerts',
    summary: 'End an alert by hand',
    description: 'What raised it opens another if it still holds. One that is over stays so.',
    parameters: { id: 'Id of the alert.' },
    body: noBody,
    audit: {
      kind: 'change',
      subject: ({ path }) => path.id,
      state: ({ projectId, path }, services) => getAlert(projectId, path.id, services),
    },
    answers: { status: 200, description: 'The alert.', schema: Alert },
    problems: ['alert_not_found'],
    run: ({ projectId, path }, services) => endAlert(projectId, path.id, services),
  }),
  operation({
    id: 'listAlertDeliveries',
    scope: 'read',
    route: 'GET /v1/alert-deliveries',
    tag: 'Alerts',
    summary: 'List what was sent of alerts and what was answered, newest first',
    query: AlertDeliveryQuery,
    answers: { status: 200, description: 'A page.', schema: DeliveryPage },
    problems: ['invalid_request'],
    run: ({ projectId, query }, services) => listAlertDeliveries(projectId, query, services),
  }),
  operation({
    id: 'listAlertMutes',
    scope: 'read',
    route: 'GET /v1/alert-mutes',
    tag: 'Alerts',
    summary: 'List what is muted',
    answers: { status: 200, description: 'Channels and sources.', schema: MutePage },
    run: ({ projectId }, services) => listMutes(projectId, services),
  }),
  operation({
    id: 'muteAlerts',
    scope: 'admin',
    route: 'PUT /v1/alert-mutes',
    tag: 'Alerts',
    summary: 'Mute a channel or a source until a time',
    description:
      'What is muted is listed but not sent, except the end of an alert that a channel was told of. An alert that is still open when the mute ends is sent then. `until: null` ends a mute.',
    body: json(AlertMuteInput),
    audit: {
      kind: 'change',
      subject: ({ body }) => body.target,
      state: async ({ projectId, body }, services) =>
        (await listMutes(projectId, services)).items.find(({ target }) => target === body.target),
    },
    answers: { status: 200, description: 'What is muted now.', schema: MutePage },
    problems: ['channel_not_found'],
    run: ({ projectId, body }, services) => muteAlerts(projectId, body, services),
  }),
  operation({
    id: 'getAlertSettings',
    scope: 'read',
    route: 'GET /v1/project/alert-settings',
    tag: 'Alerts',
    summary: 'Read when the health of evaluation raises alerts',
    answers: { status: 200, description: 'The settings.', schema: AlertSettings },
    run: ({ projectId }, services) => getAlertSettings(projectId, services),
  }),
  operation({
    id: 'replaceAlertSettings',
    scope: 'admin',
    route: 'PUT /v1/project/alert-settings',
    tag: 'Alerts',
    summary: 'Replace when the health of evaluation raises alerts',
    body: json(AlertSettings),
    audit: {
      kind: 'change',
      subject: () => 'alert-settings',
      state: ({ projectId }, services) => getAlertSettings(projectId, services),
    },
    answers: { status: 200, description: 'The settings.', schema: AlertSettings },
    run: ({ projectId, body }, services) => replaceAlertSettings(projectId, body, services),
  }),
  operation({
    id: 'listChannels',
    scope: 'read',
    route: 'GET /v1/channels',
    tag: 'Alerts',
    summary: 'List the channels that alerts go to, by name',
    answers: {
      status: 200,
      description: 'All of them.',
      schema: pageOf('AlertChannelPage', AlertChannel),
    },
    run: ({ projectId }, services) => listChannels(projectId, services),
  }),
  operation({
    id: 'createChannel',
    scope: 'admin',
    route: 'POST /v1/channels',
    tag: 'Alerts',
    summary: 'Create a channel',
    description:
      'A webhook receives POSTs that are signed as those of batches are. Secrets are encrypted and never shown.',
    body: json(AlertChannelInput),
    isIdempotent: true,
    audit: {
      kind: 'change',
      subject: ({ body }) => body.name,
      state: ({ projectId, body }, services) => getChannel(projectId, body.name, services),
    },
    answers: { status: 201, description: 'The channel.', schema: AlertChannel },
    problems: ['channel_exists', 'webhooks_unconfigured'],
    run: ({ projectId, body }, services) => createChannel(projectId, body, services),
  }),
  operation({
    id: 'getChannel',
    scope: 'read',
    route: 'GET /v1/channels/:name',
    tag: 'Alerts',
    summary: 'Get a channel',
    parameters: named,
    answers: { status: 200, description: 'The channel.', schema: AlertChannel },
    problems: ['channel_not_found'],
    run: ({ projectId, path }, services) => getChannel(projectId, path.name, services),
  }),
  operation({
    id: 'replaceChannel',
    scope: 'admin',
    route: 'PUT /v1/channels/:name',
    tag: 'Alerts',
    summary: 'Replace a channel',
    description: 'A secret that is omitted stays as it is, unless the kind changes.',
    parameters: named,
    body: json(AlertChannelContent),
    audit: {
      kind: 'change',
      subject: ({ path }) => path.name,
      state: ({ projectId, path }, services) => getChannel(projectId, path.name, services),
    },
    answers: { status: 200, description: 'The channel.', schema: AlertChannel },
    problems: ['channel_not_found', 'webhooks_unconfigured'],
    run: ({ projectId, path, body }, services) =>
      replaceChannel(projectId, path.name, body, services),
  }),
  operation({
    id: 'deleteChannel',
    scope: 'admin',
    route: 'DELETE /v1/channels/:name',
    tag: 'Alerts',
    summary: 'Delete a channel',
    description: 'What is on its way to it is not sent any more.',
    parameters: named,
    audit: {
      kind: 'change',
      subject: ({ path }) => path.name,
      state: ({ projectId, path }, services) => getChannel(projectId, path.name, services),
    },
    answers: { status: 204, description: 'The channel is deleted.' },
    problems: ['channel_not_found'],
    async run({ projectId, path }, services) {
      await deleteChannel(projectId, path.name, services);
      return null;
    },
  }),
  operation({
    id: 'testChannel',
    scope: 'admin',
    route: 'POST /v1/channels/:name/test',
    tag: 'Alerts',
    summary: 'Send a test to a channel, and wait for the answer',
    description:
      'Sent at once, muted or not, and not retried. An incident that it opens at PagerDuty is resolved at once.',
    parameters: named,
    body: noBody,
    audit: { kind: 'change', subject: ({ path }) => path.name },
    answers: { status: 200, description: 'What was answered.', schema: AlertDelivery },
    problems: ['channel_not_found'],
    run: ({ projectId, path }, services) => testChannel(projectId, path.name, services),
  }),
] as const;
