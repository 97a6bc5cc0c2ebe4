import type { BatchFilter, BatchItem, BatchStatus, ItemStatus } from '@assay/schema/types.ts';
import type { Batch } from '../types.ts';
import { countsText } from './batch-text.ts';
import { defineCommand, oneOf } from './command.ts';
import { EXIT } from './exit-code.ts';
import { nameOf, reasonOf } from './failing.ts';
import { collect, LIMIT_OPTION, limitOf, pageOf } from './listing.ts';
import { json, oneLine, printable, table } from './text.ts';

const BATCH_STATUSES: readonly BatchStatus[] = ['open', 'running', 'completed', 'cancelled'];
const ITEM_STATUSES: readonly ItemStatus[] = ['pending', 'passed', 'failed', 'abstained', 'error'];

export const batchesList = defineCommand({
  name: 'batches list',
  summary: 'Lists batches, newest first.',
  options: {
    tag: { value: 'TAG', help: 'List only batches with this tag.' },
    suite: { value: 'NAME', help: 'List only batches of this suite, in any version.' },
    status: {
      value: 'STATUS',
      help: `List only batches with this status: ${BATCH_STATUSES.join(', ')}.`,
    },
    ...LIMIT_OPTION,
  },
  examples: ['assay batches list --tag main --status completed'],
  async run({ values, isJson, system, client }) {
    const limit = limitOf(values);
    const { tag, suite, status } = values;
    const filter: BatchFilter = {
      ...(tag !== undefined && { tag }),
      ...(suite !== undefined && { suite }),
      ...(status !== undefined && { status: oneOf(BATCH_STATUSES, status, 'status') }),
    };
    const assay = await client();
    const listed = assay.batches.list({ ...filter, limit: pageOf(limit) });
    const found = await collect(listed, limit);
    system.stdout.write(isJson ? json(found) : printable(table(found.map(row))));
    return EXIT.passed;
  },
});

export const batchesResults = defineCommand({
  name: 'batches results',
  summary: 'Prints the result of each sample, in input order; with --json, one per line.',
  args: ['<id>'],
  options: {
    status: {
      value: 'STATUS',
      help: `Print only samples with this status: ${ITEM_STATUSES.join(', ')}.`,
    },
  },
  examples: ['assay batches results bat_… --status failed --json > failed.jsonl'],
  async run({ values, args: [id = ''], isJson, system, client }) {
    const { status } = values;
    const filter = status === undefined ? {} : { status: oneOf(ITEM_STATUSES, status, 'status') };
    const assay = await client();
    for await (const item of assay.batches.results(id, filter)) {
      system.stdout.write(isJson ? `${JSON.stringify(item)}\n` : printable(itemLine(item)));
    }
    return EXIT.passed;
  },
});

export const batchesCancel = defineCommand({
  name: 'batches cancel',
  summary: 'Cancels a batch. Results so far are kept.',
  args: ['<id>'],
  options: {},
  async run({ args: [id = ''], isJson, system, client }) {
    const batch = await (await client()).batches.cancel(id);
    system.stdout.write(isJson ? json(batch) : printable(table([row(batch)])));
    return EXIT.passed;
  },
});

function row(batch: Batch): string[] {
  const { id, createdAt, tags } = batch;
  return [createdAt, id, countsText(batch), oneLine(tags.join(', '), 80)];
}

function itemLine(item: BatchItem): string {
  return `${item.status.padEnd(9)}  ${oneLine(nameOf(item), 40)}  ${oneLine(reasonOf(item), 200)}\n`;
}
