import { canonicalJson } from '@assay/schema/canonical-json.ts';
import type { DatasetItem } from '@assay/schema/types.ts';
import { defineCommand } from './command.ts';
import { EXIT } from './exit-code.ts';
import { printable } from './text.ts';

export const datasetsPull = defineCommand({
  name: 'datasets pull',
  summary: 'Writes the items of a version as JSON Lines, in order of their ids.',
  args: ['<reference>'],
  options: {
    out: { value: 'FILE', help: 'File to write. Defaults to standard output.' },
    split: { value: 'NAME', help: 'Only items of this split.' },
    tag: { value: 'TAG', multiple: true, help: 'Only items with this tag.' },
  },
  examples: ['assay datasets pull support@3 --out support.jsonl'],
  async run({ values: { out, split, tag }, args: [reference = ''], system, client }) {
    const assay = await client();
    const filter = { ...(split !== undefined && { split }), ...(tag && { tag }) };
    const items = assay.datasets.items(reference, filter);
    if (out === undefined) {
      for await (const line of linesOf(items)) system.stdout.write(line);
      return EXIT.passed;
    }
    await system.files.write(out, linesOf(items));
    system.stderr.write(printable(`${out}\n`));
    return EXIT.passed;
  },
});

async function* linesOf(items: AsyncIterable<DatasetItem>): AsyncGenerator<string> {
  for await (const item of items) yield `${canonicalJson(item)}\n`;
}
