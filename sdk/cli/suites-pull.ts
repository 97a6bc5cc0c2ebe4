import { defineCommand } from './command.ts';
import { EXIT } from './exit-code.ts';
import { collect } from './listing.ts';
import { filesByName } from './resource-files.ts';
import { SUITES, writeSuite } from './suite-file.ts';
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
    const folder = (values.out ?? 'suites').replace(/\/$/, '');
    const known = await filesByName(folder, SUITES, system);
    const pulled = [];
    for (const suite of suites) {
      const there = known.get(suite.name);
      const file = there?.path ?? `${folder}/${suite.name}.yaml`;
      // A file that says the same stays as it is, with its comments.
      const isKept = there !== undefined && writeSuite(there.suite) === writeSuite(suite);
      if (!isKept) await system.files.write(file, writeSuite(suite));
      const { name, version } = suite;
      pulled.push({ file, name, version, change: isKept ? 'unchanged' : 'written' });
    }
    const rows = pulled.map(({ file, name, version, change }) => [
      file,
      `${change} ${name}@${version}`,
    ]);
    system.stdout.write(isJson ? json(pulled) : printable(table(rows)));
    return EXIT.passed;
  },
});
