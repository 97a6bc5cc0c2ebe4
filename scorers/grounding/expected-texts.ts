import type { QuotedText } from '../judging/quotable.ts';
import type { SampleView } from '../sample.ts';

/** The texts of `expected`, each with its pointer, for quotes to be found in. */
export function expectedTexts(sample: SampleView): readonly QuotedText[] {
  const { expected, references = [] } = sample;
  const isList = Array.isArray(expected);
  const texts =
    known.get(sample) ??
    references.map((text, i) => ({ pointer: isList ? `/expected/${i}` : '/expected', text }));
  known.set(sample, texts);
  return texts;
}

// The same objects each time: `findQuote` folds each of them once.
const known = new WeakMap<SampleView, readonly QuotedText[]>();
