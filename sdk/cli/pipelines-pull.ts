import { defineCommand } from './command.ts';
import { EXIT } from './exit-code.ts';
import { collect } from './listing.ts';
import { PIPELINES, type PipelineFile, writePipeline } from './pipeline-file.ts';
import { pulledRow, pullFiles } from './resource-files.ts';
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
    const pulling = {
      folder: values.out ?? 'pipelines',
      kind: PIPELINES,
      write: writePipeline,
      textOfFile: ({ pipeline }: PipelineFile) => writePipeline(pipeline),
    };
    const pulled = await pullFiles(pipelines, pulling, system);
    system.stdout.write(isJson ? json(pulled) : printable(table(pulled.map(pulledRow))));
    return EXIT.passed;
  },
});
