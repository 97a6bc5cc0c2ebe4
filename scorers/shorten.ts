/** A text cut to a number of UTF-16 code units, with an ellipsis where something was cut. */
export function shorten(text: string, characters: number): string {
  if (text.length <= characters) return text;
  // A cut inside a surrogate pair would leave half a character.
  return `${text.slice(0, characters - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}
