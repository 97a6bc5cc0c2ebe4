import {
  Monitor,
  MonitorAlarm,
  MonitorInput,
  MonitorPreview,
  MonitorPreviewInput,
  MonitorReport,
  MonitorReset,
  MonitorSummary,
  MonitorSummaryQuery,
  MonitorTimeline,
  MonitorVersionInput,
} from '@assay/schema/monitor.ts';
import { pageOf, pageQuery } from '@assay/schema/page.ts';
import * as z from 'zod';
import {
  acknowledgeAlarm,
  getMonitorAlarm,
  getMonitorReport,
  getMonitorTimeline,
  listMonitorAlarms,
  listMonitorReports,
  previewMonitor,
  resetMonitor,
} from '../../features/monitors/monitor-reports.ts';
import {
  addMonitorVersion,
  createMonitor,
  deleteMonitor,
  getMonitor,
  listMonitorVersions,
} from '../../features/monitors/monitors.ts';
import { summariseMonitors } from '../../features/monitors/summarise-monitors.ts';
import { json, noBody } from './bodies.ts';
import { operation } from './operation.ts';

const MonitorVersions = z
  .strictObject({ items: z.array(Monitor).describe('The versions, newest first.') })
  .meta({ id: 'MonitorVersions' });

const reference = { name: '`name`, or `name@version`.' };
const named = { name: 'Name of the monitor.' };

