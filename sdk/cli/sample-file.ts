import type { Sample } from '@assay/schema/types.ts';
import { CliError } from './cli-error.ts';
import { type System, textOf } from './system.ts';

/** The bytes of a file; `-` is standard input. */
export function open(path: string, system: System): AsyncIterable<Uint8Array> {
  return path === '-' ? system.stdin.bytes() : system.files.bytes(path);
}

/** One sample as JSON. @throws CliError when it is not an object */
export async function readSample(path: string, system: System): Promise<Sample> {
  const name = path === '-' ? 'Standard input' : path;
  const text = await textOf(open(path, system));
  try {
    const sample: unknown = JSON.parse(text);
    // What is wrong within the sample the API says, field by field.
    if (typeof sample === 'object' && sample !== null && !Array.isArray(sample)) return sample;
  } catch (cause) {
    throw new CliError(`${name} is not JSON: ${(cause as Error).message}.`, { cause });
  }
  throw new CliError(
    `${name} has to hold one sample, such as {"output":"…"}; see assay help batch.`,
  );
}
