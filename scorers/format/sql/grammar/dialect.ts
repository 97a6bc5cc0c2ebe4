export type OtherDialect = 'mysql' | 'sqlite' | 'bigquery' | 'snowflake' | 'tsql';

/** How a dialect writes tokens. */
export interface Lexis {
  /** Whether `"a"` is a text rather than a name. */
  hasDoubleQuotedText: boolean;
  /** Whether a backslash in a text escapes what follows it. */
  hasEscapes: boolean;
  /** Whether `[a]` is a name. */
  hasBracketedNames: boolean;
  /** Whether `` `a` `` is a name. */
  hasBacktickedNames: boolean;
  /** Beginnings of comments that end with the line. */
  lineComments: readonly string[];
  /** Letters that may stand before the quotation mark of a text. */
  prefixes: RegExp;
}

export const LEXIS: Readonly<Record<OtherDialect, Lexis>> = {
  mysql: {
    hasDoubleQuotedText: true,
    hasEscapes: true,
    hasBracketedNames: false,
    hasBacktickedNames: true,
    lineComments: ['--', '#'],
    prefixes: /^(?:[bnx]|_[a-z0-9]+)$/i,
  },
  sqlite: {
    hasDoubleQuotedText: false,
    hasEscapes: false,
    hasBracketedNames: true,
    hasBacktickedNames: true,
    lineComments: ['--'],
    prefixes: /^x$/i,
  },
  bigquery: {
    hasDoubleQuotedText: true,
    hasEscapes: true,
    hasBracketedNames: false,
    hasBacktickedNames: true,
    lineComments: ['--', '#'],
    prefixes: /^(?:r|b|rb|br)$/i,
  },
  snowflake: {
    hasDoubleQuotedText: false,
    hasEscapes: true,
    hasBracketedNames: false,
    hasBacktickedNames: false,
    lineComments: ['--', '//'],
    prefixes: /^x$/i,
  },
  tsql: {
    hasDoubleQuotedText: false,
    hasEscapes: false,
    hasBracketedNames: true,
    hasBacktickedNames: false,
    lineComments: ['--'],
    prefixes: /^n$/i,
  },
};
