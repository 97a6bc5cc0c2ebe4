import { defineCommand } from './command.ts';
import { EXIT } from './exit-code.ts';
import { collect } from './listing.ts';
import { textOf } from './read-text.ts';
import { readSuite, type SuiteFile, writeSuite } from './suite-file.ts';
import type { System } from './system.ts';
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
    const known = await filesByName(folder, system);
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

/** The YAML file of each suite that is there, whatever it is called. */
async function filesByName(folder: string, system: System): Promise<Map<string, SuiteFile>> {
  const found = new Map<string, SuiteFile>();
  // A folder that is not there yet holds none.
  const names = await system.files.list(folder).catch((): string[] => []);
  for (const name of names.filter((each) => /\.ya?ml$/i.test(each))) {
    const path = `${folder}/${name}`;
    try {
      const file = readSuite(await textOf(system.files.bytes(path), { name: path }), path);
      found.set(file.suite.name, file);
    } catch {
      // What is no suite stays as it is.
    }
  }
  return found;
}
