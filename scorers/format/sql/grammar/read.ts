/**
 * What SQL says in the dialects other than PostgreSQL, by a grammar of what they have in common and of
 * the most used of what they have not. It reads from left to right in time linear in the text.
 *
 * Sources: the manuals of MySQL 8.4, SQLite 3, GoogleSQL for BigQuery, Snowflake and SQL Server 2022.
 */
import type { SqlStatements, Unread } from '../statements.ts';
import type { OtherDialect } from './dialect.ts';
import { readExpression, readOperand } from './expression.ts';
import { readAfterQuery, readQuery } from './query.ts';
import { Reader, TooDeep } from './reader.ts';
import { readStatement, readStatements } from './statement.ts';
import { SqlFault } from './tokens.ts';

const GRAMMAR = {
  expression: readExpression,
  operand: readOperand,
  query: readQuery,
  afterQuery: readAfterQuery,
  statement: readStatement,
};

/** Reads SQL; `fault` says where it breaks, which may be for what the grammar lacks. */
export function readGrammar(
  text: string,
  dialect: OtherDialect,
): SqlStatements | Exclude<Unread, { unread: string }> {
  try {
    const reader = new Reader(text, dialect, GRAMMAR);
    readStatements(reader);
    return reader.finish();
  } catch (cause) {
    if (cause instanceof TooDeep) return 'too-large';
    if (!(cause instanceof SqlFault)) throw cause;
    const before = text.slice(0, cause.at).split('\n');
    const column = (before.at(-1)?.length ?? 0) + 1;
    return { fault: `${cause.message} at line ${before.length}, column ${column}` };
  }
}
