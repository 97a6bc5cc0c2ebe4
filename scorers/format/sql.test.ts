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

test('abstains where the parser knows less than PostgreSQL', async () => {
  for (const output of [
    'EXPLAIN SELECT 1',
    'DELETE FROM users USING secrets',
    'SELECT sum(x) OVER (ORDER BY y ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) FROM t',
  ]) {
    expect(await score(sql, { output }), output).toMatchObject({
      status: 'abstained',
      passed: null,
    });
  }
});

test('what is not SQL gets 0, with the place', async () => {
  expect(await score(sql, { output: 'SELECT name FORM users' })).toMatchObject({
    value: 0,
    reason: expect.stringMatching(/not SQL: unexpected at line 1, column \d+\.$/),
  });
  for (const output of ['', ' -- nothing', 'hello world', 'SELECT * FROM']) {
    expect(await scoreValue(sql, { output }), output).toBe(0);
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

test('long texts are errors', async () => {
  for (const output of [`SELECT ${'('.repeat(3_000)}`, `SELECT '${'a'.repeat(20_000)}'`]) {
    expect(await score(sql, { output })).toMatchObject({ error: { code: 'sample_too_large' } });
  }
});
