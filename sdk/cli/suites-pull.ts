import type { Suite } from '../types.ts';
import { defineCommand } from './command.ts';
import { EXIT } from './exit-code.ts';
import { isSuiteFile, readSuite, writeSuite } from './suite-file.ts';
import { type System, textOf } from './system.ts';
import { json, printable, table } from './text.ts';

export const suitesPull = defineCommand({
  name: 'suites pull',
  summary: 'Writes suites to files, one YAML file each, to be kept in git.',
  args: ['[name…]'],
  options: { out: { value: 'FOLDER', help: 'Where the files go; `suites` when left out.' } },
  examples: ['assay suites pull', 'assay suites pull support@3 --out suites'],
  async run({ values, args, isJson, system, client }) {
    const assay = await client();
    const suites: Suite[] = [];
    if (args.length === 0) for await (const suite of assay.suites.list()) suites.push(suite);
    else for (const name of args) suites.push(await assay.suites.get(name));
    const folder = (values.out ?? 'suites').replace(/\/$/, '');
    const known = await filesByName(folder, system);
    const pulled = [];
    for (const suite of suites) {
      const file = known.get(suite.name) ?? `${folder}/${suite.name}.yaml`;
      const isKept = await saysTheSame(file, suite, system);
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

/** The file of each suite that is there, whatever it is called. */
async function filesByName(folder: string, system: System): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  // A folder that is not there yet holds none.
  const names = await system.files.list(folder).catch((): string[] => []);
  for (const path of names.filter(isSuiteFile).map((name) => `${folder}/${name}`)) {
    try {
      const { suite } = readSuite(await textOf(system.files.bytes(path)), path);
      found.set(suite.name, path);
    } catch {
      // What is no suite stays as it is.
    }
  }
  return found;
}

/** A file that says the same stays as it is, with its comments. */
async function saysTheSame(path: string, suite: Suite, system: System): Promise<boolean> {
  if (!(await system.files.exists(path))) return false;
  try {
    const there = readSuite(await textOf(system.files.bytes(path)), path);
    return writeSuite(there.suite) === writeSuite(suite);
  } catch {
    return false;
  }
}
