import type {
  AlertChannel,
  AlertChannelContent,
  AlertChannelTerms,
  AlertSeverity,
} from '@assay/schema/types.ts';
import { NotFoundError } from '../errors.ts';
import { CliError } from './cli-error.ts';
import { defineCommand, numberOf, oneOf } from './command.ts';
import { EXIT } from './exit-code.ts';
import { collect } from './listing.ts';
import { json, printable, table } from './text.ts';

const KINDS = ['webhook', 'slack', 'pagerduty', 'alertmanager'] as const;
const SEVERITIES: readonly AlertSeverity[] = ['info', 'warning', 'error', 'critical'];
const MOST_MINUTES = 7 * 24 * 60;

export const channelsList = defineCommand({
  name: 'channels list',
  summary: 'Lists the channels that alerts go to.',
  options: {},
  async run({ isJson, system, client }) {
    const channels = await collect((await client()).channels.list());
    system.stdout.write(isJson ? json(channels) : printable(table(channels.map(row))));
    return EXIT.passed;
  },
});

export const channelsSet = defineCommand({
  name: 'channels set',
  summary: 'Creates or replaces a channel for alerts. Needs a key with the scope admin.',
  args: ['<name>'],
  options: {
    kind: { value: 'KIND', help: `What it is: ${KINDS.join(', ')}.` },
    url: { value: 'URL', help: 'Where it is. Of Slack it is the secret.' },
    'secret-from': {
      value: 'VARIABLE',
      help: 'Environment variable with the secret: URL of Slack, routing key of PagerDuty, or header Authorization of Alertmanager. A secret that is there already stays without it.',
    },
    'min-severity': {
      value: 'SEVERITY',
      help: 'The least severe that it takes: info, warning, error or critical.',
    },
    source: {
      value: 'SOURCE',
      multiple: true,
      help: 'Source or kind of sources that it takes, such as `health`. Can be repeated.',
    },
    remind: { value: 'MINUTES', help: 'Minutes after which an open alert is sent again.' },
  },
  examples: [
    'assay channels set hook --kind webhook --url https://hooks.example.com/assay',
    'assay channels set on-call --kind pagerduty --secret-from PAGERDUTY_KEY --min-severity error',
  ],
  async run({ values, args: [name = ''], isJson, system, client }) {
    const { url, 'secret-from': variable } = values;
    const kind = oneOf(KINDS, values.kind ?? '', 'kind');
    const secret = variable === undefined ? undefined : system.env[variable];
    if (variable !== undefined && !secret) throw new CliError(`${variable} is not set.`);
    const content = contentOf(kind, { url, secret }, termsOf(values));
    const { channels } = await client();
    const set = await channels.replace(name, content).catch((cause: unknown) => {
      if (!(cause instanceof NotFoundError)) throw cause;
      return channels.create({ name, ...content });
    });
    system.stdout.write(isJson ? json(set) : printable(table([row(set)])));
    return EXIT.passed;
  },
});

export const channelsTest = defineCommand({
  name: 'channels test',
  summary: 'Sends a test to a channel, and prints what was answered.',
  args: ['<name>'],
  options: {},
  async run({ args: [name = ''], isJson, system, client }) {
    const delivery = await (await client()).channels.test(name);
    const last = delivery.answers.at(-1);
    const told = `${delivery.status}  ${last?.error ?? `HTTP ${last?.status}`}\n`;
    system.stdout.write(isJson ? json(delivery) : printable(told));
    return delivery.status === 'delivered' ? EXIT.passed : EXIT.failed;
  },
});

export const channelsDelete = defineCommand({
  name: 'channels delete',
  summary: 'Deletes a channel. Needs a key with the scope admin.',
  args: ['<name>'],
  options: {},
  async run({ args: [name = ''], client }) {
    await (await client()).channels.delete(name);
    return EXIT.passed;
  },
});

interface Given {
  url: string | undefined;
  secret: string | undefined;
}

function contentOf(
  kind: (typeof KINDS)[number],
  { url, secret }: Given,
  terms: AlertChannelTerms,
): AlertChannelContent {
  const needed = () => {
    if (url === undefined) throw new CliError(`--url is required for ${kind}.`);
    return url;
  };
  switch (kind) {
    case 'webhook':
      return { kind, url: needed(), ...terms };
    case 'slack': {
      const address = secret ?? url;
      return { kind, ...(address !== undefined && { url: address }), ...terms };
    }
    case 'pagerduty':
      return {
        ...{ kind, ...(secret !== undefined && { routingKey: secret }) },
        ...(url !== undefined && { url }),
        ...terms,
      };
    case 'alertmanager':
      return {
        ...{ kind, url: needed(), ...(secret !== undefined && { authorization: secret }) },
        ...terms,
      };
  }
}

function termsOf(values: {
  'min-severity'?: string;
  source?: string[];
  remind?: string;
}): AlertChannelTerms {
  const { 'min-severity': severity, source, remind } = values;
  const remindMinutes = numberOf(remind, 'remind', { min: 5, max: MOST_MINUTES });
  return {
    ...(severity !== undefined && { minSeverity: oneOf(SEVERITIES, severity, 'min-severity') }),
    ...(source !== undefined && { sources: source }),
    ...(remindMinutes !== undefined && { remindMinutes }),
  };
}

function row(channel: AlertChannel): string[] {
  const { name, kind, url, minSeverity, sources, mutedUntil, lacksSecret } = channel;
  const remarks = [
    ...(lacksSecret ? ['its secret must be set again'] : []),
    ...(mutedUntil === null ? [] : [`muted until ${mutedUntil}`]),
  ];
  return [
    name,
    kind,
    url ?? '',
    `from ${minSeverity}`,
    sources?.join(', ') ?? 'all sources',
    remarks.join(', '),
  ];
}
