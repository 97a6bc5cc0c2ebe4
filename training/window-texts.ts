import { windowsOf } from '@assay/scorers/detectors/model/pieces.ts';
import { readWords } from '@assay/scorers/detectors/model/words.ts';

/**
 * The windows of a text that has more than one, as a detector cuts it.
 *
 * @param size how many words each has at most
 * @param stride how many words after the one before each begins
 */
export function windowTexts(text: string, size: number, stride: number): string[] {
  const { count, starts, ends } = readWords(text);
  const windows = windowsOf(count, size, stride);
  if (windows.length < 2) return [];
  return windows.map(({ from, to }) => text.slice(starts[from], ends[to - 1]));
}
