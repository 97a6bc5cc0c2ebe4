import type { Sample } from '@assay/schema/types.ts';
import { CliError } from './cli-error.ts';
import { textOf } from './read-text.ts';
import { samplesOf } from './sample-file.ts';
import type { System } from './system.ts';
import { readYaml } from './yaml-file.ts';

/** An experiment or a probe as it stands in a file. */
export interface RunFile<Input> {
  /** What the API checks. */
  input: Input;
  /** Where a field stands, such as `prompts.yaml:7`. @param pointer RFC 6901 */
  placeOf(pointer: string): string;
}

/**
 * An experiment or a probe from YAML or JSON. `samples` is a list, or the name of a JSONL or CSV file
 * beside it. What is wrong with its fields the API says.
 *
 * @throws CliError when it cannot be read, or is no map; it names the line
 */
export async function readRunFile<Input extends { samples?: Sample[] }>(
  path: string,
  system: System,
): Promise<RunFile<Input>> {
  const { value, placeOf } = readYaml(await textOf(system.files.bytes(path), { name: path }), path);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new CliError(`${placeOf('')} must be a map of fields, such as \`scorers\`.`);
  }
  const given = value as Input & { samples?: Sample[] | string };
  const { samples: named } = given;
  if (typeof named !== 'string') return { input: given, placeOf };
  const source = besideOf(path, named);
  const samples: Sample[] = [];
  for await (const sample of recordsOf(samplesOf(source, {}, system))) samples.push(sample);
  return {
    input: { ...given, samples },
    placeOf(pointer) {
      const [, number] = /^\/samples\/(\d+)/.exec(pointer) ?? [];
      return number === undefined ? placeOf(pointer) : `${source}, sample ${Number(number) + 1}`;
    },
  };
}

/** A path that a file names, as it is seen from here. */
function besideOf(path: string, named: string): string {
  if (named.startsWith('/') || /^[A-Za-z]:[\\/]/.test(named)) return named;
  const folder = path.slice(0, Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
  return `${folder}${named}`;
}

/** The samples of a source, whose texts come in pieces of lines. */
async function* recordsOf(source: ReturnType<typeof samplesOf>): AsyncGenerator<Sample> {
  let rest = '';
  for await (const piece of source as AsyncIterable<string | Sample>) {
    if (typeof piece !== 'string') {
      yield piece;
      continue;
    }
    const lines = `${rest}${piece}`.split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (line.trim() !== '') yield parsed(line);
  }
  if (rest.trim() !== '') yield parsed(rest);
}

function parsed(line: string): Sample {
  try {
    return JSON.parse(line);
  } catch (cause) {
    throw new CliError(`A line of the samples is not JSON: ${line.slice(0, 80)}`, { cause });
  }
}
