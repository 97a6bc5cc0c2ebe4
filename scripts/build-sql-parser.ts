/**
 * Writes scorers/format/sql/postgresql-tables.bin: the LALR tables that bison makes of PostgreSQL 17's
 * grammar, and its keywords. They are taken from the generated sources in a checkout of libpg_query.
 *
 *   node scripts/build-sql-parser.ts path/to/a/checkout/of/libpg_query
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const [checkout] = process.argv.slice(2);
if (checkout === undefined) throw new Error('Name the folder of a checkout of libpg_query.');

const sources = join(checkout, 'src', 'postgres');
const grammar = readFileSync(join(sources, 'src_backend_parser_gram.c'), 'utf8');
const keywords = readFileSync(join(sources, 'include', 'parser', 'kwlist.h'), 'utf8');
const target = join(import.meta.dirname, '../scorers/format/sql/postgresql-tables.bin');

const symbols = [...bodyOf('yytname').matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(
  ([, name = '']) => name,
);
const words = [...keywords.matchAll(/PG_KEYWORD\("(\w+)", (\w+),/g)].map(
  ([, word = '', symbol = '']) => [word, symbols.indexOf(symbol)],
);
const tokenCount = constantOf('YYNTOKENS');
const header = {
  final: constantOf('YYFINAL'),
  noAction: constantOf('YYPACT_NINF'),
  errorAction: constantOf('YYTABLE_NINF'),
  tokenCount,
  symbols,
  words: Object.fromEntries(words),
};
const ARRAYS = ['pact', 'defact', 'pgoto', 'defgoto', 'r1', 'r2', 'table', 'check'];
const arrays = ARRAYS.map((name) => numbersOf(`yy${name}`));
const text = Buffer.from(
  JSON.stringify({ ...header, lengths: arrays.map(({ length }) => length) }),
);
const size = Buffer.alloc(4);
size.writeUInt32LE(text.length);
// The high bytes of all numbers, the middle ones, then the low ones: like stands beside like.
const columns = [16, 8, 0].map((shift) =>
  Buffer.from(arrays.flatMap((numbers) => numbers.map((number) => (number >> shift) & 0xff))),
);
writeFileSync(target, Buffer.concat([size, text, ...columns]));

function bodyOf(name: string): string {
  const match = new RegExp(`static const [^\\n]* ${name}\\[\\] =\\s*\\{([\\s\\S]*?)\\n\\};`).exec(
    grammar,
  );
  if (match === null) throw new Error(`The grammar has no ${name}.`);
  return match[1] ?? '';
}

function numbersOf(name: string): number[] {
  return bodyOf(name).split(',').map(Number);
}

function constantOf(name: string): number {
  const match = new RegExp(`#define ${name}\\s+\\(?(-?\\d+)`).exec(grammar);
  if (match === null) throw new Error(`The grammar has no ${name}.`);
  return Number(match[1]);
}
