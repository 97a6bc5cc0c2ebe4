import type { QuotedText } from '../judging/quotable.ts';
import type { SampleView } from '../sample.ts';

/** The texts of `expected`, each with its pointer, for quotes to be found in. */
export function expectedTexts({ expected, references }: SampleView): QuotedText[] {
  const isList = Array.isArray(expected);
  return (references ?? []).map((text, i) => ({
    pointer: isList ? `/expected/${i}` : '/expected',
    text,
  }));
}
