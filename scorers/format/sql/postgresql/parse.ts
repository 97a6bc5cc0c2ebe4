/** Parses SQL by PostgreSQL's own tables, in time linear in the text. */
import { faultNear } from './fault.ts';
import { NO_ACTION, postgresGrammar } from './grammar.ts';
import { tokenReader } from './tokens.ts';
import type { Tree } from './tree.ts';

/** The text nests deeper than PostgreSQL reads. */
export class TooDeep extends Error {
  override readonly name = 'TooDeep';
}

const DEEPEST = 10_000;

/** @throws PostgresFault for what is not SQL, TooDeep for what nests too deeply */
export function parsePostgres(text: string): Tree {
  const grammar = postgresGrammar();
  const { symbols, symbolOf, makes, partsOf } = grammar;
  const next = tokenReader(text, grammar);
  const states = [0];
  const trees: Tree[] = [];
  let token = next();
  let symbol = symbolOf.get(token.name) ?? -1;
  while (true) {
    const state = states.at(-1) ?? 0;
    if (state === grammar.final) return trees[0] ?? { name: '', parts: [] };
    if (states.length > DEEPEST) throw new TooDeep();
    const action = symbol === -1 ? NO_ACTION : grammar.action(state, symbol);
    if (action === NO_ACTION) throw faultNear('syntax error', text, token.start, token.end);
    if (action > 0) {
      states.push(action);
      trees.push({ name: token.name, parts: [], token });
      token = next();
      symbol = symbolOf.get(token.name) ?? -1;
      continue;
    }
    const rule = -action;
    const made = makes[rule] ?? 0;
    const start = trees.length - (partsOf[rule] ?? 0);
    const parts = trees.splice(start);
    states.length = start + 1;
    const name = symbols[made] ?? '';
    trees.push(joined(name, parts));
    states.push(grammar.goto(states.at(-1) ?? 0, made));
  }
}

/** What grows from its left stays one tree, so that a long list is not a deep one. */
function joined(name: string, parts: Tree[]): Tree {
  const [first, ...rest] = parts;
  if (first?.name !== name) return { name, parts };
  first.parts.push(...rest);
  return first;
}
