/**
 * The tables of PostgreSQL 17's grammar, as bison makes them: `postgresql-tables.bin` is written by
 * scripts/build-sql-parser.ts. It holds the length of a header in 32 bits, little end first; the header
 * as JSON; then, of all numbers of all tables, the high bytes and the low ones.
 *
 * Source: PostgreSQL 17, src/backend/parser/gram.y and src/include/parser/kwlist.h.
 */
import * as z from 'zod';
import { readData } from '#data-files';

const Header = z.object({
  final: z.number(),
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
  makes: Int16Array;
  partsOf: Int16Array;
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
  const { final, errorAction, tokenCount, symbols, words, lengths } = Header.parse(
    JSON.parse(text),
  );
  const take = tableReader(new Uint8Array(data, 4 + size), lengths);
  const [rowOf, usual] = [take(), take()];
  const actions = actionsOf(tokenCount, {
    like: take(),
    counts: take(),
    steps: take(),
    actions: take(),
  });
  const gotos = gotosOf(rowOf.length, { counts: take(), steps: take(), to: take() });
  const [usualGotos, makes, partsOf] = [take(), take(), take()];
  return {
    final,
    tokenCount,
    symbols,
    symbolOf: new Map(symbols.map((name, i) => [name, i])),
    keywords: new Map(Object.entries(words)),
    makes,
    partsOf,
    action(state, token) {
      const action = actions[(rowOf[state] ?? 0) * tokenCount + token] ?? 0;
      if (action === errorAction) return NO_ACTION;
      return action === 0 ? -(usual[state] ?? 0) : action;
    },
    goto(state, symbol) {
      const place = symbol - tokenCount;
      return gotos.get(place * rowOf.length + state) ?? usualGotos[place] ?? 0;
    },
  };
}

/** Gives one table after the other. */
function tableReader(bytes: Uint8Array, lengths: readonly number[]): () => Int16Array {
  const count = bytes.length / 2;
  let table = 0;
  let next = 0;
  return () => {
    const numbers = new Int16Array(lengths[table] ?? 0);
    table += 1;
    for (let i = 0; i < numbers.length; i += 1, next += 1) {
      numbers[i] = ((bytes[next] ?? 0) << 8) | (bytes[count + next] ?? 0);
    }
    return numbers;
  };
}

/** Rows of actions by token, each written as what differs from one before it, counted from 1. */
function actionsOf(
  tokenCount: number,
  written: { like: Int16Array; counts: Int16Array; steps: Int16Array; actions: Int16Array },
): Int16Array {
  const rows = new Int16Array(written.like.length * tokenCount);
  let next = 0;
  for (const [row, like] of written.like.entries()) {
    const start = row * tokenCount;
    if (like > 0) rows.copyWithin(start, (like - 1) * tokenCount, like * tokenCount);
    const end = next + (written.counts[row] ?? 0);
    for (let place = start; next < end; next += 1) {
      place += written.steps[next] ?? 0;
      rows[place] = written.actions[next] ?? 0;
    }
  }
  return rows;
}

/** The states that a symbol leads to, where not to its usual one, by symbol and state. */
function gotosOf(
  stateCount: number,
  written: { counts: Int16Array; steps: Int16Array; to: Int16Array },
): Map<number, number> {
  const gotos = new Map<number, number>();
  let next = 0;
  for (const [symbol, count] of written.counts.entries()) {
    const end = next + count;
    for (let place = symbol * stateCount; next < end; next += 1) {
      place += written.steps[next] ?? 0;
      gotos.set(place, written.to[next] ?? 0);
    }
  }
  return gotos;
}
