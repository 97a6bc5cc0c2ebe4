/**
 * How much of each dialect the `sql` scorer reads: statements of sqlglot's tests, which are valid in
 * the dialect that they are listed for, and the same with a keyword misspelled, which are not. Beside
 * it, for PostgreSQL, what PostgreSQL's own parser reads, through libpg-query.
 *
 *   node bench/sql.ts path/to/a/checkout/of/sqlglot
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadModule, parseSync } from 'libpg-query';
import { DIALECTS, readSql, type SqlDialect } from '../scorers/format/sql/read-sql.ts';
import { UNBOUNDED } from '../scorers/work.ts';
import { printHeading, printTable } from './print.ts';

const [checkout] = process.argv.slice(2);
if (checkout === undefined) throw new Error('Name the folder of a checkout of sqlglot.');

const FILES: Readonly<Record<SqlDialect, string>> = {
  postgresql: 'postgres',
  mysql: 'mysql',
  sqlite: 'sqlite',
  bigquery: 'bigquery',
  snowflake: 'snowflake',
  tsql: 'tsql',
};
// A call that says that a text is written as it is read, and what it is written as where it is not.
const IDENTITY =
  /validate_identity\(\s*("(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')(?:,\s*("(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'))?/g;
const STATEMENT =
  /^\s*\(*\s*(?:select|insert|update|delete|with|create|alter|drop|truncate|merge|replace|explain|grant|revoke|values|show|set|use|call|copy|pragma|attach|analyze|begin|commit|rollback|declare)\b/i;
const KEYWORD = /\b(?:SELECT|FROM|WHERE|INTO|VALUES|TABLE|ORDER BY|GROUP BY)\b/;

const rows: string[][] = [];
for (const dialect of DIALECTS) {
  const statements = statementsOf(dialect, checkout);
  const startedAtMs = performance.now();
  await readSql('SELECT 1', dialect, UNBOUNDED);
  const firstMs = performance.now() - startedAtMs;
  const valid = await tally(statements, dialect);
  const broken = await tally(statements.flatMap(misspell), dialect);
  rows.push([
    dialect,
    String(valid.total),
    percent(valid.read, valid.total),
    percent(valid.abstained, valid.total),
    percent(valid.refused, valid.total),
    String(broken.total),
    percent(broken.refused, broken.total),
    percent(broken.abstained, broken.total),
    percent(broken.read, broken.total),
    `${firstMs.toFixed(0)} ms`,
  ]);
}
await loadModule();
const ofPostgres = statementsOf('postgresql', checkout);
const valid = tallyOfPostgres(ofPostgres);
const broken = tallyOfPostgres(ofPostgres.flatMap(misspell));
rows.push([
  'libpg-query',
  String(valid.total),
  percent(valid.read, valid.total),
  percent(0, valid.total),
  percent(valid.total - valid.read, valid.total),
  String(broken.total),
  percent(broken.total - broken.read, broken.total),
  percent(0, broken.total),
  percent(broken.read, broken.total),
  '',
]);
printHeading('SQL');
printTable(
  [
    'dialect',
    'valid',
    'read',
    'abstains',
    'gets 0',
    'broken',
    'gets 0',
    'abstains',
    'read',
    'first text',
  ],
  rows,
);

function tallyOfPostgres(statements: readonly string[]) {
  return { total: statements.length, read: statements.filter(isReadByPostgres).length };
}

function isReadByPostgres(statement: string): boolean {
  try {
    parseSync(statement);
    return true;
  } catch {
    return false;
  }
}

async function tally(statements: readonly string[], dialect: SqlDialect) {
  const counts = { total: statements.length, read: 0, abstained: 0, refused: 0 };
  for (const statement of statements) {
    const read = await readSql(statement, dialect, UNBOUNDED);
    if (typeof read === 'string' || 'unread' in read) counts.abstained += 1;
    else if ('kinds' in read) counts.read += 1;
    else counts.refused += 1;
  }
  return counts;
}

function statementsOf(dialect: SqlDialect, folder: string): string[] {
  const path = join(folder, 'tests', 'dialects', `test_${FILES[dialect]}.py`);
  const literals = [...readFileSync(path, 'utf8').matchAll(IDENTITY)];
  const texts = literals.map(([, read = '', written]) => unquote(written ?? read));
  return [...new Set(texts)].filter((text) => STATEMENT.test(text)).sort();
}

/** The text of a literal of Python, as far as these go. */
function unquote(literal: string): string {
  return literal
    .slice(1, -1)
    .replace(/\\([\s\S])/g, (_, one: string) => ({ n: '\n', t: '\t' })[one] ?? one);
}

/** A statement with its first keyword misspelled: SELECT becomes SLECT. */
function misspell(statement: string): string[] {
  const broken = statement.replace(KEYWORD, (word) => word[0] + word.slice(2));
  return broken === statement ? [] : [broken];
}

function percent(count: number, total: number): string {
  return `${((100 * count) / Math.max(1, total)).toFixed(0)} %`;
}
