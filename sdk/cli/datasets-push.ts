import { counted } from '@assay/schema/counted.ts';
import type { Dataset } from '@assay/schema/types.ts';
import type { Assay } from '../client.ts';
import { NotFoundError } from '../errors.ts';
import { CliError } from './cli-error.ts';
import { defineCommand } from './command.ts';
import { hashesOf, itemsOf, versionHash } from './dataset-file.ts';
import { EXIT } from './exit-code.ts';
import { ENCODING_OPTION } from './sample-file.ts';
import { json, printable } from './text.ts';

export const datasetsPush = defineCommand({
  name: 'datasets push',
  summary: 'Saves a file of items as a version of a data set. The same items add no version.',
  args: ['<name>', '<file>'],
  options: {
    description: { value: 'TEXT', help: 'Purpose of the data set.' },
    merge: { help: 'Change the newest version: add and replace items, keep the others.' },
    check: { help: 'Save nothing, and exit with 1 if the file differs from the newest version.' },
    format: { value: 'FORMAT', help: 'jsonl or csv. Defaults to the extension of the file.' },
    ...ENCODING_OPTION,
    map: {
      value: 'COLUMN=FIELD',
      multiple: true,
      help: 'Map a CSV column to a field, such as question=input.',
    },
    ignore: { value: 'COLUMN', multiple: true, help: 'Ignore a CSV column.' },
  },
  examples: [
    'assay datasets push support items.jsonl',
    'assay datasets push support items.csv --map question=input --map answer=output',
    'assay datasets push support more.jsonl --merge',
    'One line of items.jsonl:  {"id":"a-1","sample":{"input":"…","output":"…"},"split":"test"}',
  ],
  async run({ values, args, isJson, system, client }) {
    const [name = '', file = ''] = args;
    const { format, encoding, map, ignore, description, check = false, merge = false } = values;
    if (check && (merge || file === '-')) {
      throw new CliError('--check compares a whole file. Remove --merge, and name the file.');
    }
    const onExtra = (columns: readonly string[]) => {
      const metadata = columns.filter((column) => !/^(split|weight|tags|label\..*)$/i.test(column));
      if (metadata.length === 0) return;
      system.stderr.write(printable(`Columns stored as metadata: ${metadata.join(', ')}.\n`));
    };
    const rules = { format, encoding, map, ignore };
    const read = () => itemsOf(file, { ...rules, onExtra }, system);
    const assay = await client();
    const newest = await newestOf(assay, name);
    const isSame =
      file !== '-' &&
      !merge &&
      newest !== null &&
      versionHash(await hashesOf(itemsOf(file, rules, system))) === newest.hash &&
      (description === undefined || description === newest.description);
    const change = isSame ? 'unchanged' : newest === null ? 'created' : 'added';
    if (check || isSame) {
      const told = isSame ? `unchanged ${nameOf(newest)}` : `${name} differs from ${file}`;
      system.stdout.write(isJson ? json({ change, dataset: newest }) : printable(`${told}\n`));
      return isSame ? EXIT.passed : EXIT.failed;
    }
    if (merge && newest === null) throw new CliError(`There is no data set “${name}” to change.`);
    const base = merge ? newest?.version : undefined;
    const dataset = await assay.datasets.push(name, read(), { description, base });
    const made = dataset.version === newest?.version ? 'unchanged' : change;
    const text = `${made} ${nameOf(dataset)}  ${counted(dataset.counts.items, 'item')}  ${dataset.hash}\n`;
    system.stdout.write(isJson ? json({ change: made, dataset }) : printable(text));
    return EXIT.passed;
  },
});

async function newestOf(assay: Assay, name: string): Promise<Dataset | null> {
  try {
    return await assay.datasets.get(name);
  } catch (cause) {
    if (cause instanceof NotFoundError) return null;
    throw cause;
  }
}

function nameOf({ name, version }: Dataset): string {
  return `${name}@${version}`;
}
