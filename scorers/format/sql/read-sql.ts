/** SQL read in a dialect, within bounds; the grammars are loaded when they are first asked for. */
import type { Work } from '../../work.ts';
import type { OtherDialect } from './grammar/dialect.ts';
import type { SqlStatements, Unread } from './statements.ts';

export const DIALECTS = [
  'postgresql',
  'mysql',
  'sqlite',
  'bigquery',
  'snowflake',
  'tsql',
] as const satisfies readonly ('postgresql' | OtherDialect)[];
export type SqlDialect = (typeof DIALECTS)[number];

/** Characters of one SQL text. */
export const LONGEST_SQL = 20_000;

// What PostgreSQL's parser takes, and the walk through its tree.
const STEPS_PER_CHARACTER = 1_000;

/** What SQL says, or why it is not known. */
export async function readSql(
  text: string,
  dialect: SqlDialect,
  work: Work,
): Promise<SqlStatements | Unread> {
  if (text.length > LONGEST_SQL) return 'too-large';
  work.spend(text.length * STEPS_PER_CHARACTER, 'reading SQL in `output`');
  if (dialect !== 'postgresql') {
    const { readDialect } = await import('./other-dialects.ts');
    return readDialect(text, dialect);
  }
  const { readPostgres } = await import('./postgresql/read.ts');
  return readPostgres(text);
}
