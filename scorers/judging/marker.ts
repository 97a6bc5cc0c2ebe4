const CONSONANTS = 'bdfghjklmnprstvz';
const VOWELS = 'aeiu';
const SYLLABLES = 6;

/**
 * A marker for one sample: two made-up words, such as `dabiku-nelota`, of 36 random bits. It fences
 * the data, and by copying it an answer proves to be the judge's own.
 *
 * It must survive an 8B model's copying. Long hexadecimal numbers are cut into many odd tokens,
 * which small models garble, and one of digits alone may come back as a number; these syllables are
 * tokens of any vocabulary. A sample has one try at guessing it, so 36 bits do.
 *
 * @param bytes six or more random bytes
 */
export function makeMarker(bytes: Uint8Array): string {
  const syllables = Array.from({ length: SYLLABLES }, (_, i) => {
    const byte = bytes[i];
    if (byte === undefined) throw new RangeError(`a marker takes ${SYLLABLES} bytes`);
    return `${CONSONANTS[byte & 15]}${VOWELS[(byte >> 4) & 3]}`;
  });
  const half = SYLLABLES / 2;
  return `${syllables.slice(0, half).join('')}-${syllables.slice(half).join('')}`;
}
