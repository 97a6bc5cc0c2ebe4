// Shorter texts stand in many words by chance.
const SHORTEST = 3;

/** A text that was replaced. */
export interface Replaced {
  original: string;
  replacement: string;
}

/** Replaces every original that stands word for word in a text, the longest where several begin. */
export function scrubber(spans: readonly Replaced[]): (text: string) => string {
  const replacements = new Map(
    spans
      .filter(({ original }) => original.length >= SHORTEST)
      .toSorted((a, b) => b.original.length - a.original.length)
      .map(({ original, replacement }) => [original, replacement]),
  );
  if (replacements.size === 0) return (text) => text;
  const byBeginning = Map.groupBy(replacements.keys(), (original) => original.slice(0, SHORTEST));
  return (text) => {
    let scrubbed = '';
    for (let at = 0; at < text.length; ) {
      const begun = byBeginning.get(text.slice(at, at + SHORTEST));
      const original = begun?.find((each) => text.startsWith(each, at));
      scrubbed += original === undefined ? text[at] : replacements.get(original);
      at += original?.length ?? 1;
    }
    return scrubbed;
  };
}
