import type { ExperimentInput, Sample } from '@assay/schema/types.ts';
import { CliError } from './cli-error.ts';
import { textOf } from './read-text.ts';
import { samplesOf } from './sample-file.ts';
import type { System } from './system.ts';
import { readYaml } from './yaml-file.ts';

/** An experiment as it stands in a file. */
export interface ExperimentFile {
  input: ExperimentInput;
  /** Where a field stands, such as `prompts.yaml:7`. @param pointer RFC 6901 */
  placeOf(pointer: string): string;
}

/**
 * An experiment from YAML or JSON. `samples` is a list, or the name of a JSONL or CSV file beside it.
 * What is wrong within it the API says.
 *
 * @throws CliError when it cannot be read, or is no experiment; it names the line
 */
export async function readExperiment(path: string, system: System): Promise<ExperimentFile> {
  const file = readYaml(await textOf(system.files.bytes(path), { name: path }), path);
  const { value, placeOf } = file;
  if (typeof value !== 'object' || value === null || !('variants' in value)) {
    throw new CliError(
      `${placeOf('')} is not an experiment: \`variants\`, \`samples\` or \`dataset\`, and \`scorers\` or \`suite\` are required.`,
    );
  }
  const given = value as ExperimentInput & { samples?: Sample[] | string };
  if (typeof given.samples !== 'string') return { input: given, placeOf };
  const source = samplesOf(besideOf(path, given.samples), {}, system);
  const samples: Sample[] = [];
  for await (const sample of recordsOf(source)) samples.push(sample);
  return { input: { ...given, samples }, placeOf };
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
