import * as z from 'zod';
import { defineScorer } from '../define.ts';
import { abstained, failed, scored } from '../outcome.ts';
import type { Work } from '../work.ts';
import { fencedBlocks } from './code-fences.ts';
import { DIALECTS, LONGEST_SQL, readSql, type SqlDialect } from './sql/read-sql.ts';
import { forbiddenColumn, KINDS, type SqlStatements, type Unread } from './sql/statements.ts';

/**
 * Whether the output is SQL of a dialect (mode `strict`), or has such SQL in a code fence or from a
 * keyword such as SELECT on (`anywhere`): 1 or 0. With `allowedStatements`, `allowedTables` and
 * `allowedColumns` it may only do these things, only to these tables and only with these columns.
 *
 * A table is one wherever it stands: in FROM, REFERENCES, LIKE, RENAME and so on; one that a WITH
 * clause defines is not of the database. A column counts wherever it is named; names that the SQL
 * gives its own results do not, in ORDER BY and around queries in FROM. Where tables or columns are
 * limited, the body of a function or of DO is not allowed: what it does is not read.
 *
 * PostgreSQL is read by the tables of PostgreSQL's own grammar, which know all of it. The grammar of the other
 * dialects knows a little less than their databases (bench/README.md says how much): where it does not
 * read a text that begins as a statement does, the scorer abstains, or gives 0 with `unread: "fail"`,
 * as promptfoo does.
 *
 * Names are not looked up: this is grammar alone. Text of comments only, or none, is not SQL. More
 * than 20,000 characters, or what nests too deeply to read, are an error.
 *
 * Source: PostgreSQL 17, gram.y and scan.l; the manuals of MySQL 8.4, SQLite 3, GoogleSQL,
 * Snowflake and SQL Server 2022; promptfoo is-sql and contains-sql.
 */
export const sql = defineScorer({
  id: 'sql',
  aliases: { 'is-sql': {}, 'contains-sql': { mode: 'anywhere' } },
  version: 4,
  kind: 'code',
  group: 'format',
  summary:
    'Whether the output is, or contains, SQL, optionally of allowed kinds, tables and columns.',
  source: 'PostgreSQL 17; manuals of the other databases; promptfoo is-sql',
  needs: ['output'],
  params: () =>
    z.strictObject({
      dialect: z.enum(DIALECTS).default('postgresql').describe('The SQL dialect.'),
      mode: z
        .enum(['strict', 'anywhere'])
        .default('strict')
        .describe(
          '`strict`: the whole output is SQL; `anywhere`: SQL in a code fence, or from a keyword on.',
        ),
      allowedStatements: z
        .array(z.enum(KINDS))
        .min(1)
        .optional()
        .describe('Allowed kinds of statement. Defaults to any.'),
      allowedTables: z
        .array(z.string().min(1).max(256))
        .max(1_000)
        .optional()
        .describe(
          'Allowed tables, such as `users` or `shop.orders`, ignoring case. Defaults to any.',
        ),
      allowedColumns: z
        .array(z.string().min(1).max(512))
        .max(5_000)
        .optional()
        .describe(
          'Allowed columns: `name` of any table, `users.name`, `users.*`, or `*`, ignoring case. Defaults to any.',
        ),
      unread: z
        .enum(['abstain', 'fail'])
        .default('abstain')
        .describe(
          'The result for text that starts like a statement but that the grammar of its dialect cannot parse: no value, or 0. Does not apply to PostgreSQL.',
        ),
    }),
  threshold: 1,
  examples: () => [
    {
      title: 'A query that may only read, but deletes',
      sample: { output: 'DELETE FROM users WHERE id = 7' },
      params: { allowedStatements: ['select'] },
      value: 0,
    },
    {
      title: 'A query in a code fence',
      sample: { output: 'Try this:\n```sql\nSELECT name FROM users LIMIT 5;\n```' },
      params: { mode: 'anywhere', allowedTables: ['users'] },
      value: 1,
    },
  ],
  async score({ output }, params, { work }) {
    const { mode, dialect, unread } = params;
    const search =
      mode === 'strict'
        ? await readAt(output, 0, dialect, work)
        : await findSql(output, dialect, work);
    if (search === 'too-large') {
      return failed(
        'sample_too_large',
        `SQL of more than ${LONGEST_SQL} characters, or that is nested too deeply, is not parsed.`,
      );
    }
    if ('fault' in search) return scored(0, `The output is not SQL: ${search.fault}.`);
    if ('unread' in search) {
      return unread === 'fail'
        ? scored(0, `The output is not SQL: ${search.unread}.`)
        : abstained(`The ${dialect} grammar cannot parse it: ${search.unread}.`);
    }
    const evidence = [{ pointer: '/output', start: search.start, end: search.end }];
    const fault = findForbidden(search, params);
    if (fault !== undefined) return scored(0, `${fault}.`, { evidence });
    return scored(1, `The output contains SQL: ${[...search.kinds].join(', ')}.`, { evidence });
  },
});

