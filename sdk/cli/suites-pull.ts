import { defineCommand } from './command.ts';
import { EXIT } from './exit-code.ts';
import { collect } from './listing.ts';
import { pulledRow, pullFiles } from './resource-files.ts';
import { SUITES, type SuiteFile, writeSuite } from './suite-file.ts';
import { json, printable, table } from './text.ts';

export const suitesPull = defineCommand({
  name: 'suites pull',
  summary: 'Writes each suite to a YAML file, to keep it in git.',
  args: ['[name…]'],
  options: { out: { value: 'FOLDER', help: 'Folder for the files. Defaults to `suites`.' } },
  examples: ['assay suites pull', 'assay suites pull support@3 --out suites'],
  async run({ values, args, isJson, system, client }) {
    const assay = await client();
    const suites = args.length === 0 ? await collect(assay.suites.list()) : [];
    for (const name of args) suites.push(await assay.suites.get(name));
    const pulling = {
      folder: values.out ?? 'suites',
      kind: SUITES,
      write: writeSuite,
      textOfFile: ({ suite }: SuiteFile) => writeSuite(suite),
    };
    const pulled = await pullFiles(suites, pulling, system);
    system.stdout.write(isJson ? json(pulled) : printable(table(pulled.map(pulledRow))));
    return EXIT.passed;
  },
});
