import { parseArgs } from 'node:util';
import type { Assay } from '../client.ts';
import { CliError } from './cli-error.ts';
import type { ExitCode } from './exit-code.ts';
import { didYouMean } from './nearest.ts';
import type { System } from './system.ts';

/** A switch, or an option with a value. */
export interface Option {
  /** Placeholder of the value, such as `FILE`; an option without one is a switch. */
  value?: string;
  short?: string;
  /** Whether it can be repeated. */
  multiple?: true;
  help: string;
}

export type Options = Record<string, Option>;

type ValueOf<Given extends Option> = Given extends { value: string }
  ? Given extends { multiple: true }
    ? string[]
    : string
  : boolean;

/** What was given, by option. */
export type Values<Known extends Options> = { [Name in keyof Known]?: ValueOf<Known[Name]> };

export interface Invocation<Known extends Options> {
  values: Values<Known>;
  /** The arguments, as many as `args` names. */
  args: string[];
  isJson: boolean;
  system: System;
  /** The client, configured by the environment or `assay login`. */
  client(): Promise<Assay>;
}

export interface Definition<Known extends Options> {
  /** One word, or two: `suites push`. */
  name: string;
  summary: string;
  /** Names of its arguments: `<file>` must be there, `[id]` may be, `[file…]` takes any number. */
  args?: readonly string[];
  options: Known;
  /** Lines of use that help shows. */
  examples?: readonly string[];
  run(invocation: Invocation<Known>): Promise<ExitCode>;
}

type Context = Pick<Invocation<Options>, 'system' | 'client'>;

/** A command as the registry holds it. */
export interface Command extends Omit<Definition<Options>, 'run'> {
  /** Parses and runs. @throws CliError when the arguments do not fit */
  start(argv: readonly string[], context: Context): Promise<ExitCode>;
}

/** Options that every command has. */
export const SHARED_OPTIONS = {
  json: { help: 'Print results and errors as JSON.' },
  help: { short: 'h', help: 'Show this help.' },
} as const satisfies Options;

export function defineCommand<const Known extends Options>(definition: Definition<Known>): Command {
  const { run, ...described } = definition;
  return {
    ...described,
    start(argv, context) {
      const { values, positionals } = parse(definition, argv);
      checkArgs(definition, positionals);
      return run({
        ...context,
        // parseArgs gives what its options say, and these are made from Known.
        values: values as Values<Known>,
        args: positionals,
        isJson: values.json === true,
      });
    },
  };
}

function parse(
  { name, options }: Pick<Definition<Options>, 'name' | 'options'>,
  argv: readonly string[],
): { values: Record<string, unknown>; positionals: string[] } {
  const entries = Object.entries({ ...options, ...SHARED_OPTIONS }).map(
    ([key, { value, short, multiple }]: [string, Option]) => [
      key,
      {
        type: value === undefined ? ('boolean' as const) : ('string' as const),
        ...(short && { short }),
        ...(multiple && { multiple }),
      },
    ],
  );
  try {
    return parseArgs({
      args: [...argv],
      options: Object.fromEntries(entries),
      allowPositionals: true,
    });
  } catch (cause) {
    const [, dashes, option] =
      /^Unknown option '(--?)([^']*)'/.exec((cause as Error).message) ?? [];
    const said =
      option === undefined
        ? (cause as Error).message
        : `assay ${name} has no option ${dashes}${option}.${didYouMean(option, Object.keys({ ...options, ...SHARED_OPTIONS }))}`;
    throw new CliError(`${said}\nSee: assay help ${name}`, { cause });
  }
}

function checkArgs(
  { name, args = [] }: Pick<Definition<Options>, 'name' | 'args'>,
  given: string[],
): void {
  const missing = args[given.length];
  if (missing?.startsWith('<')) {
    throw new CliError(`assay ${name} needs ${missing}.\nSee: assay help ${name}`);
  }
  const takesMany = args.at(-1)?.includes('…') ?? false;
  if (given.length > args.length && !takesMany) {
    const extra = given[args.length];
    throw new CliError(
      `Unexpected argument “${extra}” for assay ${name}.\nSee: assay help ${name}`,
    );
  }
}

/** One of the values that an option takes. @throws CliError for any other */
export function oneOf<Value extends string>(
  known: readonly Value[],
  text: string,
  option: string,
): Value {
  const found = known.find((each) => each === text);
  if (found !== undefined) return found;
  throw new CliError(`--${option} must be one of ${known.join(', ')}, not “${text}”.`);
}

/** The number of an option. @throws CliError when it is none, or out of range */
export function numberOf(
  text: string | undefined,
  option: string,
  { min, max }: { min: number; max: number },
): number | undefined {
  if (text === undefined) return undefined;
  const number = text.trim() === '' ? Number.NaN : Number(text);
  if (number >= min && number <= max) return number;
  throw new CliError(`--${option} must be a number from ${min} to ${max}, not “${text}”.`);
}
