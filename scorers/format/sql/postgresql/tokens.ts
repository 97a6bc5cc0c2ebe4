/** The tokens that the grammar sees: some are told apart by what follows. Source: PostgreSQL 17, parser.c. */
import { faultNear } from './fault.ts';
import type { Grammar } from './grammar.ts';
import { decodeUnicode, keptName } from './quotes.ts';
import { scanToken, type Token } from './scan.ts';

const BEFORE: Readonly<Record<string, readonly string[]>> = {
  FORMAT: ['JSON'],
  NOT: ['BETWEEN', 'IN_P', 'LIKE', 'ILIKE', 'SIMILAR'],
  NULLS_P: ['FIRST_P', 'LAST_P'],
  WITH: ['TIME', 'ORDINALITY'],
  WITHOUT: ['TIME'],
};
const AHEAD: Readonly<Record<string, string>> = {
  FORMAT: 'FORMAT_LA',
  NOT: 'NOT_LA',
  NULLS_P: 'NULLS_LA',
  WITH: 'WITH_LA',
  WITHOUT: 'WITHOUT_LA',
};
const NO_ESCAPE = /^[0-9a-fA-F+'" \t\n\r\f\v]$/;

/** Reads one token after the other; the last is `$end`. */
export function tokenReader(text: string, { keywords, symbols }: Grammar): () => Token {
  const keywordName = (word: string) => {
    const symbol = keywords.get(word);
    return symbol === undefined ? undefined : symbols[symbol];
  };
  const scan = (from: number) => scanToken(text, from, keywordName);
  let at = 0;
  let held: Token | undefined;
  const take = () => {
    const token = held ?? scan(at);
    held = undefined;
    at = token.end;
    return token;
  };
  const peek = () => {
    held ??= scan(at);
    return held;
  };
  return () => {
    const token = take();
    if (token.name === 'UIDENT' || token.name === 'USCONST') return decoded(token);
    const followers = BEFORE[token.name];
    if (followers?.includes(peek().name) !== true) return token;
    return { ...token, name: AHEAD[token.name] ?? token.name };
  };

  function decoded(token: Token): Token {
    let sign = '\\';
    let { end } = token;
    if (peek().name === 'UESCAPE') {
      take();
      const given = take();
      if (given.name !== 'SCONST') {
        const message = 'UESCAPE must be followed by a simple string literal';
        throw faultNear(message, text, given.start, given.end);
      }
      if (given.value.length !== 1 || NO_ESCAPE.test(given.value)) {
        throw faultNear('invalid Unicode escape character', text, given.start, given.end);
      }
      sign = given.value;
      end = given.end;
    }
    const value = decodeUnicode(token.value, sign, token.start);
    return token.name === 'UIDENT'
      ? { ...token, name: 'IDENT', value: keptName(value), end }
      : { ...token, name: 'SCONST', value, end };
  }
}
