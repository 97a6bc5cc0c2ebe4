import type { Sample } from '@assay/schema/types.ts';
import { CliError } from './cli-error.ts';
import { type System, textOf } from './system.ts';

/** The bytes of a file; `-` is standard input. */
export function open(path: string, system: System): AsyncIterable<Uint8Array> {
  return path === '-' ? system.stdin.bytes() : system.files.bytes(path);
}

/** A file of one sample a line. @throws CliError, once it is read, for one that is something else as a whole */
export async function* openLines(path: string, system: System): AsyncGenerator<Uint8Array> {
  let isFirst = true;
  for await (const chunk of open(path, system)) {
    if (isFirst && chunk.length > 0) {
      isFirst = false;
      if (chunk[0] === 0x1f && chunk[1] === 0x8b) {
        throw new CliError(`${path} is compressed. Unpack it: gzip -dc ${path} | assay batch -`);
      }
      if (/^\ufeff?\s*\[/.test(new TextDecoder().decode(chunk.subarray(0, 64)))) {
        throw new CliError(
          `${path} is a JSON array. Give one sample a line: jq -c '.[]' ${path} | assay batch -`,
        );
      }
    }
    yield chunk;
  }
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
