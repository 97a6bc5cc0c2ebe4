import { AssayError } from '../errors.ts';
import manifest from '../package.json' with { type: 'json' };
import { CliError } from './cli-error.ts';
import type { Command } from './command.ts';
import { COMMANDS } from './commands.ts';
import { connect } from './credentials.ts';
import { EXIT, type ExitCode } from './exit-code.ts';
import { helpOf, overview } from './help.ts';
import { inCommands } from './in-commands.ts';
import { didYouMean } from './nearest.ts';
import type { System } from './system.ts';
import { printable } from './text.ts';

/**
 * Runs a command line.
 *
 * @param argv what stands after `assay` @returns the exit code: 0 passed, 1 a gate failed, 2 an
 *   error, which is printed to `stderr`
 */
export async function run(argv: readonly string[], system: System): Promise<ExitCode> {
  try {
    return await dispatch(argv, system);
  } catch (cause) {
    const isDebugging = Boolean(system.env.ASSAY_DEBUG);
    system.stderr.write(argv.includes('--json') ? asJson(cause) : asText(cause, isDebugging));
    return EXIT.error;
  }
}

async function dispatch(argv: readonly string[], system: System): Promise<ExitCode> {
  const [first] = argv;
  if (first === '--version' || first === '-v' || first === 'version') {
    system.stdout.write(`${manifest.version}\n`);
    return EXIT.passed;
  }
  if (first === undefined || first === 'help' || first === '--help' || first === '-h') {
    return showHelp(argv.slice(1), system);
  }
  if (isGroup(first) && (argv[1] === '--help' || argv[1] === '-h'))
    return showHelp([first], system);
  const command = find(argv);
  const rest = argv.slice(command.name.split(' ').length);
  const options = rest.includes('--') ? rest.slice(0, rest.indexOf('--')) : rest;
  if (options.includes('--help') || options.includes('-h')) {
    system.stdout.write(helpOf(command));
    return EXIT.passed;
  }
  return command.start(rest, { system, client: () => connect(system) });
}

function showHelp(words: readonly string[], system: System): ExitCode {
  const group = COMMANDS.filter(({ name }) => name.split(' ')[0] === words[0]);
  const exact = COMMANDS.filter(({ name }) => name === words.join(' '));
  const chosen = exact.length > 0 ? exact : group;
  if (words.length > 0 && chosen.length === 0) find(words);
  system.stdout.write(words.length === 0 ? overview() : chosen.map(helpOf).join('\n'));
  return EXIT.passed;
}

/** The command of the longest name that the words begin with. */
function find(words: readonly string[]): Command {
  const two = words.slice(0, 2).join(' ');
  const found =
    COMMANDS.find(({ name }) => name === two) ?? COMMANDS.find(({ name }) => name === words[0]);
  if (found) return found;
  const siblings = COMMANDS.filter(({ name }) => name.startsWith(`${words[0]} `));
  if (siblings.length > 0) {
    const names = siblings.map(({ name }) => `assay ${name}`).join(', ');
    const hint = words[1] === undefined ? '' : didYouMean(two, siblings.map(nameOfCommand));
    throw new CliError(`Subcommands of assay ${words[0]}: ${names}.${hint}`);
  }
  const known = COMMANDS.flatMap(({ name }) => [name, name.split(' ')[0] ?? name]);
  const within = COMMANDS.filter(({ name }) => name.split(' ')[1] === words[0]);
  const hint =
    within.length > 0
      ? ` Did you mean ${within.map(({ name }) => `“${name}”`).join(' or ')}?`
      : didYouMean(two, known) || didYouMean(words[0] ?? '', known);
  throw new CliError(`Unknown command “${words[0]}”.${hint}\nSee: assay help`);
}

/** Whether it is the first word of commands, and no command itself. */
function isGroup(word: string): boolean {
  const names = COMMANDS.map(nameOfCommand);
  return !names.includes(word) && names.some((name) => name.startsWith(`${word} `));
}

function nameOfCommand({ name }: Command): string {
  return name;
}

function asText(cause: unknown, isDebugging: boolean): string {
  if (cause instanceof AssayError) {
    const id = cause.requestId ? `\nrequest ${cause.requestId}` : '';
    const type = cause.problem?.type ?? '';
    const link = /^https?:/.test(type) ? `\nsee ${type}` : '';
    return printable(`assay: ${inCommands(cause.message)}${link}${id}\n`);
  }
  if (cause instanceof CliError) return printable(`assay: ${cause.message}\n`);
  // An internal error; its stack trace is only useful for debugging.
  const { message, stack } = cause instanceof Error ? cause : new Error(String(cause));
  const more = isDebugging
    ? `\n${stack}`
    : '\nThis is a bug in the CLI. Set ASSAY_DEBUG=1 to see the stack trace.';
  return printable(`assay: ${message}${more}\n`);
}

function asJson(cause: unknown): string {
  const message = cause instanceof Error ? cause.message : String(cause);
  const told =
    cause instanceof AssayError
      ? { code: cause.code, message, requestId: cause.requestId, problem: cause.problem }
      : { code: cause instanceof CliError ? 'usage' : 'unexpected', message };
  return `${JSON.stringify({ error: told })}\n`;
}
