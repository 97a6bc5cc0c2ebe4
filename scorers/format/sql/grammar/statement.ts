import {
  readAnalyze,
  readAttach,
  readCallStatement,
  readCopy,
  readGrant,
  readPragma,
  readUse,
} from './administration.ts';
import { readAlter, readDrop, readRename, readTruncate } from './alter.ts';
import { readDelete, readInsert, readMerge, readUpdate, readWithChange } from './changes.ts';
import { readCreate } from './create.ts';
import type { OtherDialect } from './dialect.ts';
import type { Reader } from './reader.ts';
import { readDeclare, readSet, readTransaction } from './session.ts';
import { readExplain, readShow } from './show.ts';

interface Statement {
  read(reader: Reader): void;
  /** The dialects that have it; all when left out. */
  dialects?: readonly OtherDialect[];
}

/** Statements by the word that they begin with. */
const STATEMENTS: Readonly<Record<string, Statement>> = {
  SELECT: { read: (reader) => reader.query() },
  '(': { read: (reader) => reader.query() },
  VALUES: { read: (reader) => reader.query() },
  WITH: { read: readWithChange },
  INSERT: { read: readInsert },
  REPLACE: { read: readInsert, dialects: ['mysql', 'sqlite'] },
  UPDATE: { read: readUpdate },
  DELETE: { read: readDelete },
  MERGE: { read: readMerge, dialects: ['bigquery', 'snowflake', 'tsql'] },
  TRUNCATE: { read: readTruncate, dialects: ['mysql', 'bigquery', 'snowflake', 'tsql'] },
  CREATE: { read: readCreate },
  ALTER: { read: readAlter },
  DROP: { read: readDrop },
  RENAME: { read: readRename, dialects: ['mysql'] },
  GRANT: { read: readGrant, dialects: ['mysql', 'bigquery', 'snowflake', 'tsql'] },
  REVOKE: { read: readGrant, dialects: ['mysql', 'bigquery', 'snowflake', 'tsql'] },
  DENY: { read: readGrant, dialects: ['tsql'] },
  SHOW: { read: readShow, dialects: ['mysql', 'snowflake'] },
  DESCRIBE: { read: readShow, dialects: ['mysql', 'snowflake'] },
  DESC: { read: readShow, dialects: ['mysql', 'snowflake'] },
  EXPLAIN: { read: readExplain, dialects: ['mysql', 'sqlite', 'snowflake'] },
  SET: { read: readSet },
  USE: { read: readUse, dialects: ['mysql', 'snowflake', 'tsql'] },
  CALL: { read: readCallStatement, dialects: ['mysql', 'bigquery', 'snowflake'] },
  EXEC: { read: readCallStatement, dialects: ['tsql'] },
  EXECUTE: { read: readCallStatement, dialects: ['tsql'] },
  DECLARE: { read: readDeclare, dialects: ['bigquery', 'tsql'] },
  BEGIN: { read: readTransaction },
  START: { read: readTransaction, dialects: ['mysql'] },
  COMMIT: { read: readTransaction },
  ROLLBACK: { read: readTransaction },
  SAVEPOINT: { read: readTransaction, dialects: ['mysql', 'sqlite'] },
  RELEASE: { read: readTransaction, dialects: ['mysql', 'sqlite'] },
  END: { read: readTransaction, dialects: ['sqlite'] },
  PRAGMA: { read: readPragma, dialects: ['sqlite'] },
  ATTACH: { read: readAttach, dialects: ['sqlite'] },
  DETACH: { read: readAttach, dialects: ['sqlite'] },
  ANALYZE: { read: readAnalyze, dialects: ['mysql', 'sqlite'] },
  OPTIMIZE: { read: readAnalyze, dialects: ['mysql'] },
  VACUUM: { read: readAnalyze, dialects: ['sqlite'] },
  REINDEX: { read: readAnalyze, dialects: ['sqlite'] },
  COPY: { read: readCopy, dialects: ['snowflake', 'tsql'] },
};

/** One statement, by the word that it begins with. */
export function readStatement(reader: Reader): void {
  const { type, value } = reader.peek();
  const statement = type === 'word' || type === 'sign' ? STATEMENTS[value] : undefined;
  if (statement === undefined || statement.dialects?.includes(reader.dialect) === false)
    reader.fail();
  else statement.read(reader);
}

/** Statements to the end of the text, with semicolons between them; SQL Server goes without. */
export function readStatements(reader: Reader): void {
  while (reader.accept(';'));
  while (reader.peek().type !== 'end') {
    // A query within another statement is no statement of its own.
    if (reader.atQuery() && !reader.at('WITH')) reader.note('select');
    readStatement(reader);
    const isSeparated = reader.at(';') || reader.peek().type === 'end' || reader.isDialect('tsql');
    if (!isSeparated) reader.fail();
    while (reader.accept(';'));
  }
}
