import { defineCommand } from './command.ts';
import { EXIT } from './exit-code.ts';
import { collect } from './listing.ts';
import { PIPELINES, writePipeline } from './pipeline-file.ts';
import { filesByName } from './resource-files.ts';
import { json, printable, table } from './text.ts';

export const pipelinesPull = defineCommand({
  name: 'pipelines pull',
  summary: 'Writes each pipeline to a YAML file, to keep it in git.',
  args: ['[name…]'],
  options: { out: { value: 'FOLDER', help: 'Folder for the files. Defaults to `pipelines`.' } },
  examples: ['assay pipelines pull', 'assay pipelines pull support@3 --out pipelines'],
  async run({ values, args, isJson, system, client }) {
    const assay = await client();
    const pipelines = args.length === 0 ? await collect(assay.pipelines.list()) : [];
    for (const name of args) pipelines.push(await assay.pipelines.get(name));
    const folder = (values.out ?? 'pipelines').replace(/\/$/, '');
    const known = await filesByName(folder, PIPELINES, system);
    const pulled = [];
    for (const pipeline of pipelines) {
      const { name, version } = pipeline;
      const there = known.get(name);
      const file = there?.path ?? `${folder}/${name}.yaml`;
      // A file that says the same stays as it is, with its comments.
      const isKept = there && writePipeline(there.pipeline) === writePipeline(pipeline);
      if (!isKept) await system.files.write(file, writePipeline(pipeline));
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
