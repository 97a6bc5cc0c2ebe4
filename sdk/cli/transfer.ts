import { createExportReader } from '@assay/schema/records/export-reader.ts';
import type { ExportLine } from '@assay/schema/types.ts';
import { ExportFault, exportProject, importProject as importInto } from '../transfer.ts';
import { CliError } from './cli-error.ts';
import { defineCommand } from './command.ts';
import { EXIT } from './exit-code.ts';
import { readText } from './read-text.ts';
import type { System } from './system.ts';
import { json, printable } from './text.ts';

export const exportCommand = defineCommand({
  name: 'export',
  summary: 'Writes the whole project as lines of JSON with checksums.',
  options: { out: { value: 'FILE', help: 'File to write. Defaults to standard output.' } },
  examples: ['assay export --out project.jsonl'],
  async run({ values: { out }, system, client }) {
    const assay = await client();
    if (out === undefined) {
      for await (const line of textsOf(exportProject(assay))) system.stdout.write(line);
      return EXIT.passed;
    }
    await system.files.write(out, textsOf(exportProject(assay)), { isSecret: true });
    system.stderr.write(printable(`${out}\n`));
    return EXIT.passed;
  },
});

export const importProject = defineCommand({
  name: 'import-project',
  summary: 'Verifies an export, then adds it to the project of the key.',
  args: ['<file>'],
  options: { check: { help: 'Verify the file, and add nothing.' } },
  examples: ['assay import-project project.jsonl', 'assay import-project project.jsonl --check'],
  async run({ values: { check }, args: [file = ''], isJson, system, client }) {
    try {
      // All of it, before anything is sent.
      const classes = await verify(linesOf(file, system));
      if (check) {
        system.stdout.write(isJson ? json(classes) : printable(`${file} is whole\n`));
        return EXIT.passed;
      }
      const report = await importInto(await client(), linesOf(file, system));
      const text = `${report.records} records in ${report.pages} pages, ${report.added} added\n`;
      system.stdout.write(isJson ? json(report) : printable(text));
      return EXIT.passed;
    } catch (cause) {
      if (!(cause instanceof ExportFault)) throw cause;
      throw new CliError(`${file}: ${cause.message}`, { cause });
    }
  },
});

async function verify(lines: AsyncIterable<string>): Promise<Record<string, number>> {
  const reader = createExportReader({ isWhole: true });
  let classes: Record<string, number> = {};
  let number = 0;
  for await (const line of lines) {
    number += 1;
    const { manifest } = await reader.take(line, number);
    if (manifest !== undefined) classes = manifest.classes;
  }
  reader.end();
  return classes;
}

async function* textsOf(lines: AsyncIterable<ExportLine>): AsyncGenerator<string> {
  for await (const line of lines) yield `${JSON.stringify(line)}\n`;
}

async function* linesOf(file: string, system: System): AsyncGenerator<string> {
  if (file === '-') throw new CliError('Name a file: it is read twice, to verify it first.');
  let rest = '';
  for await (const piece of readText(system.files.bytes(file), { name: file })) {
    const lines = `${rest}${piece}`.split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
  if (rest !== '') yield rest;
}
