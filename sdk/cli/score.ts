import type { Sample, StoreMode, Verdict } from '@assay/schema/types.ts';
import { CliError } from './cli-error.ts';
import { defineCommand, type Values } from './command.ts';
import { EXIT, type ExitCode } from './exit-code.ts';
import { ENCODING_OPTION, readSample, textOfInput } from './sample-file.ts';
import { SCORING_OPTIONS, scoringOf } from './scoring-options.ts';
import type { System } from './system.ts';
import { json, printable } from './text.ts';
import { verdictText } from './verdict-text.ts';

const options = {
  ...SCORING_OPTIONS,
  output: { value: 'TEXT', short: 'o', help: 'Output of the model; - reads it from stdin.' },
  input: { value: 'TEXT', short: 'i', help: 'Input of the model.' },
  expected: { value: 'TEXT', short: 'e', help: 'Reference answer.' },
  context: { value: 'TEXT', short: 'c', multiple: true, help: 'Context given to the model.' },
  generator: { value: 'MODEL', help: 'Model that wrote the output.' },
  ...ENCODING_OPTION,
  store: { value: 'MODE', help: 'How to store the verdict: now, queued or none. Defaults to now.' },
} as const;

export const score = defineCommand({
  name: 'score',
  summary: 'Scores one sample from a JSON file, standard input, or the options.',
  args: ['[file]'],
  options,
  examples: [
    'assay score -o "Paris." -e Paris -s exact-match -s levenshtein',
    'my-model "Capital of France?" | assay score -o - -e Paris -s token-f1',
    'assay score sample.json --suite support@3 --json',
  ],
  async run({ values, args: [file], isJson, system, client }) {
    const scoring = { ...scoringOf(values), ...storing(values.store) };
    const sample = await sampleOf(values, file, system);
    const assay = await client();
    const verdict = await assay.score({ sample, ...scoring });
    system.stdout.write(isJson ? json(verdict) : printable(verdictText(verdict)));
    return exitOf(verdict);
  },
});

/** What was read, with what the options say in its place. */
async function sampleOf(
  values: Values<typeof options>,
  file: string | undefined,
  system: System,
): Promise<Sample> {
  const { output, input, expected, context, generator, encoding } = values;
  const isPiped = output === undefined && !system.stdin.isTerminal;
  const path = file ?? (isPiped ? '-' : undefined);
  if (path === undefined && output === undefined) {
    throw new CliError(
      'There is no sample. Pass --output, a file with a sample, or a sample on standard input.',
    );
  }
  if (path === '-' && output === '-')
    throw new CliError('Standard input can be read only once. Remove one of the “-”.');
  return {
    ...(path !== undefined && (await readSample(path, encoding, system))),
    ...(output !== undefined && {
      output: output === '-' ? await piped(encoding, system) : output,
    }),
    ...(input !== undefined && { input }),
    ...(expected !== undefined && { expected }),
    ...(context && { contexts: context }),
    ...(generator !== undefined && { generator }),
  };
}

/** The line end that programs add to what they print is none of the model's. */
async function piped(encoding: string | undefined, system: System): Promise<string> {
  return (await textOfInput(encoding, system)).replace(/\r?\n$/, '');
}

function storing(mode: string | undefined): { store?: StoreMode } {
  if (mode === undefined) return {};
  if (mode === 'now' || mode === 'queued' || mode === 'none') return { store: mode };
  throw new CliError(`--store must be now, queued or none, not “${mode}”.`);
}

/** A verdict that a score without a value leaves open is no pass; one that nothing decides is no fail. */
function exitOf({ passed, decision }: Verdict): ExitCode {
  if (passed === false) return EXIT.failed;
  return passed === null && decision.undecidedBy.length > 0 ? EXIT.error : EXIT.passed;
}
