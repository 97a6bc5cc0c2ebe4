import { basename, dirname, extname, join } from 'node:path';
import type { Sample } from '@assay/schema/types.ts';
import { CliError } from './cli-error.ts';
import { defineCommand } from './command.ts';
import { EXIT } from './exit-code.ts';
import { IMPORTERS, type Importer } from './importers.ts';
import { type ImportedSuite, suitesOf } from './importing/suites.ts';
import { type ImportReport, importText, type WrittenSuite } from './importing/text.ts';
import { writeSuite } from './suite-file.ts';
import type { System } from './system.ts';
import { json, printable } from './text.ts';
import { isResourceFile } from './yaml-file.ts';

const options = {
  out: { value: 'FOLDER', help: 'Folder for the suites and samples. Defaults to “imported”.' },
  name: { value: 'NAME', help: 'Name of the suites. Defaults to the name of the file.' },
  outputs: {
    value: 'FILE',
    help: 'Results written by promptfoo eval -o; their outputs are added to the samples.',
  },
  strict: { help: 'Exit with 1 if anything was not imported.' },
} as const;

// A command may not be called `import` in JavaScript, but may be called so by its users.
export const importCommand = defineCommand({
  name: 'import',
  summary: 'Converts another tool’s tests to suites and samples, and lists what was not imported.',
  args: ['<format>', '<file>'],
  options,
  examples: [
    'assay import promptfoo promptfooconfig.yaml',
    'assay import promptfoo promptfooconfig.yaml --outputs results.json --strict',
    `Formats: ${IMPORTERS.map(({ format, reads }) => `${format} (${reads})`).join(', ')}`,
  ],
  async run({ values, args: [format = '', file = ''], isJson, system }) {
    const { out = 'imported', outputs, strict = false } = values;
    const name = nameOf(values.name ?? titleOf(file));
    const imported = await importerOf(format).read(file, { outputs }, system);
    const description = imported.description ?? `Imported from ${basename(file)}.`;
    const suites = suitesOf(imported.cases, { name, description: description.slice(0, 1_000) });
    const written: WrittenSuite[] = [];
    for (const suite of suites) written.push(await write(suite, out, system));
    const stale = await staleOf(join(out, 'suites'), written, system);
    const report: ImportReport = {
      suites: written,
      stale,
      assertions: imported.assertions,
      remarks: imported.remarks,
    };
    await system.files.write(join(out, 'report.json'), json(report));
    system.stdout.write(isJson ? json(report) : printable(importText(report, out)));
    const isComplete = report.remarks.every(({ kind }) => kind !== 'left-out');
    return strict && !isComplete ? EXIT.failed : EXIT.passed;
  },
});

function importerOf(format: string): Importer {
  const found = IMPORTERS.find((importer) => importer.format === format);
  if (found) return found;
  const known = IMPORTERS.map((importer) => importer.format).join(', ');
  throw new CliError(`Unknown format “${format}”. Supported formats: ${known}.`);
}

/** What a file is called; what its folder is, where all files of its kind have the same name. */
function titleOf(file: string): string {
  const name = basename(file, extname(file));
  if (name !== 'promptfooconfig') return name;
  const folder = basename(dirname(file));
  return folder === '.' || folder === '' ? 'promptfoo' : folder;
}

/** A name as suites have them. */
function nameOf(text: string): string {
  const name = text
    .toLowerCase()
    .replace(/[^a-z0-9._-]+/g, '-')
    .replace(/^[^a-z0-9]+/, '')
    .slice(0, 56);
  return name === '' ? 'imported' : name;
}

async function write(
  { suite, samples }: ImportedSuite,
  out: string,
  system: System,
): Promise<WrittenSuite> {
  const answered = samples.filter(({ output }) => output !== undefined);
  const asked = samples.filter(({ output }) => output === undefined);
  const file = join(out, 'suites', `${suite.name}.yaml`);
  await system.files.write(file, writeSuite(suite));
  return {
    name: suite.name,
    scorers: suite.scorers.length,
    suite: file,
    ...(await writeSamples(answered, 'samples', suite.name, out, system)),
    ...(await writeSamples(asked, 'inputs', suite.name, out, system)),
  };
}

async function writeSamples(
  samples: readonly Sample[],
  kind: 'samples' | 'inputs',
  name: string,
  out: string,
  system: System,
): Promise<{ [Kind in typeof kind]?: { file: string; count: number } }> {
  if (samples.length === 0) return {};
  const file = join(out, kind, `${name}.jsonl`);
  const lines = samples.map((sample) => `${JSON.stringify(sample)}\n`);
  await system.files.write(file, lines.join(''));
  return { [kind]: { file, count: samples.length } };
}

/** Suites in the folder that this import did not write. */
async function staleOf(
  folder: string,
  written: readonly WrittenSuite[],
  system: System,
): Promise<string[]> {
  const own = new Set(written.map(({ suite }) => suite));
  const names = written.length === 0 ? [] : await system.files.list(folder);
  const files = names.filter(isResourceFile).map((name) => join(folder, name));
  return files.filter((file) => !own.has(file));
}
