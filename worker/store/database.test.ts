import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import { failingDatabase } from '../testing/faults.ts';
import { createDatabase } from './database.ts';

const numbers = (...values: number[]) =>
  env.DB.prepare('INSERT INTO numbers SELECT value FROM json_each(?1)').bind(
    JSON.stringify(values),
  );

test('a name with several statements answers with the rows of the last and the changes of all', async () => {
  const { transaction } = createDatabase(env.DB);
  const answers = await transaction<{ made: object; added: object; read: { n: number } }>({
    made: env.DB.prepare('CREATE TABLE numbers (n INTEGER)'),
    added: [numbers(1, 2), numbers(3)],
    read: [env.DB.prepare('SELECT 0 AS n'), env.DB.prepare('SELECT max(n) AS n FROM numbers')],
  });
  expect(answers.added.changes).toBe(3);
  expect(answers.read.rows).toEqual([{ n: 3 }]);
});

test('what makes statements is asked before each try', async () => {
  const { transaction } = createDatabase(failingDatabase(env.DB, 2));
  let asked = 0;
  const { read } = await transaction<{ read: { n: number } }>(() => {
    asked += 1;
    return { read: env.DB.prepare('SELECT ?1 AS n').bind(asked) };
  });
  expect(read.rows).toEqual([{ n: 3 }]);
});
