import { comparisonText } from './batch-text.ts';
import { CliError } from './cli-error.ts';
import { defineCommand, numberOf } from './command.ts';
import { EXIT } from './exit-code.ts';
import { baseOf } from './gate.ts';
import { json, printable } from './text.ts';

const RANGE = { min: 0, max: 1 };

export const compare = defineCommand({
  name: 'compare',
  summary: 'Compares two batches, sample by sample.',
  args: ['<batch>', '<base>'],
  options: {
    'max-regression': {
      value: 'SHARE',
      help: 'How far mean and pass rate of a scorer may lie below the base, 0 to 1.',
    },
    'min-pass-rate': { value: 'SHARE', help: 'Pass rate that each scorer has to reach, 0 to 1.' },
    scorer: { value: 'NAME', short: 's', help: 'Only this scorer counts; verdict for the whole.' },
  },
  examples: ['assay compare bat_… bat_… --max-regression 0.02', 'assay compare bat_… latest:main'],
  async run({ values, args: [id = '', base = ''], isJson, system, client }) {
    const maxRegression = numberOf(values['max-regression'], 'max-regression', RANGE);
    const minPassRate = numberOf(values['min-pass-rate'], 'min-pass-rate', RANGE);
    const { scorer } = values;
    const assay = await client();
    const baseId = await baseOf(assay, base, { except: id });
    if (baseId === undefined) throw new CliError(`No batch is ${base} yet.`);
    const comparison = await assay.batches.compare(id, baseId, {
      ...(maxRegression !== undefined && { maxRegression }),
      ...(minPassRate !== undefined && { minPassRate }),
      ...(scorer !== undefined && { scorer }),
    });
    const { passed, failures } = comparison.gate;
    const told = failures.map((failure) => `gate failed: ${failure}\n`).join('');
    const text = `${comparisonText(comparison)}${told && `\n${told}`}`;
    system.stdout.write(isJson ? json(comparison) : printable(text));
    return passed ? EXIT.passed : EXIT.failed;
  },
});
