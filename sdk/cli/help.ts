import { type Command, type Option, SHARED_OPTIONS } from './command.ts';
import { COMMANDS } from './commands.ts';
import { table } from './text.ts';

/** Every command with what it does. */
export function overview(): string {
  const commands = COMMANDS.map((command) => [`  ${signature(command)}`, command.summary]);
  return `Evaluate the output of language models.

Usage: assay <command> [options]

${table(commands)}
  assay help <command> shows the options of a command, assay --version the version. --json prints JSON.

Exit codes: 0 passed, 1 a gate or verdict failed, 2 error or undecided.
Credentials: ASSAY_BASE_URL and ASSAY_API_KEY, or those stored by \`assay login\`.
`;
}

/** A command with its options. */
export function helpOf(command: Command): string {
  const options = Object.entries({ ...command.options, ...SHARED_OPTIONS });
  const rows = options.map(([name, option]: [string, Option]) => [flag(name, option), option.help]);
  const examples = command.examples?.map((line) => `  ${line}\n`).join('');
  return `${command.summary}

Usage: assay ${signature(command)} [options]

${table(rows)}${examples ? `\nExamples:\n${examples}` : ''}`;
}

function signature({ name, args = [] }: Command): string {
  return [name, ...args].join(' ');
}

function flag(name: string, { value, short, multiple }: Option): string {
  const long = `--${name}${value ? ` ${value}` : ''}${multiple ? ' …' : ''}`;
  return `  ${short ? `-${short}, ` : ''}${long}`;
}
