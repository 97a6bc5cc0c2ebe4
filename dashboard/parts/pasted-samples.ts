import type { Sample } from '@assay/sdk';
import { FormFault } from './form-fault.ts';

/**
 * JSON, one sample a line; a line that does not begin with a brace is an input.
 *
 * @throws FormFault that names the line
 */
export function samplesOf(text: string): Sample[] {
  return text.split('\n').flatMap((line, i): Sample[] => {
    const given = line.trim();
    if (given === '') return [];
    if (!given.startsWith('{')) return [{ input: given }];
    try {
      return [JSON.parse(given)];
    } catch {
      throw new FormFault(
        `Line ${i + 1} of the samples is not JSON. Fix it, or write the question alone.`,
      );
    }
  });
}
