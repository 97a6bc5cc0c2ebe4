import { describe, expect, test } from 'vitest';
import { score, scoreValue } from '../testing/score.ts';
import { sql } from './sql.ts';

test('reads PostgreSQL', async () => {
  for (const output of [
    "SELECT DISTINCT ON (a) a, d->>'x' FROM t WHERE b ILIKE $1 AND c = ANY(ARRAY[1, 2])",
    'INSERT INTO t (a) VALUES (1) ON CONFLICT DO NOTHING RETURNING id',
    'SELECT count(*), sum(x) OVER (PARTITION BY y ORDER BY z) FROM t',
    'CREATE TABLE t (id serial PRIMARY KEY, name text NOT NULL)',
  ]) {
    expect(await scoreValue(sql, { output }), output).toBe(1);
  }
});

test('and not what only others read', async () => {
  expect(await scoreValue(sql, { output: 'SELECT `a` FROM t' })).toBe(0);
});

test('reads all that PostgreSQL reads', async () => {
  for (const output of [
    'EXPLAIN SELECT 1',
    'DELETE FROM users USING secrets',
    'SELECT sum(x) OVER (ORDER BY y ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) FROM t',
    '(SELECT 1) UNION ALL (SELECT 2) ORDER BY 1',
    'CREATE TABLE t2 AS SELECT * FROM t',
    'SELECT count(*) FROM t HAVING count(*) > 1',
    "SELECT * FROM t WHERE a SIMILAR TO '(x|y)%'",
    'SELECT make_interval(days => 3)',
    'SELECT name FROM t ORDER BY name COLLATE "de_DE"',
    "SELECT TRIM(BOTH ' ' FROM name) FROM t",
    'INSERT INTO t DEFAULT VALUES',
    'DROP VIEW IF EXISTS v',
    'CREATE TABLE t (d date) PARTITION BY RANGE (d)',
    'SELECT a BETWEEN SYMMETRIC 2 AND 1 FROM t',
    'SELECT a # b, ~a FROM t',
    'SELECT * FROM t WHERE a IS DISTINCT FROM b',
    "SELECT id FROM items ORDER BY embedding <-> '[1,2]' LIMIT 5",
    'MERGE INTO t USING s ON t.id = s.id WHEN MATCHED THEN DELETE',
    'GRANT SELECT ON t TO reader',
    'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n',
  ]) {
    expect(await scoreValue(sql, { output }), output).toBe(1);
  }
});

test('what is not SQL gets 0, with the place', async () => {
  expect(await score(sql, { output: 'SELECT name\nFORM users' })).toMatchObject({
    value: 0,
    reason: 'The output is not SQL: syntax error at or near "users", at line 2, column 6.',
  });
  for (const output of [
    '',
    ' -- nothing',
    'hello world',
    'SELECT * FROM a CROSS JOIN b ON true',
    'SELECT 1 LIMIT 1 LIMIT 2',
    'Reset your password by clicking the link.',
    'SELECT 1\0',
  ]) {
    expect(await scoreValue(sql, { output }), output).toBe(0);
  }
});

test('neither comments nor strings make a fault anything else', async () => {
  for (const output of [
    'SELEC * FORM t /* rows between */',
    'SELEC * FORM t -- EXPLAIN',
    "SELEC 'with recursive' FORM t",
  ]) {
    for (const dialect of ['postgresql', 'mysql', 'sqlite', 'bigquery', 'snowflake', 'tsql']) {
      expect(await scoreValue(sql, { output }, { dialect }), `${dialect}: ${output}`).toBe(0);
    }
  }
});

test('contains-sql finds it in a code fence, in its own paragraph, or up to the semicolon', async () => {
  for (const output of [
    'Here:\n```sql\nSELECT 1\n```\nDone.',
    'Run this:\n\nSELECT a FROM b WHERE c = 1\n\nand look.',
    'Run SELECT a FROM b; and look.',
  ]) {
    expect(await scoreValue('contains-sql', { output }), output).toBe(1);
  }
  expect(await scoreValue('contains-sql', { output: 'Select what you like.' })).toBe(0);
});

describe('only allowed statements', () => {
  const may = (output: string, allowed: string[]) =>
    scoreValue(sql, { output }, { allowedStatements: allowed });

  test('each of several counts', async () => {
    expect(await may('SELECT 1; SELECT 2', ['select'])).toBe(1);
    expect(await may('SELECT 1; DROP TABLE t', ['select'])).toBe(0);
  });
  test('one hidden in a WITH clause counts', async () => {
    expect(await may('WITH x AS (DELETE FROM t RETURNING id) SELECT * FROM x', ['select'])).toBe(0);
  });
  test('reading belongs to every statement', async () => {
    expect(await may('INSERT INTO t SELECT * FROM s', ['insert'])).toBe(1);
    expect(await may('SELECT 1 UNION SELECT 2', ['select'])).toBe(1);
  });
});

