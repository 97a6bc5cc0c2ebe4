import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LEXIS, type OtherDialect } from './dialect.ts';
import { readGrammar } from './read.ts';

const DIALECTS: readonly OtherDialect[] = ['mysql', 'sqlite', 'bigquery', 'snowflake', 'tsql'];

function found(text: string, dialect: OtherDialect) {
  const read = readGrammar(text, dialect);
  if (typeof read !== 'object' || 'fault' in read) return read;
  return {
    kinds: [...read.kinds],
    tables: [...read.tables],
    columns: read.columns.map(({ qualifier, name }) =>
      qualifier === undefined ? name : `${qualifier}.${name}`,
    ),
  };
}

test.each<[OtherDialect, string]>([
  [
    'mysql',
    "INSERT IGNORE INTO t SET a = 1, b = 'it''s' ON DUPLICATE KEY UPDATE a = VALUES(a) + 1",
  ],
  ['mysql', 'DELETE a, b FROM a INNER JOIN b ON a.id = b.id WHERE a.x < 3'],
  ['mysql', 'UPDATE a JOIN b USING (id) SET a.x = b.y ORDER BY a.x LIMIT 3'],
  [
    'mysql',
    "SELECT * FROM t WHERE MATCH (a, b) AGAINST ('x' IN BOOLEAN MODE) FOR UPDATE SKIP LOCKED",
  ],
  [
    'mysql',
    'CREATE TABLE t (a INT UNSIGNED NOT NULL AUTO_INCREMENT, KEY i (a DESC)) ENGINE=InnoDB',
  ],
  [
    'mysql',
    "SELECT GROUP_CONCAT(DISTINCT a ORDER BY b SEPARATOR ', '), @x := 1 FROM t USE INDEX (i)",
  ],
  ['mysql', "SHOW FULL COLUMNS FROM t FROM d LIKE '%x%'"],
  [
    'sqlite',
    'INSERT INTO t (a) VALUES (1) ON CONFLICT (a) DO UPDATE SET a = excluded.a RETURNING *',
  ],
  ['sqlite', 'CREATE TABLE t (a INTEGER PRIMARY KEY AUTOINCREMENT, b, c AS (b * 2)) STRICT'],
  ['sqlite', 'SELECT a FROM t WHERE b GLOB ?1 AND c ISNULL OR (d, e) IN (SELECT 1, 2)'],
  ['sqlite', 'PRAGMA main.table_info(t)'],
  [
    'bigquery',
    "SELECT AS STRUCT a[OFFSET(0)], STRUCT<x INT64, y ARRAY<STRING>>(1, ['a']).x FROM p-q.d.t",
  ],
  [
    'bigquery',
    'SELECT * EXCEPT (a) REPLACE (b + 1 AS b) FROM t, UNNEST(t.xs) AS x WITH OFFSET AS i',
  ],
  ['bigquery', 'SELECT ARRAY_AGG(x IGNORE NULLS ORDER BY y LIMIT 3), a >> 2 FROM t QUALIFY TRUE'],
  ['snowflake', "SELECT v:a.b[0]::VARCHAR(10), {'k': x} FROM t, LATERAL FLATTEN(INPUT => t.v) f"],
  [
    'snowflake',
    'SELECT * EXCLUDE a FROM t AT (OFFSET => -60) QUALIFY ROW_NUMBER() OVER (ORDER BY b) = 1',
  ],
  ['snowflake', "COPY INTO t FROM @stage/path/ FILE_FORMAT = (TYPE = 'CSV' SKIP_HEADER = 1)"],
  ['snowflake', 'MERGE INTO t USING s ON t.i = s.i WHEN MATCHED AND s.d THEN DELETE'],
  [
    'tsql',
    'SELECT TOP (5) WITH TIES [a b], x = 1 FROM dbo.t WITH (NOLOCK) CROSS APPLY f(t.a) AS g',
  ],
  [
    'tsql',
    'DECLARE @x TABLE (a INT) INSERT INTO @x SELECT 1 UPDATE t SET a += 1 OUTPUT inserted.a',
  ],
  [
    'tsql',
    "SELECT a FROM t ORDER BY a OFFSET 5 ROWS FETCH NEXT 5 ROWS ONLY FOR JSON PATH, ROOT('r')",
  ],
  ['tsql', 'CREATE PROCEDURE p @a INT = 1 AS BEGIN DELETE FROM t WHERE a = @a; RETURN 0 END'],
])('reads %s: %s', (dialect, text) => {
  expect(found(text, dialect)).toHaveProperty('kinds');
});

