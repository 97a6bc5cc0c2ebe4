declare module 'node-sql-parser/build/*' {
  class Parser {
    /** Reads the text, or throws a SyntaxError with a `location`. */
    astify(text: import('./counted-text.ts').ParserInput, options: { database: string }): unknown;
  }
  const grammar: { Parser: typeof Parser };
  export default grammar;
}
