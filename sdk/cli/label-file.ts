import type { CalibrationLabel } from '@assay/schema/types.ts';
import { CliError } from './cli-error.ts';
import { textOfFile } from './sample-file.ts';
import type { System } from './system.ts';

/**
 * Labelled samples, one JSON object a line.
 *
 * @throws CliError that names the line
 */
export async function labelsOf(
  path: string,
  encoding: string | undefined,
  system: System,
): Promise<CalibrationLabel[]> {
  const name = path === '-' ? 'Standard input' : path;
  const text = await textOfFile(path, encoding, system);
  const labels = text.split('\n').flatMap((line, i) => {
    if (line.trim() === '') return [];
    try {
      const label: unknown = JSON.parse(line);
      // What is wrong within a label the API says, field by field.
      if (isLabel(label)) return [label];
    } catch (cause) {
      const { message } = cause as Error;
      throw new CliError(`${name}, line ${i + 1} is not JSON: ${message}.`, { cause });
    }
    throw new CliError(
      `${name}, line ${i + 1} has no sample. A line is {"sample":{"output":"…"},"value":true}.`,
    );
  });
  if (labels.length === 0) throw new CliError(`${name} contains no labels.`);
  return labels;
}

function isLabel(label: unknown): label is CalibrationLabel {
  return typeof label === 'object' && label !== null && 'sample' in label;
}
