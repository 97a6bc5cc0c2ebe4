/**
 * A text as SQuAD's evaluation compares answers: lower case, without ASCII punctuation, without the
 * articles a, an and the, with single spaces.
 *
 * Source: Rajpurkar et al., "SQuAD: 100,000+ Questions", 2016, normalize_answer of its script.
 */
export function squadNormalise(text: string): string {
  return text
    .toLowerCase()
    .replace(/[!-/:-@[-`{-~]/g, '')
    .replace(/\b(?:a|an|the)\b/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}
