import type { Assay } from '../client.ts';
import { ValidationError } from '../errors.ts';
import { CliError } from './cli-error.ts';
import { defineCommand } from './command.ts';
import { EXIT } from './exit-code.ts';
import { textOf } from './read-text.ts';
import { isSuiteFile, readSuite, type SuiteFile } from './suite-file.ts';
import type { System } from './system.ts';
import { json, printable, table } from './text.ts';

interface Pushed {
  file: string;
  name: string;
  /** The newest version then; null if there is none yet. */
  version: number | null;
  change: 'created' | 'added' | 'unchanged' | 'would create' | 'would add';
}

export const suitesPush = defineCommand({
  name: 'suites push',
  summary: 'Saves suites from files. A suite that changed gets a new version.',
  args: ['<path…>'],
  options: {
    check: { help: 'Save nothing, and exit with 1 if a suite differs from its newest version.' },
  },
  examples: ['assay suites push suites/', 'assay suites push suites/support.yaml --check'],
  async run({ values, args, isJson, system, client }) {
    const files = await readFiles(args, system);
    const assay = await client();
    // Every file is looked at before anything is saved.
    const seen = [];
    for (const file of files) seen.push({ file, preview: await preview(file, assay) });
    const isCheck = values.check === true;
    const pushed: Pushed[] = [];
    for (const { file, preview: found } of seen) {
      const { name } = file.suite;
      const { newest, isChanged } = found;
      const version = newest?.version ?? null;
      if (!isChanged) pushed.push({ file: file.path, name, version, change: 'unchanged' });
      else if (isCheck) {
        pushed.push({
          file: file.path,
          name,
          version,
          change: newest ? 'would add' : 'would create',
        });
      } else pushed.push(await save(file, newest !== null, assay));
    }
    system.stdout.write(isJson ? json(pushed) : printable(table(pushed.map(row))));
    return isCheck && pushed.some(({ change }) => change !== 'unchanged')
      ? EXIT.failed
      : EXIT.passed;
  },
});

function row({ file, name, version, change }: Pushed): string[] {
  const told =
    change === 'would create'
      ? 'would be created'
      : change === 'would add'
        ? `differs from ${name}@${version}`
        : `${change} ${name}@${version}`;
  return [file, told];
}

async function readFiles(paths: readonly string[], system: System): Promise<SuiteFile[]> {
  const files: SuiteFile[] = [];
  for (const path of paths) {
    for (const each of isSuiteFile(path) ? [path] : await filesOf(path, system)) {
      files.push(readSuite(await textOf(system.files.bytes(each), { name: each }), each));
    }
  }
  const names = new Map<string, string>();
  for (const { path, suite } of files) {
    const other = names.get(suite.name);
    if (other)
      throw new CliError(
        `${path} and ${other} both define the suite “${suite.name}”. Keep one of them.`,
      );
    names.set(suite.name, path);
  }
  return files;
}

async function filesOf(path: string, system: System): Promise<string[]> {
  const folder = path.replace(/(.)\/+$/, '$1');
  const names = (await system.files.list(folder)).filter(isSuiteFile);
  if (names.length === 0) throw new CliError(`${folder} contains no .yaml, .yml or .json files.`);
  return names.map((name) => `${folder}/${name}`);
}

async function preview(file: SuiteFile, assay: Assay) {
  try {
    return await assay.suites.preview(file.suite);
  } catch (cause) {
    if (!(cause instanceof ValidationError) || cause.errors.length === 0) throw cause;
    const lines = cause.errors.map(
      ({ pointer, message }) => `${file.placeOf(pointer)}: ${pointer} ${message}`,
    );
    throw new CliError(lines.join('\n'), { cause });
  }
}

async function save(file: SuiteFile, exists: boolean, assay: Assay): Promise<Pushed> {
  const { name, ...content } = file.suite;
  const { version } = exists
    ? await assay.suites.addVersion(name, content)
    : await assay.suites.create(file.suite);
  return { file: file.path, name, version, change: exists ? 'added' : 'created' };
}
