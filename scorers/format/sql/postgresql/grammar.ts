/**
 * The tables of PostgreSQL 17's grammar, as bison makes them: `postgresql-tables.bin` is written by
 * scripts/build-sql-parser.ts. It holds the length of a header in 32 bits, little end first; the header
 * as JSON; then, of all numbers of all tables, the high bytes, the middle ones and the low ones.
 *
 * Source: PostgreSQL 17, src/backend/parser/gram.y and src/include/parser/kwlist.h.
 */
import * as z from 'zod';
import { readData } from '#data-files';

const Header = z.object({
  final: z.number(),
  noAction: z.number(),
  errorAction: z.number(),
  tokenCount: z.number(),
  symbols: z.array(z.string()),
  words: z.record(z.string(), z.number()),
  lengths: z.array(z.number()),
});

export interface Grammar {
  /** The state in which the text is read to its end. */
  final: number;
  tokenCount: number;
  /** Names of tokens and, after them, of what the grammar makes of them. */
  symbols: readonly string[];
  symbolOf: ReadonlyMap<string, number>;
  keywords: ReadonlyMap<string, number>;
  /** What a rule makes, and of how many parts. */
  makes: Int32Array;
  partsOf: Int32Array;
  /** What to do in a state with a token: shift to a state, or reduce by a rule when below zero. */
  action(state: number, token: number): number;
  goto(state: number, symbol: number): number;
}

/** What `action` gives where the grammar has no place for a token. */
export const NO_ACTION = 0;

let loaded: Grammar | undefined;

export function postgresGrammar(): Grammar {
  loaded ??= load(readData('format/sql/postgresql-tables.bin'));
  return loaded;
}

function load(data: ArrayBuffer): Grammar {
  const size = new DataView(data).getUint32(0, true);
  const text = new TextDecoder().decode(new Uint8Array(data, 4, size));
  const header = Header.parse(JSON.parse(text));
  const bytes = new Uint8Array(data, 4 + size);
  const count = bytes.length / 3;
  const numbers = new Int32Array(count);
  for (let i = 0; i < count; i += 1) {
    const high = ((bytes[i] ?? 0) << 24) >> 8;
    numbers[i] = high | ((bytes[count + i] ?? 0) << 8) | (bytes[2 * count + i] ?? 0);
  }
  let next = 0;
  const take = (place: number) => {
    const start = next;
    next += header.lengths[place] ?? 0;
    return numbers.subarray(start, next);
  };
  const [pact, defact, pgoto, defgoto] = [take(0), take(1), take(2), take(3)];
  const [makes, partsOf, table, check] = [take(4), take(5), take(6), take(7)];
  const { final, noAction, errorAction, tokenCount, symbols } = header;
  return {
    final,
    tokenCount,
    symbols,
    symbolOf: new Map(symbols.map((name, i) => [name, i])),
    keywords: new Map(Object.entries(header.words)),
    makes,
    partsOf,
    action(state, token) {
      const base = pact[state] ?? noAction;
      const place = base + token;
      const isListed = base !== noAction && place >= 0 && check[place] === token;
      if (!isListed) return -(defact[state] ?? 0);
      const found = table[place] ?? 0;
      return found === errorAction ? NO_ACTION : found;
    },
    goto(state, symbol) {
      const place = (pgoto[symbol - tokenCount] ?? 0) + state;
      const isListed = place >= 0 && check[place] === state;
      return (isListed ? table[place] : defgoto[symbol - tokenCount]) ?? 0;
    },
  };
}
