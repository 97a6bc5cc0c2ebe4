import { counted } from '@assay/schema/counted.ts';
import type { Dataset } from '@assay/schema/types.ts';
import { defineCommand } from './command.ts';
import { EXIT } from './exit-code.ts';
import { collect } from './listing.ts';
import { json, oneLine, printable, table } from './text.ts';

export const datasetsList = defineCommand({
  name: 'datasets list',
  summary: 'Lists the data sets, each in its newest version; with a name, its versions.',
  args: ['[name]'],
  options: {},
  async run({ args: [name], isJson, system, client }) {
    const { datasets } = await client();
    const found = await collect(name === undefined ? datasets.list() : datasets.versions(name));
    const rows = found.map((dataset) => [
      `${dataset.name}@${dataset.version}`,
      counted(dataset.counts.items, 'item'),
      `${dataset.counts.labelled} labelled`,
      oneLine(dataset.description, 80),
    ]);
    system.stdout.write(isJson ? json(found) : printable(table(rows)));
    return EXIT.passed;
  },
});

export const datasetsShow = defineCommand({
  name: 'datasets show',
  summary: 'Shows a version of a data set.',
  args: ['<reference>'],
  options: {},
  examples: ['assay datasets show support@3'],
  async run({ args: [reference = ''], isJson, system, client }) {
    const dataset = await (await client()).datasets.get(reference);
    system.stdout.write(isJson ? json(dataset) : printable(table(rowsOf(dataset))));
    return EXIT.passed;
  },
});

function rowsOf(dataset: Dataset): string[][] {
  const { name, version, counts, splits, origin } = dataset;
  const parts = Object.entries(splits).map(([split, count]) => `${oneLine(split, 40)} ${count}`);
  return [
    ['version', `${name}@${version}`],
    ['items', `${counts.items}, of which ${counts.labelled} labelled`],
    ...(parts.length > 0 ? [['splits', parts.join(', ')]] : []),
    ...(dataset.description === '' ? [] : [['purpose', oneLine(dataset.description, 200)]]),
    ...(origin.base === null ? [] : [['changes', `${name}@${origin.base}`]]),
    ...(origin.from === null ? [] : [['from', JSON.stringify(origin.from)]]),
    ['bytes', String(counts.bytes)],
    ['hash', dataset.hash],
    ['created', dataset.createdAt],
  ];
}