describe('only allowed tables', () => {
  const tables = ['users', 'shop.orders'];
  const may = (output: string) => scoreValue(sql, { output }, { allowedTables: tables });

  test('wherever a table may stand', async () => {
    expect(await may('SELECT * FROM Users u JOIN shop.orders o ON o.user_id = u.id')).toBe(1);
    for (const output of [
      'SELECT * FROM secrets',
      'SELECT * FROM users, secrets s',
      'SELECT * FROM users LEFT JOIN (secrets JOIN users u ON true) ON true',
      'SELECT (SELECT max(a) FROM secrets) FROM users',
      'SELECT * FROM users WHERE id IN (SELECT id FROM secrets)',
      'SELECT 1 FROM users UNION SELECT 1 FROM secrets',
      'INSERT INTO secrets VALUES (1)',
      'UPDATE secrets SET a = 1',
      'UPDATE users SET a = 1 FROM secrets',
      'DELETE FROM secrets',
      'TRUNCATE secrets',
      'DROP TABLE users, secrets',
      'CREATE TABLE secrets (a int)',
      'ALTER TABLE secrets ADD COLUMN a int',
      'SELECT * FROM ONLY secrets',
      'SELECT * FROM other.users',
    ]) {
      expect(await may(output), output).toBe(0);
    }
  });

  test('a WITH clause defines tables for its own statement only', async () => {
    expect(await may('WITH secrets AS (SELECT * FROM users) SELECT * FROM secrets')).toBe(1);
    expect(await may('WITH a AS (SELECT 1), b AS (SELECT * FROM a) SELECT * FROM b')).toBe(1);
    expect(
      await may('WITH RECURSIVE n(a) AS (SELECT 1 UNION SELECT a FROM n) SELECT * FROM n'),
    ).toBe(1);
    expect(await may('WITH secrets AS (SELECT * FROM secrets) SELECT * FROM secrets')).toBe(0);
    expect(await may('SELECT * FROM (WITH s AS (SELECT 1) SELECT * FROM s) x, s')).toBe(0);
  });
});

test('a lock on what is read is no change', async () => {
  const params = { allowedStatements: ['select'] };
  for (const lock of ['FOR UPDATE', 'FOR NO KEY UPDATE', 'FOR SHARE', 'FOR UPDATE OF u NOWAIT']) {
    expect(await scoreValue(sql, { output: `SELECT * FROM users u ${lock}` }, params)).toBe(1);
  }
  const into = 'SELECT * INTO copies FROM users';
  expect(await scoreValue(sql, { output: into }, params)).toBe(0);
});

test('a table counts wherever a statement names it', async () => {
  for (const [output, dialect] of [
    ['CREATE TABLE orders (LIKE secrets)', 'postgresql'],
    ['CREATE TABLE orders (id int REFERENCES secrets (id))', 'postgresql'],
    ['CREATE TABLE orders (id int, FOREIGN KEY (id) REFERENCES secrets (id))', 'postgresql'],
    ['ALTER TABLE orders RENAME TO secrets', 'postgresql'],
    ['ALTER TABLE secrets RENAME TO orders', 'postgresql'],
    ['ALTER TABLE secrets RENAME COLUMN a TO b', 'postgresql'],
    ['TABLE secrets', 'postgresql'],
    ['SELECT * INTO secrets FROM orders', 'postgresql'],
    ['WITH secrets AS (SELECT 1) INSERT INTO secrets SELECT 1', 'postgresql'],
    ['COMMENT ON COLUMN secrets.a IS NULL', 'postgresql'],
    ['GRANT ALL ON secrets TO public', 'postgresql'],
    ['COPY secrets TO STDOUT', 'postgresql'],
    ['CREATE VIEW orders AS SELECT * FROM secrets', 'postgresql'],
    ['DO $$ BEGIN DELETE FROM secrets; END $$', 'postgresql'],
    ['CREATE TABLE orders LIKE secrets', 'mysql'],
    ['CREATE TABLE orders (id INT REFERENCES secrets(id))', 'mysql'],
    ['RENAME TABLE orders TO secrets', 'mysql'],
    ['ALTER TABLE orders RENAME TO secrets', 'mysql'],
    ['SELECT * FROM `secrets`', 'mysql'],
    ['SELECT * FROM orders WHERE id IN (SELECT id FROM secrets)', 'sqlite'],
    ['INSERT INTO orders SELECT * FROM secrets', 'sqlite'],
    ['SELECT TOP 5 * FROM [secrets]', 'tsql'],
    ['SELECT * FROM orders JOIN secrets ON orders.id = secrets.id', 'snowflake'],
    ['SELECT * FROM `secrets`', 'bigquery'],
  ] as const) {
    const result = await score(sql, { output }, { dialect, allowedTables: ['orders'] });
    expect(result, `${dialect}: ${output}`).toMatchObject({ value: 0 });
    expect(result.reason).toMatch(/secrets|cannot be determined/);
  }
});

