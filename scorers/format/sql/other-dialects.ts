/**
 * What SQL says in the dialects other than PostgreSQL, by the grammars of node-sql-parser: parsing
 * expressions, which know less than the databases do and may go back and forth without bound, so
 * their looks at the text are counted.
 */
import type { Work } from '../../work.ts';
import { countedText, type ParserInput, TooManyLooks } from './counted-text.ts';
import { inspectTree } from './other-dialects-tree.ts';
import type { SqlStatements, Unread } from './statements.ts';

interface Reader {
  astify(text: ParserInput, options: { database: string }): unknown;
}

export type OtherDialect = 'mysql' | 'sqlite' | 'bigquery' | 'snowflake' | 'tsql';

/** A grammar under its name in node-sql-parser, loaded when it is first asked for. */
interface Grammar {
  database: string;
  load(): Promise<{ default: { Parser: new () => Reader } }>;
}

const GRAMMARS: Readonly<Record<OtherDialect, Grammar>> = {
  mysql: { database: 'mysql', load: () => import('node-sql-parser/build/mysql.js') },
  sqlite: { database: 'sqlite', load: () => import('node-sql-parser/build/sqlite.js') },
  bigquery: { database: 'bigquery', load: () => import('node-sql-parser/build/bigquery.js') },
  snowflake: { database: 'snowflake', load: () => import('node-sql-parser/build/snowflake.js') },
  tsql: { database: 'transactsql', load: () => import('node-sql-parser/build/transactsql.js') },
};

// Words that begin statements in one of these dialects: what begins with another is none.
const VERB =
  /^[\s(]*(?:alter|analyze|analyse|attach|backup|begin|bulk|call|check|checksum|close|comment|commit|copy|create|deallocate|declare|delete|deny|desc|describe|detach|do|drop|end|exec|execute|explain|export|fetch|flush|from|get|grant|handler|if|import|insert|kill|list|load|lock|ls|merge|open|optimize|pragma|prepare|print|purge|put|reindex|release|remove|rename|repair|replace|reset|restore|revoke|rm|rollback|save|savepoint|select|set|show|start|table|throw|truncate|undrop|unlock|unset|update|use|vacuum|values|waitfor|while|with|xa)(?![\w-])/i;

/** Looks at the text that one reading may take: about a second. */
const MOST_LOOKS = 3_000_000;

const STEPS_PER_LOOK = 60;
const DOING = 'reading SQL in `output`';

const readers = new Map<OtherDialect, Promise<Reader>>();

function readerOf(dialect: OtherDialect): Promise<Reader> {
  const known = readers.get(dialect);
  if (known) return known;
  const loading = GRAMMARS[dialect].load().then((grammar) => new grammar.default.Parser());
  readers.set(dialect, loading);
  return loading;
}

/** Reads SQL in a dialect. */
export async function readDialect(
  text: string,
  dialect: OtherDialect,
  work: Work,
): Promise<SqlStatements | Unread> {
  const reader = await readerOf(dialect);
  const counted = countedText(text, MOST_LOOKS);
  let tree: unknown;
  try {
    tree = reader.astify(counted, { database: GRAMMARS[dialect].database });
  } catch (cause) {
    if (cause instanceof TooManyLooks || cause instanceof RangeError) return 'too-large';
    if (!(cause instanceof Error)) throw cause;
    return unreadBecause(text, explain(cause));
  } finally {
    // How often it would look, nobody knew before; the next text of the same score is held to it.
    work.spend(counted.looks() * STEPS_PER_LOOK, DOING);
  }
  const found = inspectTree(tree);
  if (found === undefined) return unreadBecause(text, 'the grammar does not know the statement');
  return found.kinds.size === 0 ? { fault: 'there is no statement' } : found;
}

const COMMENT =
  /'(?:[^'\\]|\\.|'')*'|"(?:[^"\\]|\\.|"")*"|(--[^\n]*|#[^\n]*|\/\*[\s\S]*?(?:\*\/|$))/g;

/** What begins as a statement may be one that the grammar lacks; comments do not count. */
function unreadBecause(text: string, fault: string): Unread {
  return VERB.test(withoutComments(text)) ? { unread: fault } : { fault };
}

function withoutComments(text: string): string {
  return text
    .replace(COMMENT, (token: string, comment: string | undefined) =>
      comment === undefined ? token : ' ',
    )
    .trim();
}

function explain(cause: Error): string {
  if (!('location' in cause)) return 'the statement is not complete';
  const { location } = cause;
  const start =
    typeof location === 'object' && location !== null && 'start' in location
      ? location.start
      : undefined;
  const isPlace =
    typeof start === 'object' && start !== null && 'line' in start && 'column' in start;
  return isPlace
    ? `unexpected at line ${start.line}, column ${start.column}`
    : 'the statement is not complete';
}
