import type { Sample } from '@assay/schema/types.ts';
import type { SampleSource } from '../samples.ts';
import { CliError } from './cli-error.ts';
import type { ColumnRules } from './csv-columns.ts';
import { csvSamples } from './csv-samples.ts';
import { readText, textOf } from './read-text.ts';
import type { System } from './system.ts';

export const ENCODING_OPTION = {
  encoding: {
    value: 'NAME',
    help: 'Encoding of the file, such as windows-1252. Defaults to UTF-8.',
  },
} as const;

/** The bytes of a file; `-` is standard input. */
function open(path: string, system: System): AsyncIterable<Uint8Array> {
  return path === '-' ? system.stdin.bytes() : system.files.bytes(path);
}

export interface SampleFileOptions extends ColumnRules {
  /** `jsonl` or `csv`; by the end of the file's name if omitted. */
  format?: string | undefined;
  encoding?: string | undefined;
  /** Called with the columns that become metadata although their name does not say so. */
  onExtra?: ((columns: readonly string[]) => void) | undefined;
}

/**
 * A file of samples, JSONL or CSV, packed with gzip or not.
 *
 * @throws CliError for a format that there is not, or for column rules without columns
 */
export function samplesOf(
  path: string,
  { format, encoding, onExtra, ...rules }: SampleFileOptions,
  system: System,
): SampleSource {
  const chosen = format ?? (/\.(csv|tsv)(\.gz)?$/i.test(path) ? 'csv' : 'jsonl');
  if (chosen !== 'csv' && chosen !== 'jsonl') {
    throw new CliError(`--format must be jsonl or csv, not “${format}”.`);
  }
  const name = nameOf(path);
  const text = readText(open(path, system), { name, encoding });
  if (chosen === 'csv') return csvSamples(text, { name, onExtra, ...rules });
  const asked = rules.map ? '--map' : rules.ignore ? '--ignore' : undefined;
  if (asked) throw new CliError(`${asked} applies to CSV files only; ${name} is JSON Lines.`);
  return sampleLines(text, path);
}

/** The lines of a JSONL file. @throws CliError, once it is read, for a file that is a JSON array */
async function* sampleLines(text: AsyncIterable<string>, path: string): AsyncGenerator<string> {
  let start = '';
  for await (const piece of text) {
    if (start.length < 64) start += piece.slice(0, 64);
    if (/^\s*\[/.test(start)) {
      throw new CliError(
        `${path} is a JSON array. Send one sample per line: jq -c '.[]' ${path} | assay batch -`,
      );
    }
    yield piece;
  }
}

/** One sample as JSON. @throws CliError when it is not an object */
export async function readSample(
  path: string,
  encoding: string | undefined,
  system: System,
): Promise<Sample> {
  const name = nameOf(path);
  const text = await textOfFile(path, encoding, system);
  try {
    const sample: unknown = JSON.parse(text);
    // What is wrong within the sample the API says, field by field.
    if (typeof sample === 'object' && sample !== null && !Array.isArray(sample)) return sample;
  } catch (cause) {
    throw new CliError(`${name} is not JSON: ${(cause as Error).message}.`, { cause });
  }
  throw new CliError(
    `${name} must contain one sample, such as {"output":"…"}. For several samples, see assay help batch.`,
  );
}

/** All of standard input, as text. */
export function textOfInput(encoding: string | undefined, system: System): Promise<string> {
  return textOfFile('-', encoding, system);
}

/** All of a file, or of standard input for `-`, as text. */
export function textOfFile(
  path: string,
  encoding: string | undefined,
  system: System,
): Promise<string> {
  return textOf(open(path, system), { name: nameOf(path), encoding });
}

function nameOf(path: string): string {
  return path === '-' ? 'Standard input' : path;
}
