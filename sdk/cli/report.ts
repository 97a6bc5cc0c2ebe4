import { batchText } from './batch-text.ts';
import { defineCommand, numberOf } from './command.ts';
import { EXIT } from './exit-code.ts';
import { failingOf, LISTED } from './failing.ts';
import { collectReport } from './report/collect.ts';
import { reportPage } from './report/page.ts';
import { json, printable } from './text.ts';

const PREVIOUS = 'previous';
const SAMPLES = 1_000;

export const report = defineCommand({
  name: 'report',
  summary: 'Reports on a batch and its comparison, as text or as one HTML file.',
  args: ['<batch>'],
  options: {
    base: {
      value: 'BATCH',
      help: 'Batch to compare with: an id, latest:TAG or previous. Defaults to previous, if there is one.',
    },
    html: { value: 'FILE', help: 'Write one HTML file, which opens without a server.' },
    samples: {
      value: 'COUNT',
      help: `Maximum number of samples in the file, changed and failed ones first. Defaults to ${SAMPLES}.`,
    },
  },
  examples: [
    'assay report bat_… --html report.html',
    'assay report bat_… --base latest:main --html report.html',
  ],
  async run({ values, args: [id = ''], isJson, system, client }) {
    const most = numberOf(values.samples, 'samples', { min: 1, max: 10_000 }) ?? SAMPLES;
    const assay = await client();
    const { base = PREVIOUS } = values;
    const isOptional = values.base === undefined;
    const found = await collectReport(assay, id, {
      ...{ base, isOptional },
      most: values.html === undefined ? 1 : most,
    });
    if (values.html !== undefined) await system.files.write(values.html, reportPage(found));
    const { batch, comparison = null } = found;
    const failing = await failingOf(assay, batch, isJson ? undefined : LISTED);
    const outcome = { batch, comparison, gate: undefined, failing };
    system.stdout.write(isJson ? json(outcome) : printable(batchText(outcome)));
    return EXIT.passed;
  },
});
