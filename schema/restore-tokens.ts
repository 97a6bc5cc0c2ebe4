/** A token that the guard puts instead of a text: `[EMAIL_1]`. */
export const TOKEN = /^\[[A-Z0-9_]{1,80}\]$/;

const TOKENS = /\[[A-Z0-9_]{1,80}\]/g;

/**
 * Puts the originals back that the guard replaced with tokens.
 *
 * @param text a text with tokens in it, such as a model's answer
 * @param tokens what each token stands for; other tokens in the text stay
 * @returns the text with the originals; a token inside an original is not replaced again
 */
export function restoreTokens(text: string, tokens: Readonly<Record<string, string>>): string {
  return text.replace(TOKENS, (token) =>
    Object.hasOwn(tokens, token) ? (tokens[token] ?? token) : token,
  );
}

/** How long a text would be with its originals, in UTF-16 code units. */
export function restoredLength(text: string, tokens: Readonly<Record<string, string>>): number {
  return tokensIn(text).reduce((length, token) => {
    if (!Object.hasOwn(tokens, token)) return length;
    return length + (tokens[token] ?? token).length - token.length;
  }, text.length);
}

/** The texts in a text that look like tokens. */
export function tokensIn(text: string): string[] {
  return text.match(TOKENS) ?? [];
}
