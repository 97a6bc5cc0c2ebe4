import type { Alert } from '@assay/schema/types.ts';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { alertmanagerBody } from './alertmanager.ts';
import type { ChannelMessage } from './channel-message.ts';
import { pagerDutyBody } from './pagerduty.ts';
import { slackBody } from './slack.ts';

const alert: Alert = {
  ...{ id: 'alr_01', key: 'monitor/answers', source: 'monitor:answers', severity: 'error' },
  ...{ status: 'open', title: 'The pass rate of <answers> fell', raised: 1 },
  summary: 'From 91% to 80% & falling. <!channel>',
  details: { rate: 0.8, slices: ['de'] },
  links: [{ title: 'Monitor', path: '/monitors/answers' }],
  ...{ openedAt: '2026-11-29T12:00:00.000Z', raisedAt: '2026-11-29T12:05:00.000Z' },
  resolvedAt: null,
};
const message: ChannelMessage = {
  ...{ id: 'ald_01', projectId: 'prj_01', event: 'triggered', alert, previousSeverity: null },
  ...{ createdAtMs: Date.parse(alert.openedAt), dashboardUrl: 'https://assay.example.com' },
};
const long: ChannelMessage = {
  ...message,
  alert: {
    ...alert,
    title: 't'.repeat(500),
    summary: '<'.repeat(9_000),
    details: Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`d${i}`, '&'.repeat(5_000)])),
    links: Array.from({ length: 20 }, (_, i) => ({ title: 'l'.repeat(200), path: `/${i}` })),
  },
};
const over: ChannelMessage = {
  ...message,
  event: 'resolved',
  alert: { ...alert, status: 'resolved', resolvedAt: '2026-11-29T13:00:00.000Z' },
};

describe('Slack', () => {
  // docs.slack.dev: the blocks that are used, with the limits of the reference.
  const plain = (most: number) =>
    z.strictObject({ type: z.literal('plain_text'), text: z.string().min(1).max(most) });
  const mrkdwn = (most: number) =>
    z.strictObject({ type: z.literal('mrkdwn'), text: z.string().min(1).max(most) });
  const button = z.strictObject({
    ...{ type: z.literal('button'), action_id: z.string().max(255), text: plain(75) },
    url: z.url().max(3_000),
  });
  const Body = z.strictObject({
    text: z.string().min(1),
    blocks: z
      .array(
        z.union([
          z.strictObject({ type: z.literal('header'), text: plain(150) }),
          z.strictObject({ type: z.literal('section'), text: mrkdwn(3_000) }),
          z.strictObject({
            type: z.literal('section'),
            fields: z.array(mrkdwn(2_000)).min(1).max(10),
          }),
          z.strictObject({ type: z.literal('actions'), elements: z.array(button).min(1).max(25) }),
        ]),
      )
      .max(50),
  });

  test('a message has the shape and keeps the limits of Block Kit, however long the alert is', () => {
    for (const each of [message, long, over]) Body.parse(JSON.parse(slackBody(each)));
  });

  test('texts cannot mention people or begin links', () => {
    const body = slackBody(message);
    expect(body).not.toContain('<!channel>');
    expect(body).toContain('&lt;!channel&gt;');
    expect(body).toContain('https://assay.example.com/monitors/answers');
  });

  test('without an address of the dashboard there are no buttons', () => {
    const { blocks } = Body.parse(JSON.parse(slackBody({ ...message, dashboardUrl: null })));
    expect(blocks.map(({ type }) => type)).toEqual(['header', 'section', 'section']);
  });
});

describe('PagerDuty', () => {
  // developer.pagerduty.com: Events API v2, "Send an Event to PagerDuty".
  const Event = z.discriminatedUnion('event_action', [
    z.strictObject({
      routing_key: z.string().length(32),
      event_action: z.literal('trigger'),
      dedup_key: z.string().max(255),
      payload: z.strictObject({
        ...{ summary: z.string().min(1).max(1_024), source: z.string().min(1) },
        severity: z.enum(['critical', 'warning', 'error', 'info']),
        timestamp: z.iso.datetime(),
        ...{ component: z.string(), group: z.string(), class: z.string() },
        custom_details: z.record(z.string(), z.unknown()),
      }),
      client: z.string(),
      client_url: z.url(),
      links: z.array(z.strictObject({ href: z.url(), text: z.string() })),
    }),
    z.strictObject({
      ...{ routing_key: z.string().length(32), event_action: z.literal('resolve') },
      dedup_key: z.string().max(255),
    }),
  ]);
  const key = 'R'.repeat(32);

  test('an alert triggers, and its end resolves, an incident of one key', () => {
    const events = [message, long, over].map((each) =>
      Event.parse(JSON.parse(pagerDutyBody(each, key))),
    );
    expect(events.map(({ event_action }) => event_action)).toEqual([
      'trigger',
      'trigger',
      'resolve',
    ]);
    expect(new Set(events.map(({ dedup_key }) => dedup_key))).toEqual(new Set(['alr_01']));
    expect(events[0]).toMatchObject({ payload: { severity: 'error', class: 'monitor' } });
  });
});

describe('Alertmanager', () => {
  // prometheus/alertmanager, api/v2/openapi.yaml: postableAlerts.
  const LabelSet = z.record(z.string().regex(/^[a-zA-Z_][a-zA-Z0-9_]*$/), z.string());
  const Postable = z.array(
    z.strictObject({
      ...{ labels: LabelSet, annotations: LabelSet, startsAt: z.iso.datetime() },
      ...{ endsAt: z.iso.datetime(), generatorURL: z.url() },
    }),
  );
  const nowMs = Date.parse('2026-11-29T12:10:00Z');
  const terms = { labels: { team: 'search' }, remindMinutes: 30, nowMs };
  const bodyOf = (of: ChannelMessage) => Postable.parse(JSON.parse(alertmanagerBody(of, terms)));

  test('an alert lasts for three repetitions, and its end has the same labels', () => {
    const [[firing], [ended]] = [bodyOf(message), bodyOf(over)];
    expect(firing?.endsAt).toBe('2026-11-29T13:40:00.000Z');
    expect(ended?.endsAt).toBe('2026-11-29T13:00:00.000Z');
    expect(ended?.labels).toEqual(firing?.labels);
    expect(firing?.labels).toMatchObject({
      ...{ team: 'search', alertname: 'Assay monitor:answers', severity: 'error' },
      assay_key: 'monitor/answers',
    });
  });

  test('one that became more severe ends as what it was', () => {
    const escalated = bodyOf({ ...message, event: 'escalated', previousSeverity: 'warning' });
    expect(escalated.map(({ labels, endsAt }) => [labels.severity, endsAt])).toEqual([
      ['warning', '2026-11-29T12:10:00.000Z'],
      ['error', '2026-11-29T13:40:00.000Z'],
    ]);
  });
});