test.each<[string]>([
  ['SELECT * FORM t'],
  ['SELECT a FROM t WERE a = 1'],
  ['SELECT a FROM t GROUP a'],
  ['SELECT a FROM t ORDER BY'],
  ['SELECT a b c FROM t'],
  ['SELECT (a FROM t'],
  ["SELECT 'a FROM t"],
  ['SELECT a FROM t LIMIT'],
  ['SELECT CASE WHEN a THEN b FROM t'],
  ['SELECT 1 + FROM t'],
  ['SELECT * + 1 FROM t'],
  ['INSERT ITO t VALUES (1)'],
  ['INSERT INTO t VALUES 1'],
  ['UPDATE t a = 1'],
  ['UPDATE t SET a WHERE b = 1'],
  ['CREATE TABEL t (a INT)'],
  ['DROP TABLE'],
  ['WITH a AS SELECT 1 SELECT * FROM a'],
  ['SELECT a FROM t JOIN ON a = b'],
  ['SELECT * FROM t /* open'],
])('no dialect reads %s', (text) => {
  for (const dialect of DIALECTS) expect(found(text, dialect), dialect).toHaveProperty('fault');
});

test('what a dialect lacks is not read in it', () => {
  const own: [OtherDialect, string][] = [
    ['mysql', 'SELECT a FROM t ON DUPLICATE KEY UPDATE a = 1'],
    ['mysql', 'SELECT [a] FROM t'],
    ['sqlite', 'TRUNCATE TABLE t'],
    ['sqlite', 'SELECT TOP 5 a FROM t'],
    ['bigquery', 'EXEC p'],
    ['snowflake', 'SELECT `a` FROM t'],
    ['tsql', 'SELECT `a` FROM t'],
  ];
  for (const [dialect, text] of own) expect(found(text, dialect), text).toHaveProperty('fault');
});

test('names what it reads and writes, wherever that stands', () => {
  expect(
    found('SELECT u.a, b FROM users u, (SELECT c FROM `d.e`) x WHERE f = 1', 'bigquery'),
  ).toEqual({
    kinds: ['select'],
    tables: ['users', 'd.e'],
    columns: ['u.a', 'b', 'f', 'c'],
  });
  expect(
    found('WITH a AS (SELECT b FROM c) DELETE FROM d WHERE e IN (SELECT b FROM a)', 'sqlite'),
  ).toEqual({
    kinds: ['delete'],
    tables: ['c', 'd'],
    columns: ['b', 'e'],
  });
  expect(found('SELECT OBJECT_CONSTRUCT(*), COUNT(*) FROM t', 'snowflake')).toMatchObject({
    columns: ['*'],
  });
  expect(found('SELECT {*} FROM t', 'snowflake')).toMatchObject({ columns: ['*'] });
});

test('a unit of time is no column, and a column of its name is one', () => {
  expect(found('SELECT DATEADD(day, 1, year) FROM t', 'tsql')).toMatchObject({ columns: ['year'] });
  expect(found('SELECT DATE_TRUNC(day, MONTH) FROM t', 'bigquery')).toMatchObject({
    columns: ['day'],
  });
  expect(found('SELECT CONCAT(day, 1) FROM t', 'mysql')).toMatchObject({ columns: ['day'] });
});

test('what MySQL runs in a comment is read', () => {
  expect(found('SELECT 1 /*!50000 UNION SELECT a FROM secrets */', 'mysql')).toMatchObject({
    tables: ['secrets'],
  });
  expect(found('SELECT 1 /*!50000 UNION SELECT a FROM secrets */', 'sqlite')).toMatchObject({
    tables: [],
  });
});

test('no text breaks it', () => {
  const pieces = [
    ...'SELECT FROM WHERE WITH AS ( ) , ; . * + - = < > [ ] { } : :: @ @a #t $1 ? ` " \' NOT NOT IN BETWEEN AND CASE WHEN'.split(
      ' ',
    ),
    ...'INSERT INTO VALUES UPDATE SET DELETE MERGE USING ON CREATE TABLE INT ALTER DROP SHOW GRANT BEGIN END EXEC a b 1'.split(
      ' ',
    ),
  ];
  const soup = fc
    .array(fc.constantFrom(...pieces), { maxLength: 40 })
    .map((parts) => parts.join(' '));
  fc.assert(
    fc.property(fc.oneof(soup, fc.string()), fc.constantFrom(...DIALECTS), (text, dialect) => {
      const read = readGrammar(text, dialect);
      expect(read === 'too-large' || 'kinds' in read || 'fault' in read).toBe(true);
    }),
    { numRuns: 3_000 },
  );
  expect(Object.keys(LEXIS)).toEqual([...DIALECTS]);
});

test('text that nests without end is refused, and long text is read', () => {
  for (const dialect of DIALECTS) {
    expect(readGrammar(`SELECT ${'('.repeat(9_000)}`, dialect)).toBe('too-large');
    expect(readGrammar(`SELECT ${'NOT '.repeat(4_000)}1`, dialect)).toBe('too-large');
    expect(found(`SELECT ${'a + '.repeat(4_500)}1`, dialect)).toHaveProperty('kinds');
  }
});
