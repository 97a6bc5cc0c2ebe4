/** The words in a text, split at white space. */
export function words(text: string): string[] {
  return text.trim().split(/\s+/);
}
