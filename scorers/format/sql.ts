import { z } from 'zod';
import { defineScorer } from '../define.ts';
import { abstained, failed, scored } from '../outcome.ts';
import { fencedBlocks } from './code-fences.ts';
import { KINDS, LONGEST_SQL, readSql, type SqlStatements, type Unread } from './sql-statements.ts';

/**
 * Whether the output is SQL as PostgreSQL reads it (mode `strict`), or has such SQL in a code fence or
 * from a keyword such as SELECT on (`anywhere`): 1 or 0. With `allowedStatements` and `allowedTables`
 * it may only do these things, and only to these tables; a table that a WITH clause defines is not one
 * of the database.
 *
 * Names and columns are not looked up: this is grammar alone, and that of PostgreSQL. Where the parser
 * is known to know less than PostgreSQL (EXPLAIN, MERGE, GRANT, DELETE … USING, window frames and the
 * like) the scorer abstains. Text of comments only, or none, is not SQL. More than 3,000 characters
 * are an error.
 *
 * Source: PostgreSQL's grammar, through pgsql-ast-parser; promptfoo is-sql and contains-sql.
 */
export const sql = defineScorer({
  id: 'sql',
  aliases: { 'is-sql': {}, 'contains-sql': { mode: 'anywhere' } },
  version: 1,
  kind: 'code',
  group: 'format',
  summary:
    'Whether the output is, or contains, PostgreSQL, optionally of allowed kinds and tables.',
  source: 'promptfoo is-sql',
  needs: ['output'],
  params: z.strictObject({
    dialect: z
      .enum(['postgresql'])
      .default('postgresql')
      .describe('Whose grammar the SQL has to follow.'),
    mode: z
      .enum(['strict', 'anywhere'])
      .default('strict')
      .describe(
        '`strict`: the whole output is SQL; `anywhere`: in a code fence, or from a keyword on.',
      ),
    allowedStatements: z
      .array(z.enum(KINDS))
      .min(1)
      .optional()
      .describe('Kinds of statement that there may be; any when left out.'),
    allowedTables: z
      .array(z.string().min(1).max(256))
      .max(1_000)
      .optional()
      .describe(
        'Tables that may be named, such as `users` or `shop.orders`; case does not count. Any when left out.',
      ),
  }),
  threshold: 1,
  examples: [
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
  score({ output }, { mode, allowedStatements, allowedTables }) {
    const search = mode === 'strict' ? readAt(output, 0) : findSql(output);
    if (search === 'too-large') {
      return failed('sample_too_large', `SQL of more than ${LONGEST_SQL} characters is not read.`);
    }
    if (search === 'not-known') {
      return abstained('The SQL has a construct of PostgreSQL that is not read here.');
    }
    if ('fault' in search) return scored(0, `The output is not SQL: ${search.fault}.`);
    const { kinds, tables, start, end } = search;
    const evidence = [{ pointer: '/output', start, end }];

    const kind = kinds.find(
      (one) => allowedStatements && !allowedStatements.some((allowed) => allowed === one),
    );
    if (kind !== undefined) {
      return scored(0, `The SQL has a statement that is not allowed: ${kind}.`, { evidence });
    }
    const allowed = new Set(allowedTables?.map((table) => table.toLowerCase()));
    const table = tables.find((one) => allowedTables && !allowed.has(one.toLowerCase()));
    if (table !== undefined) {
      return scored(0, `The SQL uses a table that is not allowed: ${table}.`, { evidence });
    }
    return scored(1, `The output has SQL: ${kinds.join(', ')}.`, { evidence });
  },
});

type Found = SqlStatements & { start: number; end: number };
type Search = Found | Unread;

function readAt(text: string, start: number): Search {
  const read = readSql(text);
  return typeof read === 'object' && 'kinds' in read
    ? { ...read, start, end: start + text.length }
    : read;
}

const OPENING =
  /\b(?:select|insert|update|delete|with|create|alter|drop|truncate|merge|replace)\b/gi;
const MOST_TRIES = 5;

/** SQL in a code fence, or else from one of the first keywords to the end of its paragraph or of the text. */
function findSql(output: string): Search {
  const fences = fencedBlocks(output).map(({ start, end }) => ({ start, end }));
  const keywords = [...output.matchAll(OPENING)].slice(0, MOST_TRIES).flatMap(({ index }) => [
    { start: index, end: paragraphEnd(output, index) },
    { start: index, end: statementEnd(output, index) },
  ]);
  let unread: Unread = { fault: 'nothing in it is read' };
  for (const { start, end } of [...fences.slice(0, MOST_TRIES), ...keywords]) {
    const search = readAt(output.slice(start, end), start);
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
