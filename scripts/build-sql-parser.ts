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
const noAction = constantOf('YYPACT_NINF');
const [pact, pgoto, table, check] = ['yypact', 'yypgoto', 'yytable', 'yycheck'].map(numbersOf);

/** What a state does with each token, or 0 where it does the same with all; many states do alike. */
const rows: number[][] = [];
const rowOfText = new Map<string, number>();
const rowOf = (pact ?? []).map((base) => {
  const row = Array.from({ length: tokenCount }, (_, token) =>
    base === noAction ? 0 : listed(base + token, token),
  );
  const text = row.join();
  const place = rowOfText.get(text) ?? rows.push(row) - 1;
  rowOfText.set(text, place);
  return place;
});

/** Each row as what differs from the row before it that it is most like, counted from 1; 0 is none. */
const like: number[] = [];
const changes: { count: number; tokens: number[]; actions: number[] }[] = [];
for (const [place, row] of rows.entries()) {
  const before = [Array<number>(tokenCount).fill(0), ...rows.slice(0, place)];
  const distances = before.map((other) => row.filter((action, i) => action !== other[i]).length);
  const nearest = distances.indexOf(Math.min(...distances));
  const places = row.flatMap((action, i) => (action === before[nearest]?.[i] ? [] : i));
  like.push(nearest);
  changes.push({
    count: places.length,
    tokens: steps(places),
    actions: places.map((token) => row[token] ?? 0),
  });
}

/** For each symbol the states that go on otherwise than most, and to where. */
const gotos = (pgoto ?? []).map((base) => {
  const places = rowOf.flatMap((_, state) => (listed(base + state, state) === 0 ? [] : state));
  return { states: steps(places), to: places.map((state) => listed(base + state, state)) };
});

const arrays = [
  rowOf,
  numbersOf('yydefact'),
  like,
  changes.map(({ count }) => count),
  changes.flatMap(({ tokens }) => tokens),
  changes.flatMap(({ actions }) => actions),
  gotos.map(({ to }) => to.length),
  gotos.flatMap(({ states }) => states),
  gotos.flatMap(({ to }) => to),
  numbersOf('yydefgoto'),
  numbersOf('yyr1'),
  numbersOf('yyr2'),
];
const header = {
  final: constantOf('YYFINAL'),
  errorAction: constantOf('YYTABLE_NINF'),
  tokenCount,
  symbols,
  words: Object.fromEntries(words),
  lengths: arrays.map(({ length }) => length),
};
const text = Buffer.from(JSON.stringify(header));
const size = Buffer.alloc(4);
size.writeUInt32LE(text.length);
// The high bytes of all numbers, then the low ones: like stands beside like.
const columns = [8, 0].map((shift) =>
  Buffer.from(arrays.flatMap((numbers) => numbers.map((number) => (number >> shift) & 0xff))),
);
writeFileSync(target, Buffer.concat([size, text, ...columns]));

/** What bison's table has at a place for a token or a state; 0 is nothing. */
function listed(place: number, owner: number): number {
  return place >= 0 && check?.[place] === owner ? (table?.[place] ?? 0) : 0;
}

/** Numbers in rising order as their distances. */
function steps(places: readonly number[]): number[] {
  return places.map((place, i) => place - (places[i - 1] ?? 0));
}

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
