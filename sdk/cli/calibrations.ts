import { counted } from '@assay/schema/counted.ts';
import type { CalibrationFilter, CalibrationHead, CalibrationStatus } from '@assay/schema/types.ts';
import { calibrationMarkdown, calibrationText } from './calibration-report.ts';
import { defineCommand, oneOf } from './command.ts';
import { EXIT } from './exit-code.ts';
import { collect, LIMIT_OPTION, limitOf, pageOf } from './listing.ts';
import { json, percent, printable, table } from './text.ts';

const STATUSES: readonly CalibrationStatus[] = ['running', 'completed', 'failed'];

export const calibrateList = defineCommand({
  name: 'calibrate list',
  summary: 'Lists calibrations, newest first.',
  options: {
    scorer: { value: 'NAME', short: 's', help: 'List only calibrations of this scorer.' },
    status: { value: 'STATUS', help: `List only those with this status: ${STATUSES.join(', ')}.` },
    ...LIMIT_OPTION,
  },
  examples: ['assay calibrate list --scorer faithfulness'],
  async run({ values, isJson, system, client }) {
    const limit = limitOf(values);
    const { scorer, status } = values;
    const filter: CalibrationFilter = {
      ...(scorer !== undefined && { scorer }),
      ...(status !== undefined && { status: oneOf(STATUSES, status, 'status') }),
    };
    const listed = (await client()).calibrations.list({ ...filter, limit: pageOf(limit) });
    const found = await collect(listed, limit);
    system.stdout.write(isJson ? json(found) : printable(table(found.map(row))));
    return EXIT.passed;
  },
});

export const calibrateShow = defineCommand({
  name: 'calibrate show',
  summary: 'Shows a calibration with its report.',
  args: ['<id>'],
  options: {
    markdown: { value: 'FILE', help: 'Write the report as Markdown to this file.' },
  },
  async run({ values: { markdown }, args: [id = ''], isJson, system, client }) {
    const calibration = await (await client()).calibrations.get(id);
    if (markdown !== undefined) {
      await system.files.write(markdown, calibrationMarkdown(calibration));
    }
    system.stdout.write(isJson ? json(calibration) : printable(calibrationText(calibration)));
    return EXIT.passed;
  },
});

function row({ createdAt, id, name, status, n, agreement, judges }: CalibrationHead): string[] {
  const agrees = agreement
    ? `${percent(agreement.value)} (${percent(agreement.low)} to ${percent(agreement.high)})`
    : status;
  const by = judges.map(({ model, version }) => `${model} ${version ?? ''}`.trim()).join(', ');
  return [createdAt, id, name, counted(n, 'label'), agrees, by];
}
