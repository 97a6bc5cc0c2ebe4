import { counted } from '@assay/schema/counted.ts';
import type { Alert, AlertDelivery, AlertSettings } from '@assay/schema/types.ts';
import { CliError } from './cli-error.ts';
import { defineCommand, numberOf, oneOf } from './command.ts';
import { EXIT } from './exit-code.ts';
import { collect, LIMIT_OPTION, limitOf, pageOf } from './listing.ts';
import { json, oneLine, printable, table } from './text.ts';

const HOUR_MS = 3_600_000;
/** A year: the longest that a mute may last. */
const MOST_HOURS = 8_760;
const STATUSES = ['open', 'resolved'] as const;
const DELIVERY_STATUSES = ['pending', 'delivered', 'failed', 'muted', 'superseded'] as const;

export const alertsList = defineCommand({
  name: 'alerts list',
  summary: 'Lists alerts, newest first.',
  options: {
    status: { value: 'STATUS', help: 'List only alerts with this status: open or resolved.' },
    source: {
      value: 'SOURCE',
      help: 'List only alerts of this source, such as `monitor:answers`, or kind, such as `health`.',
    },
    ...LIMIT_OPTION,
  },
  examples: ['assay alerts list --status open'],
  async run({ values, isJson, system, client }) {
    const limit = limitOf(values);
    const { status, source } = values;
    const filter = {
      ...(status !== undefined && { status: oneOf(STATUSES, status, 'status') }),
      ...(source !== undefined && { source }),
    };
    const listed = (await client()).alerts.list({ ...filter, limit: pageOf(limit) });
    const found = await collect(listed, limit);
    system.stdout.write(isJson ? json(found) : printable(table(found.map(alertRow))));
    return EXIT.passed;
  },
});

export const alertsResolve = defineCommand({
  name: 'alerts resolve',
  summary: 'Ends alerts by hand. Needs a key with the scope admin.',
  args: ['<id…>'],
  options: {},
  async run({ args, isJson, system, client }) {
    const assay = await client();
    const resolved: Alert[] = [];
    for (const id of args) resolved.push(await assay.alerts.resolve(id));
    system.stdout.write(isJson ? json(resolved) : printable(table(resolved.map(alertRow))));
    return EXIT.passed;
  },
});

export const alertsDeliveries = defineCommand({
  name: 'alerts deliveries',
  summary: 'Lists what was sent of alerts and what was answered, newest first.',
  options: {
    alert: { value: 'ID', help: 'List only deliveries of this alert.' },
    channel: { value: 'NAME', help: 'List only deliveries to this channel.' },
    status: {
      value: 'STATUS',
      help: `List only deliveries with this status: ${DELIVERY_STATUSES.join(', ')}.`,
    },
    ...LIMIT_OPTION,
  },
  examples: ['assay alerts deliveries --status failed'],
  async run({ values, isJson, system, client }) {
    const limit = limitOf(values);
    const { alert, channel, status } = values;
    const filter = {
      ...(alert !== undefined && { alert }),
      ...(channel !== undefined && { channel }),
      ...(status !== undefined && { status: oneOf(DELIVERY_STATUSES, status, 'status') }),
    };
    const listed = (await client()).alerts.deliveries({ ...filter, limit: pageOf(limit) });
    const found = await collect(listed, limit);
    system.stdout.write(isJson ? json(found) : printable(table(found.map(deliveryRow))));
    return EXIT.passed;
  },
});

export const alertsMute = defineCommand({
  name: 'alerts mute',
  summary: 'Mutes a channel or a source until a time. Needs a key with the scope admin.',
  args: ['<target>'],
  options: {
    until: { value: 'TIME', help: 'When it ends, such as 2027-01-01T00:00:00Z.' },
    hours: { value: 'COUNT', help: 'Instead of --until: how many hours from now on, 1 to 8,760.' },
    off: { help: 'End the mute now.' },
    reason: { value: 'TEXT', help: 'Why, for others.' },
  },
  examples: [
    'assay alerts mute monitor:answers --until 2026-12-01T08:00:00Z --reason "Migration"',
    'assay alerts mute monitor:answers --hours 24',
    'assay alerts mute channel:on-call --off',
  ],
  async run({ values, args: [target = ''], isJson, system, client }) {
    const { until, off, reason } = values;
    const hours = numberOf(values.hours, 'hours', { min: 1, max: MOST_HOURS });
    const given = [until !== undefined, hours !== undefined, off === true];
    if (given.filter(Boolean).length !== 1) {
      throw new CliError('Give one of --until, --hours and --off.');
    }
    const assay = await client();
    const later = hours === undefined ? null : new Date(Date.now() + hours * HOUR_MS).toISOString();
    const { items } = await assay.alerts.mute({
      ...{ target, until: until ?? later },
      ...(reason !== undefined && { reason }),
    });
    system.stdout.write(isJson ? json(items) : printable(table(items.map(muteRow))));
    return EXIT.passed;
  },
});

export const alertsMutes = defineCommand({
  name: 'alerts mutes',
  summary: 'Lists what is muted.',
  options: {},
  async run({ isJson, system, client }) {
    const mutes = await collect((await client()).alerts.mutes());
    system.stdout.write(isJson ? json(mutes) : printable(table(mutes.map(muteRow))));
    return EXIT.passed;
  },
});

export const alertsSettings = defineCommand({
  name: 'alerts settings',
  summary:
    'Shows when the health of evaluation raises alerts, or sets where links in messages lead.',
  options: {
    'dashboard-url': { value: 'URL', help: 'Address of the dashboard; `none` leaves links out.' },
  },
  examples: ['assay alerts settings --dashboard-url https://assay.example.com'],
  async run({ values: { 'dashboard-url': url }, isJson, system, client }) {
    const { alerts } = await client();
    const now = await alerts.settings();
    const next = { ...now, dashboardUrl: url === 'none' ? null : (url ?? null) };
    const shown = url === undefined ? now : await alerts.replaceSettings(next);
    system.stdout.write(isJson ? json(shown) : printable(settingsText(shown)));
    return EXIT.passed;
  },
});

function alertRow({ id, severity, status, openedAt, source, title }: Alert): string[] {
  return [id, status, severity, openedAt.slice(0, 16), source, oneLine(title, 80)];
}

function deliveryRow({ id, event, status, channel, createdAt, answers }: AlertDelivery): string[] {
  const last = answers.at(-1);
  const answered = last === undefined ? '' : (last.error ?? `HTTP ${last.status}`);
  return [id, createdAt.slice(0, 16), channel, event, status, oneLine(answered, 80)];
}

function muteRow({ target, until, reason }: { target: string; until: string; reason: string }) {
  return [target, `until ${until}`, oneLine(reason, 80)];
}

function settingsText(settings: AlertSettings): string {
  const { dashboardUrl, judgeErrors, spend, backlog, ruleCap } = settings;
  const percent = (share: number) => `${Math.round(100 * share)}%`;
  const lines = [
    ['dashboard', dashboardUrl ?? 'no links'],
    [
      'judge errors',
      judgeErrors &&
        `above ${percent(judgeErrors.maxShare)} of ${counted(judgeErrors.minCalls, 'call')} or more in ${counted(judgeErrors.windowMinutes, 'minute')}`,
    ],
    ['spend', spend && `from ${percent(spend.minShare)} of the daily cap`],
    ['backlog', backlog && `work overdue for ${counted(backlog.maxMinutes, 'minute')}`],
    ['rule cap', ruleCap && `above ${percent(ruleCap.maxShare)} of samples not scored`],
  ] as const;
  return table(lines.map(([name, text]) => [name, text ?? 'no alert']));
}
