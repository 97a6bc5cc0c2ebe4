import { comparisonText } from './batch-text.ts';
import { defineCommand, numberOf } from './command.ts';
import { exitOf } from './gate.ts';
import { json, printable } from './text.ts';

const RANGE = { min: 0, max: 1 };

export const compare = defineCommand({
  name: 'compare',
  summary: 'Compares two batches, sample by sample.',
  args: ['<batch>', '<base>'],
  options: {
    'max-regression': {
      value: 'SHARE',
      help: 'Maximum allowed drop of a scorer’s mean and pass rate from the base, 0 to 1.',
    },
    'min-pass-rate': { value: 'SHARE', help: 'Minimum pass rate of each scorer, 0 to 1.' },
    scorer: {
      value: 'NAME',
      short: 's',
      help: 'Compare only this scorer; “verdict” compares the verdicts.',
    },
  },
  examples: ['assay compare bat_… bat_… --max-regression 0.02', 'assay compare bat_… latest:main'],
  async run({ values, args: [id = '', base = ''], isJson, system, client }) {
    const maxRegression = numberOf(values['max-regression'], 'max-regression', RANGE);
    const minPassRate = numberOf(values['min-pass-rate'], 'min-pass-rate', RANGE);
    const { scorer } = values;
    const assay = await client();
    const comparison = await assay.batches.compare(id, base, {
      ...(maxRegression !== undefined && { maxRegression }),
      ...(minPassRate !== undefined && { minPassRate }),
      ...(scorer !== undefined && { scorer }),
    });
    const { outcome, failures } = comparison.gate;
    const told = failures.map((failure) => `gate ${outcome}: ${failure}\n`).join('');
    const text = `${comparisonText(comparison)}${told && `\n${told}`}`;
    system.stdout.write(isJson ? json(comparison) : printable(text));
    return exitOf(outcome);
  },
});
