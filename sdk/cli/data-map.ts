import { counted } from '@assay/schema/counted.ts';
import type { DataClass, DataMap, DataRecipient } from '@assay/schema/types.ts';
import { defineCommand } from './command.ts';
import { EXIT } from './exit-code.ts';
import { json, printable, table } from './text.ts';

export const dataMap = defineCommand({
  name: 'data-map',
  summary: 'Shows where the data of the project is, for how long, and who else could see it.',
  options: {},
  examples: ['assay data-map', 'assay data-map --json | jq .recipients'],
  async run({ isJson, system, client }) {
    const map = await (await client()).project.dataMap();
    system.stdout.write(isJson ? json(map) : printable(mapText(map)));
    return EXIT.passed;
  },
});

function mapText({ storage, keep, classes, webhooksEnabled, recipients }: DataMap): string {
  const facts = [
    ['location', storage.location],
    ['jurisdiction', storage.jurisdiction],
    ['keeps', keep],
    ['webhooks', webhooksEnabled ? 'to any public host that a batch names' : 'none'],
  ];
  const others =
    recipients.length === 0 ? 'No third party.\n' : table(recipients.map(recipientRow));
  return `${table(facts)}\n${table(classes.map(classRow))}\n${others}`;
}

function classRow({ id, keptDays, isCollected, hasTexts }: DataClass): string[] {
  return [
    id,
    keptDays === null ? 'until deleted' : counted(keptDays, 'day'),
    hasTexts ? 'may hold texts' : 'no texts',
    isCollected ? '' : 'not collected',
  ];
}

function recipientRow({ kind, name, host, receives, isReachable, lately }: DataRecipient) {
  return [
    kind,
    name,
    host ?? '–',
    receives,
    isReachable ? 'reachable' : 'not reachable',
    latelyText(lately),
  ];
}

function latelyText(lately: DataRecipient['lately']): string {
  if (lately === null) return 'use not recorded';
  const { times, lastDay } = lately;
  return lastDay === null
    ? 'nothing sent in 30 days'
    : `${counted(times, 'request')} in 30 days, last on ${lastDay}`;
}
