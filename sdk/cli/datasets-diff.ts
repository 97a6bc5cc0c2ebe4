import type { DatasetChange } from '@assay/schema/types.ts';
import type { Assay } from '../client.ts';
import { defineCommand } from './command.ts';
import { hashesOf, itemsOf } from './dataset-file.ts';
import { EXIT } from './exit-code.ts';
import { ENCODING_OPTION } from './sample-file.ts';
import type { System } from './system.ts';
import { json, oneLine, printable } from './text.ts';

type Change = Pick<DatasetChange, 'id' | 'change' | 'fields'>;

const SIGNS = { added: '+', removed: '-', changed: '~' } as const;

export const datasetsDiff = defineCommand({
  name: 'datasets diff',
  summary: 'Compares two versions, or a version and a file, item by item.',
  args: ['<base>', '<other>'],
  options: {
    check: { help: 'Exit with 1 if they differ.' },
    ...ENCODING_OPTION,
    map: { value: 'COLUMN=FIELD', multiple: true, help: 'Map a CSV column to a field.' },
    ignore: { value: 'COLUMN', multiple: true, help: 'Ignore a CSV column.' },
  },
  examples: ['assay datasets diff support@2 support@3', 'assay datasets diff support items.jsonl'],
  async run({ values, args: [base = '', other = ''], isJson, system, client }) {
    const { check = false, ...rules } = values;
    const assay = await client();
    const areStored = !(await isFile(base, system)) && !(await isFile(other, system));
    const changes = areStored
      ? assay.datasets.changes(other, base)
      : differences(await read(base), await read(other));
    const found: Change[] = [];
    for await (const { id, change, fields } of changes) {
      found.push({ id, change, fields });
      const place = fields.length > 0 ? `  ${fields.join(' ')}` : '';
      if (!isJson) system.stdout.write(printable(`${SIGNS[change]} ${oneLine(id, 128)}${place}\n`));
    }
    if (isJson) system.stdout.write(json(found));
    else system.stderr.write(summaryOf(found));
    return check && found.length > 0 ? EXIT.failed : EXIT.passed;

    async function read(place: string): Promise<Map<string, string>> {
      const isStored = !(await isFile(place, system));
      return hashesOf(isStored ? storedItems(assay, place) : itemsOf(place, rules, system));
    }
  },
});

function storedItems(assay: Assay, reference: string) {
  return assay.datasets.items(reference);
}

/** Whether a place is a file, and not a data set. */
async function isFile(place: string, system: System): Promise<boolean> {
  return place === '-' || (await system.files.exists(place));
}

function* differences(
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
): Generator<Change> {
  for (const id of [...new Set([...before.keys(), ...after.keys()])].sort()) {
    const [old, now] = [before.get(id), after.get(id)];
    if (old === now) continue;
    yield {
      id,
      change: old === undefined ? 'added' : now === undefined ? 'removed' : 'changed',
      fields: [],
    };
  }
}

function summaryOf(changes: readonly Change[]): string {
  const count = (kind: Change['change']) => changes.filter(({ change }) => change === kind).length;
  return `${count('added')} added, ${count('removed')} removed, ${count('changed')} changed\n`;
}
