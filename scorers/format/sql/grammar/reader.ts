import { noStatements, noteTable, type SqlKind, type SqlStatements } from '../statements.ts';
import type { OtherDialect } from './dialect.ts';
import { SqlFault, type Token, tokensOf } from './tokens.ts';
import { isReserved, isReservedAsAlias } from './words.ts';

/** The text nests deeper than is read. */
export class TooDeep extends Error {
  override readonly name = 'TooDeep';
}

/** What readers of parts of the grammar read of others. */
export interface Grammar {
  expression(reader: Reader): void;
  /** An expression that stops before words that join others. */
  operand(reader: Reader): void;
  query(reader: Reader): void;
  /** What may follow a query that stands in parentheses. */
  afterQuery(reader: Reader): void;
  statement(reader: Reader): void;
}

const DEEPEST = 150;

/** A query, or another statement, as far as it says which columns are those of tables. */
interface Frame {
  /** Whether each thing that it reads is defined by the SQL itself. */
  sources: boolean[];
  /** Columns named without a table. */
  columns: { name: string; isOrder: boolean }[];
  /** Names that it gives its results, which ORDER BY may use. */
  results: Set<string>;
  inner: Frame[];
}

function newFrame(): Frame {
  return { sources: [], columns: [], results: new Set(), inner: [] };
}

/** Reads tokens one after the other, and notes what the SQL uses. */
export class Reader {
  readonly dialect: OtherDialect;
  readonly found: SqlStatements = noStatements();
  readonly #tokens: Token[];
  readonly #grammar: Grammar;
  #next = 0;
  #depth = 0;
  #isOrder = false;
  #frame = newFrame();
  /** What WITH clauses define here. */
  #names: ReadonlySet<string> = new Set();

  constructor(text: string, dialect: OtherDialect, grammar: Grammar) {
    this.dialect = dialect;
    this.#tokens = tokensOf(text, dialect);
    this.#grammar = grammar;
  }

  isDialect(...dialects: readonly OtherDialect[]): boolean {
    return dialects.includes(this.dialect);
  }

  peek(ahead = 0): Token {
    return this.#tokens[Math.min(this.#next + ahead, this.#tokens.length - 1)] as Token;
  }

  take(): Token {
    const token = this.peek();
    this.#next += 1;
    return token;
  }

  /** Whether these words or signs come next. */
  at(...values: readonly string[]): boolean {
    return values.every((value, i) => {
      const token = this.peek(i);
      return token.value === value && (token.type === 'word' || token.type === 'sign');
    });
  }

  atAny(...values: readonly string[]): boolean {
    return values.some((value) => this.at(value));
  }

  /** Takes these words or signs if they come next. */
  accept(...values: readonly string[]): boolean {
    if (!this.at(...values)) return false;
    this.#next += values.length;
    return true;
  }

  acceptAny(...values: readonly string[]): boolean {
    return values.some((value) => this.accept(value));
  }

  expect(...values: readonly string[]): void {
    if (!this.accept(...values)) this.fail();
  }

  expectAny(...values: readonly string[]): void {
    if (!this.acceptAny(...values)) this.fail();
  }

  fail(): never {
    throw new SqlFault(
      this.peek().type === 'end' ? 'the statement is not complete' : 'unexpected',
      this.peek().start,
    );
  }

  /** Reads one or more of something, with commas between them. */
  list(read: () => void): void {
    do read();
    while (this.accept(','));
  }

  parens(read: () => void): void {
    this.expect('(');
    read();
    this.expect(')');
  }

  listInParens(read: () => void): void {
    this.parens(() => this.list(read));
  }

  /** A name in quotes, or a word that is not reserved. */
  name(): string {
    if (!this.atName()) this.fail();
    return this.take()[this.peek(-1).type === 'name' ? 'value' : 'written'];
  }

  atName(ahead = 0): boolean {
    const token = this.peek(ahead);
    return token.type === 'name' || (token.type === 'word' && !isReserved(token.value));
  }

  /** A name, or any word. */
  label(): string {
    const token = this.take();
    if (token.type !== 'name' && token.type !== 'word') this.fail();
    return token.type === 'name' ? token.value : token.written;
  }

  /** Another name for what stands before it, with or without AS. */
  alias(): string | undefined {
    if (this.accept('AS')) return this.peek().type === 'text' ? this.take().value : this.name();
    const { type, value } = this.peek();
    const isAlias = type === 'name' || (type === 'word' && !isReservedAsAlias(value));
    return isAlias ? this.name() : undefined;
  }

