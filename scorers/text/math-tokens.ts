const NAMES =
  'arcsin|arccos|arctan|sinh|cosh|tanh|sqrt|sin|cos|tan|cot|sec|csc|ln|log|exp|abs|pi|lg';
const TOKEN = new RegExp(
  `\\s*(?:(\\d+(?:\\.\\d+)?|\\.\\d+)|\\\\([a-zA-Z]+)|(${NAMES})(?![a-z])|(\\p{L})|([-+±∓*/^_!|(){}[\\]∞]))`,
  'uy',
);

/** The tokens of an expression, names without their backslash; undefined where a sign is unknown. */
export function mathTokens(text: string): string[] | undefined {
  const tokens: string[] = [];
  const end = text.trimEnd().length;
  for (let at = 0; at < end; at = TOKEN.lastIndex) {
    TOKEN.lastIndex = at;
    const token = TOKEN.exec(text)
      ?.slice(1)
      .find((part) => part !== undefined);
    if (token === undefined) return undefined;
    tokens.push(token);
  }
  return tokens;
}
