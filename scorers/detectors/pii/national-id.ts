/** A number that a state or an authority gives a person or a company. */
export interface NationalId {
  kind: string;
  /** Its country, as ISO 3166-1. */
  country: string;
  /** Its forms, where it begins; anchored by `y`. It must not match in the middle of a longer number. */
  pattern: RegExp;
  /** Whether the signs that matched, upper case and without separators, can be one. */
  check(signs: string): boolean;
  /**
   * How sure a match is by itself: by how many texts of the form pass the check by chance. The second
   * is for a match without any separator or letter, the first otherwise.
   */
  alone: readonly [separated: number, bare: number];
  /** Words that stand near such a number, lower case; a match beside one is as good as certain. */
  words: RegExp;
}

/** How sure a valid number is that stands beside its own name. */
export const WITH_WORDS = 0.95;