  text(): void {
    if (this.take().type !== 'text') this.fail();
  }

  number(): void {
    this.accept('-');
    if (this.take().type !== 'number') this.fail();
  }

  /** A text, a number, a variable or a word. */
  value(): void {
    this.accept('-');
    if (this.peek().type === 'end' || this.peek().type === 'sign') this.fail();
    this.take();
  }

  query(): void {
    this.deeper(() => this.#grammar.query(this));
  }

  afterQuery(): void {
    this.#grammar.afterQuery(this);
  }

  expression(): void {
    this.#grammar.expression(this);
  }

  operand(): void {
    this.#grammar.operand(this);
  }

  statement(): void {
    this.deeper(() => this.#grammar.statement(this));
  }

  /** Whether a query begins here, in parentheses or not. */
  atQuery(): boolean {
    let ahead = 0;
    while (this.peek(ahead).value === '(' && this.peek(ahead).type === 'sign') ahead += 1;
    const { type, value } = this.peek(ahead);
    if (type !== 'word') return false;
    if (value === 'VALUES')
      return this.peek(ahead + 1).value === '(' || this.peek(ahead + 1).value === 'ROW';
    return value === 'SELECT' || value === 'WITH';
  }

  deeper<Value>(read: () => Value): Value {
    this.#depth += 1;
    if (this.#depth > DEEPEST) throw new TooDeep();
    const value = read();
    this.#depth -= 1;
    return value;
  }

  note(kind: SqlKind): void {
    this.found.kinds.add(kind);
  }

  noteColumn(parts: readonly string[]): void {
    const name = parts.at(-1) ?? '';
    const qualifier = parts.at(-2);
    if (qualifier !== undefined) this.found.columns.push({ qualifier, name });
    else this.#frame.columns.push({ name, isOrder: this.#isOrder });
  }

  /** A column that is one of a table's whatever else there is: a target of INSERT or UPDATE. */
  noteTarget(parts: readonly string[]): void {
    this.found.columns.push({ name: parts.at(-1) ?? '' });
  }

  noteResult(name: string): void {
    this.#frame.results.add(name.toLowerCase());
  }

  /** A table that is changed, made or otherwise named: what a WITH clause defines is not meant. */
  noteTable(parts: readonly string[], alias?: string): void {
    noteTable(this.found, parts.join('.'), alias);
    this.#frame.sources.push(false);
  }

  /** A table that is read. */
  noteSource(parts: readonly string[], alias?: string): void {
    const [name = ''] = parts;
    const isDefined = parts.length === 1 && this.#names.has(name.toLowerCase());
    if (isDefined) this.noteDerived(alias);
    else this.noteTable(parts, alias);
  }

  /** A query, or another thing that the SQL defines itself, that is read. */
  noteDerived(alias?: string): void {
    if (alias !== undefined) this.found.derived.add(alias.toLowerCase());
    this.#frame.sources.push(true);
  }

  /** Reads what ORDER BY orders by. */
  ordering(read: () => void): void {
    const before = this.#isOrder;
    this.#isOrder = true;
    read();
    this.#isOrder = before;
  }

  /** Reads a query with sources and results of its own. */
  framed(read: () => void): void {
    const outer = this.#frame;
    const wasOrder = this.#isOrder;
    this.#frame = newFrame();
    this.#isOrder = false;
    outer.inner.push(this.#frame);
    read();
    this.#frame = outer;
    this.#isOrder = wasOrder;
  }

  /** Reads what may define names by WITH; they end with it. */
  scoped(read: () => void): void {
    const before = this.#names;
    read();
    this.#names = before;
  }

  define(name: string): void {
    this.#names = new Set([...this.#names, name.toLowerCase()]);
    this.found.derived.add(name.toLowerCase());
  }

  /** What was found in a text that is read to its end. */
  finish(): SqlStatements {
    settle(this.#frame, false, this.found);
    return this.found;
  }
}

function settle(frame: Frame, outerReadsOnlyDerived: boolean, found: SqlStatements): void {
  const { sources, columns, results, inner } = frame;
  const readsOnlyDerived =
    sources.length === 0 ? outerReadsOnlyDerived : sources.every((one) => one);
  for (const { name, isOrder } of columns) {
    if (isOrder && results.has(name.toLowerCase())) continue;
    if (!readsOnlyDerived) found.columns.push({ name });
  }
  for (const one of inner) settle(one, readsOnlyDerived, found);
}
