import type { Assay } from '../client.ts';
import { defineCommand } from './command.ts';
import { EXIT } from './exit-code.ts';
import { asked, type Pushed, pushedRow, readFiles } from './resource-files.ts';
import { SUITES, type SuiteFile } from './suite-file.ts';
import { json, printable, table } from './text.ts';

export const suitesPush = defineCommand({
  name: 'suites push',
  summary: 'Saves suites from files. A suite that changed gets a new version.',
  args: ['<path…>'],
  options: {
    check: { help: 'Save nothing, and exit with 1 if a suite differs from its newest version.' },
  },
  examples: ['assay suites push suites/', 'assay suites push suites/support.yaml --check'],
  async run({ values, args, isJson, system, client }) {
    const files = await readFiles(args, SUITES, system);
    const assay = await client();
    // Every file is looked at before anything is saved.
    const seen = [];
    for (const file of files)
      seen.push({ file, preview: await asked(file, () => assay.suites.preview(file.suite)) });
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
    system.stdout.write(isJson ? json(pushed) : printable(table(pushed.map(pushedRow))));
    return isCheck && pushed.some(({ change }) => change !== 'unchanged')
      ? EXIT.failed
      : EXIT.passed;
  },
});

async function save(file: SuiteFile, exists: boolean, assay: Assay): Promise<Pushed> {
  const { name, ...content } = file.suite;
  const { version } = exists
    ? await assay.suites.addVersion(name, content)
    : await assay.suites.create(file.suite);
  return { file: file.path, name, version, change: exists ? 'added' : 'created' };
}
