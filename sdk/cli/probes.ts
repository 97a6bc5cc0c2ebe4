import { defineCommand } from './command.ts';
import { EXIT } from './exit-code.ts';
import { collect, LIMIT_OPTION, limitOf, pageOf } from './listing.ts';
import { probeMarkdown, probeText } from './probe-text.ts';
import { json, oneLine, printable, table } from './text.ts';

const filters = {
  tag: { value: 'TAG', help: 'Only probes with this tag.' },
  ...LIMIT_OPTION,
} as const;

export const probesList = defineCommand({
  name: 'probes list',
  summary: 'Lists probes, newest first.',
  options: filters,
  async run({ values, isJson, system, client }) {
    const limit = limitOf(values);
    const assay = await client();
    const found = assay.probes.list({
      limit: pageOf(limit),
      ...(values.tag !== undefined && { tag: values.tag }),
    });
    const probes = await collect(found, limit);
    system.stdout.write(
      isJson
        ? json(probes)
        : printable(
            table(
              probes.map(({ id, kind, status, probed, createdAt, name }) => [
                ...[id, kind, status, `${probed} samples`, createdAt, oneLine(name ?? '', 60)],
              ]),
            ),
          ),
    );
    return EXIT.passed;
  },
});

export const probesShow = defineCommand({
  name: 'probes show',
  summary: 'Prints what a probe has found.',
  args: ['<id>'],
  options: {
    scorer: { value: 'NAME', short: 's', help: 'A score instead of the verdict.' },
    markdown: { value: 'FILE', help: 'Write the report as Markdown to this file.' },
  },
  async run({ values: { scorer, markdown }, args: [id = ''], isJson, system, client }) {
    const assay = await client();
    const report = await assay.probes.report(id, scorer === undefined ? {} : { scorer });
    if (markdown !== undefined) await system.files.write(markdown, probeMarkdown(report));
    system.stdout.write(isJson ? json(report) : printable(probeText(report)));
    return EXIT.passed;
  },
});
