import type { PipelinePreview } from '@assay/schema/types.ts';
import type { Assay } from '../client.ts';
import { defineCommand } from './command.ts';
import { EXIT } from './exit-code.ts';
import { lineDiff } from './line-diff.ts';
import { PIPELINES, type PipelineFile, writePipeline } from './pipeline-file.ts';
import { asked, type Pushed, pushedRow, readFiles } from './resource-files.ts';
import { json, printable, table } from './text.ts';

export const pipelinesPush = defineCommand({
  name: 'pipelines push',
  summary: 'Saves pipelines from files, and shows what changes. Needs a key with the scope admin.',
  args: ['<path…>'],
  options: {
    'dry-run': { help: 'Save nothing; show what would change.' },
    check: { help: 'Save nothing, and exit with 1 if a pipeline differs from its newest version.' },
  },
  examples: ['assay pipelines push pipelines/', 'assay pipelines push support.yaml --dry-run'],
  async run({ values, args, isJson, system, client }) {
    const files = await readFiles(args, PIPELINES, system);
    const assay = await client();
    // Every file is looked at before anything is saved.
    const seen = [];
    for (const file of files) {
      const preview = await asked(file, () => assay.pipelines.preview(file.pipeline));
      seen.push({ file, preview });
    }
    if (!isJson) system.stderr.write(printable(seen.map(diffOf).join('')));
    const isSaving = !values['dry-run'] && !values.check;
    const pushed: Pushed[] = [];
    for (const { file, preview } of seen) pushed.push(await push(file, preview, isSaving, assay));
    system.stdout.write(isJson ? json(pushed) : printable(table(pushed.map(pushedRow))));
    const isSame = pushed.every(({ change }) => change === 'unchanged');
    return values.check && !isSame ? EXIT.failed : EXIT.passed;
  },
});

interface Seen {
  file: PipelineFile;
  preview: PipelinePreview;
}

/** What a person sees before anything is saved; nothing for what is new or the same. */
function diffOf({ preview: { newest, next, isChanged } }: Seen): string {
  if (newest === null || !isChanged) return '';
  const diff = lineDiff(writePipeline(newest), writePipeline(next));
  return `${newest.name}@${newest.version}\n${diff}\n\n`;
}

async function push(
  { path, pipeline }: PipelineFile,
  { newest, isChanged }: PipelinePreview,
  isSaving: boolean,
  assay: Assay,
): Promise<Pushed> {
  const { name, ...content } = pipeline;
  const known = { file: path, name, version: newest?.version ?? null };
  if (!isChanged) return { ...known, change: 'unchanged' };
  if (!isSaving) return { ...known, change: newest ? 'would add' : 'would create' };
  const { version } = newest
    ? await assay.pipelines.addVersion(name, content)
    : await assay.pipelines.create(pipeline);
  return { ...known, version, change: newest ? 'added' : 'created' };
}