export const MONITORS = [
  operation({
    id: 'createMonitor',
    scope: 'admin',
    route: 'POST /v1/monitors',
    tag: 'Monitors',
    summary: 'Create a monitor',
    description:
      'It watches verdicts that are stored from now on, within a minute or two, each once. Verdicts that are not stored are not watched.',
    body: json(MonitorInput),
    isIdempotent: true,
    audit: {
      kind: 'change',
      subject: ({ body }) => body.name,
      state: ({ projectId, body }, services) => getMonitor(projectId, body.name, services),
    },
    answers: { status: 201, description: 'Version 1 of the monitor.', schema: Monitor },
    problems: ['invalid_request', 'batch_not_found', 'monitor_exists'],
    run: ({ projectId, body }, services) => createMonitor(projectId, body, services),
  }),
  operation({
    id: 'previewMonitor',
    scope: 'admin',
    route: 'POST /v1/monitors/preview',
    tag: 'Monitors',
    summary: 'Preview what a monitor would have said of stored verdicts',
    description:
      'Up to 5,000 stored verdicts are looked at, the newest; or the results of a batch. Nothing is saved, and nobody is alerted.',
    body: json(MonitorPreviewInput),
    audit: 'none',
    answers: { status: 200, description: 'The state, and the alarms.', schema: MonitorPreview },
    problems: ['invalid_request', 'batch_not_found'],
    run: ({ projectId, body }, services) => previewMonitor(projectId, body, services),
    rpc: 'monitors.preview',
  }),
  operation({
    id: 'summariseMonitors',
    scope: 'read',
    route: 'GET /v1/monitors-summary',
    tag: 'Monitors',
    summary: 'Show what moved in the last days, over all monitors',
    query: MonitorSummaryQuery,
    answers: { status: 200, description: 'Alarms and moves.', schema: MonitorSummary },
    problems: ['invalid_request'],
    run: ({ projectId, query }, services) => summariseMonitors(projectId, query, services),
    rpc: 'monitors.summary',
    tool: {
      name: 'what_got_worse',
      title: 'What got worse',
      description:
        'What moved in the last days (7 by default), over all monitors of live scores. `summary` says it in sentences; alarms have since when, by how much, what explains them, who moved (judge or application) and ids of verdicts that show it (get_lineage); `links` are pages for people.',
      input: z.strictObject({
        days: z.int().min(1).max(365).exactOptional().describe('How many days to look back.'),
      }),
      isReading: true,
      isOpen: false,
    },
  }),
  operation({
    id: 'listMonitors',
    scope: 'read',
    route: 'GET /v1/monitors',
    tag: 'Monitors',
    summary: 'List monitors by name, each with what it knows',
    query: pageQuery(/^[a-z0-9][a-z0-9._-]{0,63}$/),
    answers: {
      status: 200,
      description: 'A page.',
      schema: pageOf('MonitorReportPage', MonitorReport),
    },
    problems: ['invalid_request'],
    run: ({ projectId, query }, services) => listMonitorReports(projectId, query, services),
    rpc: 'monitors.list',
  }),
  operation({
    id: 'getMonitor',
    scope: 'read',
    route: 'GET /v1/monitors/:name',
    tag: 'Monitors',
    summary: 'Get a monitor with what it knows',
    description:
      '`name` selects the newest version, `name@3` version 3. The state is that of the monitor, whatever the version.',
    parameters: reference,
    answers: { status: 200, description: 'The version.', schema: MonitorReport },
    problems: ['monitor_not_found'],
    run: ({ projectId, path }, services) => getMonitorReport(projectId, path.name, services),
    rpc: 'monitors.get',
  }),
  operation({
    id: 'getMonitorTimeline',
    scope: 'read',
    route: 'GET /v1/monitors/:name/timeline',
    tag: 'Monitors',
    summary: 'Get the timeline of a monitor',
    description:
      'Means with their confidence sequence, and marks where a version, a fingerprint or the model version of a judge changed.',
    parameters: named,
    answers: { status: 200, description: 'The timeline.', schema: MonitorTimeline },
    problems: ['monitor_not_found'],
    run: ({ projectId, path }, services) => getMonitorTimeline(projectId, path.name, services),
    rpc: 'monitors.timeline',
  }),
  operation({
    id: 'listMonitorAlarms',
    scope: 'read',
    route: 'GET /v1/monitors/:name/alarms',
    tag: 'Monitors',
    summary: 'List the alarms of a monitor, newest first',
    parameters: named,
    query: pageQuery(/^alm_[0-9a-z]{26}$/),
    answers: {
      status: 200,
      description: 'A page.',
      schema: pageOf('MonitorAlarmPage', MonitorAlarm),
    },
    problems: ['invalid_request', 'monitor_not_found'],
    run: ({ projectId, path, query }, services) =>
      listMonitorAlarms(projectId, path.name, query, services),
    rpc: 'monitors.alarms',
  }),
  operation({
    id: 'acknowledgeMonitorAlarm',
    scope: 'admin',
    route: 'POST /v1/monitors/:name/alarms/:id/acknowledge',
    tag: 'Monitors',
    summary: 'Note that you look after an alarm',
    description: 'The alarm stays open until the mean is back, or the monitor is reset.',
    parameters: { ...named, id: 'Id of the alarm.' },
    body: noBody,
    audit: {
      kind: 'change',
      subject: ({ path }) => `${path.name}/${path.id}`,
      state: ({ projectId, path: { name, id } }, services) =>
        getMonitorAlarm(projectId, { name, id }, services),
    },
    answers: { status: 200, description: 'The alarm.', schema: MonitorAlarm },
    problems: ['monitor_not_found', 'alarm_not_found'],
    run: ({ projectId, path: { name, id }, context }, services) =>
      acknowledgeAlarm(projectId, { name, id, by: context.principal.keyId }, services),
  }),
  operation({
    id: 'resetMonitor',
    scope: 'admin',
    route: 'POST /v1/monitors/:name/reset',
    tag: 'Monitors',
    summary: 'End the alarms of a monitor and start it again',
    parameters: named,
    body: json(MonitorReset),
    audit: {
      kind: 'change',
      subject: ({ path }) => path.name,
      state: async ({ projectId, path }, services) =>
        (await getMonitorReport(projectId, path.name, services)).state,
    },
    answers: { status: 200, description: 'The monitor.', schema: MonitorReport },
    problems: ['monitor_not_found'],
    run: ({ projectId, path, body }, services) =>
      resetMonitor(projectId, path.name, body, services),
  }),
  operation({
    id: 'listMonitorVersions',
    scope: 'read',
    route: 'GET /v1/monitors/:name/versions',
    tag: 'Monitors',
    summary: 'List the versions of a monitor, newest first',
    parameters: named,
    answers: { status: 200, description: 'The versions.', schema: MonitorVersions },
    problems: ['monitor_not_found'],
    run: async ({ projectId, path }, services) => ({
      items: await listMonitorVersions(projectId, path.name, services),
    }),
  }),
  operation({
    id: 'addMonitorVersion',
    scope: 'admin',
    route: 'POST /v1/monitors/:name/versions',
    tag: 'Monitors',
    summary: 'Add a version to a monitor',
    description:
      'A version that watches something else, or from another baseline, starts anew. If the content equals the newest version, no version is added: the response is that version, with status 200.',
    parameters: named,
    body: json(MonitorVersionInput),
    isIdempotent: true,
    audit: {
      kind: 'change',
      subject: ({ path }) => path.name,
      state: ({ projectId, path }, services) => getMonitor(projectId, path.name, services),
    },
    answers: {
      status: 201,
      description: 'The new version.',
      schema: Monitor,
      unchanged: 'The newest version, which already has this content.',
    },
    problems: ['invalid_request', 'batch_not_found', 'monitor_not_found'],
    async respond(c, { projectId, path, body }, services) {
      const { monitor, isNew } = await addMonitorVersion(projectId, path.name, body, services);
      return c.json(monitor, isNew ? 201 : 200);
    },
  }),
  operation({
    id: 'deleteMonitor',
    scope: 'admin',
    route: 'DELETE /v1/monitors/:name',
    tag: 'Monitors',
    summary: 'Delete a monitor with what it has seen, or one version of it',
    description:
      '`name` deletes all versions, `name@3` only version 3. A version number is never reused.',
    parameters: reference,
    audit: {
      kind: 'change',
      subject: ({ path }) => path.name,
      state: ({ projectId, path }, services) => getMonitor(projectId, path.name, services),
    },
    answers: { status: 204, description: 'The monitor is deleted.' },
    problems: ['monitor_not_found'],
    async run({ projectId, path }, services) {
      await deleteMonitor(projectId, path.name, services);
      return null;
    },
  }),
] as const;
