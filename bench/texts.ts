/** Prose of about as many characters as asked, the same at every run. */
export function prose(characters: number, seed: number): string {
  let state = seed;
  let text = '';
  while (text.length < characters) {
    // A linear congruential generator: Numerical Recipes, 3rd edition, 7.1.
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    const word = WORDS[(state >>> 16) % WORDS.length] ?? '';
    text += state % 11 === 0 ? `${word}. ` : `${word} `;
  }
  return text.slice(0, characters - 1).concat('.');
}

/** The text with every n-th word replaced, as an answer differs from its reference. */
export function vary(text: string, everyNth: number): string {
  return text
    .split(' ')
    .map((word, i) => (i % everyNth === everyNth - 1 ? 'instead' : word))
    .join(' ');
}

const WORDS =
  'the of and to in a is that for it was on with as are be this from have or by one had not but what all were when we there can an your which their if do will each about how up out them then she many some so these would other into has more her two like him see time could no make than first been its who now people my made over did down only way find use may water long little very after words called just where most know'.split(
    ' ',
  );
