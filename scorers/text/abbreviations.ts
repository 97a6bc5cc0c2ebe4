/**
 * Joins what was cut apart behind an abbreviation: `Dr. Smith` is no end of a sentence, though UAX 29,
 * which knows no words, has it so.
 *
 * @param sentences as cut, in order
 * @returns as many or fewer, joined by a space
 */
export function joinAbbreviations(sentences: readonly string[]): string[] {
  const joined: string[] = [];
  for (const sentence of sentences) {
    const before = joined.at(-1);
    if (before !== undefined && goesOn(before, sentence)) {
      joined[joined.length - 1] = `${before} ${sentence}`;
    } else joined.push(sentence);
  }
  return joined;
}

function goesOn(before: string, behind: string): boolean {
  if (BEFORE_NAMES.test(before)) return /^\p{Lu}/u.test(behind);
  return BEFORE_ANYTHING.test(before) || (BEFORE_NUMBERS.test(before) && /^\d/.test(behind));
}

// Titles stand before names, and end no sentence. `St.` and `Jr.` may.
const BEFORE_NAMES =
  /(?:^|[\s("'“‘„«])(?:Dr|Drs|Mr|Mrs|Ms|Mx|Prof|Rev|Hon|Gen|Col|Capt|Lt|Sgt|Gov|Sen|Rep|Pres|Messrs|Mme|Mlle|Hr|Fr|Dra|Sra|Srta|Sig|Dott)\.$/;
const BEFORE_ANYTHING = /(?:^|[\s(])(?:e\.\s?g|i\.\s?e|cf|vs|viz|z\.\s?B|d\.\s?h|p\.\s?ex)\.$/i;
// No. may be an answer, which no number follows; no. is one that is.
const BEFORE_NUMBERS =
  /(?:^|[\s(])(?:No|Nos|Nr|[Ff]igs?|[Ee]qs?|[Cc]h|[Ss]ec|[Vv]ol|pp?|[Aa]pprox|[Cc]a)\.$/;