describe('only allowed columns', () => {
  const may = (output: string, dialect = 'postgresql') =>
    scoreValue(sql, { output }, { dialect, allowedColumns: ['id', 'users.name', 'logs.*'] });

  for (const dialect of ['postgresql', 'mysql', 'sqlite', 'snowflake', 'bigquery', 'tsql']) {
    test(`by name, and by the table that an alias stands for (${dialect})`, async () => {
      expect(await may('SELECT u.name, u.id FROM users u WHERE name = 1', dialect)).toBe(1);
      expect(await may('SELECT users.name FROM users', dialect)).toBe(1);
      expect(await may('SELECT l.* FROM logs l', dialect)).toBe(1);
      for (const output of [
        'SELECT u.email FROM users u',
        'SELECT email FROM users',
        'SELECT * FROM users',
        'SELECT u.* FROM users u',
        'SELECT id FROM users WHERE email = 1',
        'SELECT name FROM orders',
        'SELECT id FROM users ORDER BY email',
        'UPDATE users SET email = 1',
        'INSERT INTO users (id, email) VALUES (1, 2)',
        'SELECT d.x FROM (SELECT email AS x FROM users) d',
      ]) {
        expect(await may(output, dialect), output).toBe(0);
      }
    });

    test(`and not those that the SQL makes itself (${dialect})`, async () => {
      for (const output of [
        'SELECT count(id) AS n FROM users ORDER BY n',
        'SELECT n FROM (SELECT count(id) AS n FROM users) d WHERE d.n > 3',
        'WITH d AS (SELECT count(id) AS n FROM users) SELECT d.n, n FROM d',
      ]) {
        expect(await may(output, dialect), output).toBe(1);
      }
    });
  }

  test('however a text tries to take a column of a table for one of its own', async () => {
    for (const output of [
      'SELECT email FROM users, (SELECT 1 AS email) d',
      'WITH users AS (SELECT 1 AS a) SELECT email FROM public.users',
      'SELECT email FROM users WHERE 1 IN (SELECT email FROM (SELECT 1 AS email) d)',
      'SELECT users.email FROM users, (SELECT 1 AS email) users2',
    ]) {
      expect(await may(output), output).toBe(0);
    }
  });
});

describe('other dialects', () => {
  test('are read by grammars of their own', async () => {
    const statements: [string, string][] = [
      ['mysql', 'SELECT `a` FROM t LIMIT 5, 10'],
      ['mysql', 'INSERT INTO t (a) VALUES (1) ON DUPLICATE KEY UPDATE a = 2'],
      ['sqlite', 'INSERT OR REPLACE INTO t (a) VALUES (1)'],
      ['bigquery', 'SELECT * EXCEPT (a) FROM `p.d.t`'],
      ['snowflake', 'SELECT a FROM t QUALIFY ROW_NUMBER() OVER (PARTITION BY a ORDER BY b) = 1'],
      ['tsql', 'SELECT TOP 5 [a] FROM t'],
    ];
    for (const [dialect, output] of statements) {
      expect(await scoreValue(sql, { output }, { dialect }), `${dialect}: ${output}`).toBe(1);
      const params = { dialect, unread: 'fail' };
      expect(await scoreValue(sql, { output: 'SELECT FROM WHERE' }, params), dialect).toBe(0);
    }
  });
  test('abstain for what begins as a statement and is not read, or give 0 if asked to', async () => {
    for (const [dialect, output] of [
      ['sqlite', '/* first */ SELECT FROM WHERE'],
      ['mysql', "LOAD DATA INFILE 'a.csv' INTO TABLE t"],
      ['tsql', 'SELECT FROM WHERE'],
    ] as const) {
      const result = await score(sql, { output }, { dialect });
      expect(result, `${dialect}: ${output}`).toMatchObject({ status: 'abstained' });
      expect(await scoreValue(sql, { output }, { dialect, unread: 'fail' })).toBe(0);
    }
    expect(await scoreValue(sql, { output: 'Here you are.' }, { dialect: 'sqlite' })).toBe(0);
  });
  test('PostgreSQL never does', async () => {
    const params = { unread: 'abstain' };
    expect(await scoreValue(sql, { output: 'SELECT FROM WHERE' }, params)).toBe(0);
  });
});

test('texts that are long, or take long to read, are errors', async () => {
  const nested = `SELECT ${'CASE WHEN a THEN ('.repeat(400)}1${') END'.repeat(400)}`;
  const texts: [string, string][] = [
    [`SELECT '${'a'.repeat(20_000)}'`, 'postgresql'],
    [`SELECT ${'NOT '.repeat(4_900)}true`, 'postgresql'],
    [`SELECT '${'a'.repeat(20_000)}'`, 'mysql'],
    [nested, 'mysql'],
    [nested, 'tsql'],
  ];
  for (const [output, dialect] of texts) {
    const result = await score(sql, { output }, { dialect });
    expect(result.reason).not.toMatch(/broke/);
    if (result.status === 'error') expect(result.error.code).toBe('sample_too_large');
  }
});
