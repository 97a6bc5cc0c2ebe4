import { counted } from '@assay/schema/counted.ts';
import type { Retention, RetentionDays } from '@assay/schema/types.ts';
import { erasedText } from '../erased-text.ts';
import { CliError } from './cli-error.ts';
import { defineCommand } from './command.ts';
import { EXIT } from './exit-code.ts';
import { json, printable } from './text.ts';

const value = 'DAYS';

export const retention = defineCommand({
  name: 'retention',
  summary: 'Shows for how many days the project keeps its data, or sets it.',
  options: {
    verdicts: { value, help: 'Days for verdicts with their samples; `forever` for no limit.' },
    samples: {
      value,
      help: 'Days for samples of verdicts and batches, with reasons; values stay.',
    },
    batches: { value, help: 'Days for batches that have ended.' },
    labels: { value, help: 'Days for labels and reviews.' },
    'judge-answers': { value, help: 'Days for cached answers of judges.' },
    webhooks: { value, help: 'Days for records of webhook deliveries.' },
  },
  examples: ['assay retention', 'assay retention --verdicts 90 --labels forever'],
  async run({ values, isJson, system, client }) {
    const { project } = await client();
    const now = await project.retention();
    const { 'judge-answers': judgeAnswers, ...others } = values;
    const given = Object.entries({ ...others, judgeAnswers }).filter(
      (entry): entry is [keyof RetentionDays, string] => typeof entry[1] === 'string',
    );
    const changed = Object.fromEntries(given.map(([name, text]) => [name, daysOf(name, text)]));
    const shown =
      given.length === 0 ? now : await project.replaceRetention({ ...now.days, ...changed });
    system.stdout.write(isJson ? json(shown) : printable(textOf(shown)));
    return EXIT.passed;
  },
});

function daysOf(name: string, text: string): number | null {
  if (text === 'forever') return null;
  if (/^[1-9]\d{0,3}$/.test(text)) return Number(text);
  throw new CliError(`${name} must be a number of days from 1, or \`forever\`, not “${text}”.`);
}

/** Such as `judge-answers`, by which it is set. */
function optionOf(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

function textOf({ days, lastRun }: Retention): string {
  const lines = Object.entries(days).map(
    ([name, kept]) =>
      `${optionOf(name).padEnd(14)}${kept === null ? 'until deleted' : counted(kept, 'day')}`,
  );
  if (lastRun !== null) {
    lines.push(`deleted ${lastRun.at}: ${erasedText({ ...lastRun.deleted })}`);
  }
  return `${lines.join('\n')}\n`;
}