interface Allowed {
  allowedStatements?: readonly string[] | undefined;
  allowedTables?: readonly string[] | undefined;
  allowedColumns?: readonly string[] | undefined;
}

/** What the SQL does and may not. */
function findForbidden(
  found: SqlStatements,
  { allowedStatements, allowedTables, allowedColumns }: Allowed,
): string | undefined {
  const kind = [...found.kinds].find(
    (one) => allowedStatements && !allowedStatements.includes(one),
  );
  if (kind !== undefined) return `The SQL has a statement that is not allowed: ${kind}`;
  if (found.hasHiddenCode && (allowedTables ?? allowedColumns) !== undefined) {
    return 'The SQL contains code whose tables and columns cannot be determined';
  }
  if (allowedTables) {
    const allowed = lowered(allowedTables);
    const table = [...found.tables].find((one) => !allowed.has(one.toLowerCase()));
    if (table !== undefined) return `The SQL uses a table that is not allowed: ${table}`;
  }
  const column = allowedColumns && forbiddenColumn(found, lowered(allowedColumns));
  return column === undefined ? undefined : `The SQL uses a column that is not allowed: ${column}`;
}

function lowered(names: readonly string[]): Set<string> {
  return new Set(names.map((name) => name.toLowerCase()));
}

type Found = SqlStatements & { start: number; end: number };
type Search = Found | Unread;

async function readAt(
  text: string,
  start: number,
  dialect: SqlDialect,
  work: Work,
): Promise<Search> {
  return readSpan({ text, start, end: start + text.length }, dialect, work);
}

async function readSpan(
  { text, start, end }: Span,
  dialect: SqlDialect,
  work: Work,
): Promise<Search> {
  const read = await readSql(text, dialect, work);
  return typeof read === 'object' && 'kinds' in read ? { ...read, start, end } : read;
}

interface Span {
  text: string;
  start: number;
  end: number;
}

const OPENING =
  /\b(?:select|insert|update|delete|with|create|alter|drop|truncate|merge|replace)\b/gi;
const MOST_TRIES = 5;

/** SQL in a code fence, or else from one of the first keywords to the end of its paragraph or of the text. */
async function findSql(output: string, dialect: SqlDialect, work: Work): Promise<Search> {
  const fences = fencedBlocks(output).map(({ content, start, end }) => ({
    text: content,
    start,
    end,
  }));
  const keywords = [...output.matchAll(OPENING)].slice(0, MOST_TRIES).flatMap(({ index }) =>
    [paragraphEnd(output, index), statementEnd(output, index)].map((end) => ({
      text: output.slice(index, end),
      start: index,
      end,
    })),
  );
  let unread: Unread = { fault: 'no part of it can be parsed' };
  for (const span of [...fences.slice(0, MOST_TRIES), ...keywords]) {
    const search = await readSpan(span, dialect, work);
    if (typeof search === 'string') unread = search;
    else if ('kinds' in search) return search;
  }
  return unread;
}

function paragraphEnd(text: string, from: number): number {
  const end = text.slice(from).search(/\n[ \t]*\n/);
  return end === -1 ? text.length : from + end;
}

function statementEnd(text: string, from: number): number {
  const end = text.indexOf(';', from);
  return end === -1 ? text.length : end + 1;
}
