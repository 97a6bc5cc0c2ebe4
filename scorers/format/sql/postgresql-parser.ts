/**
 * The parser of PostgreSQL itself, compiled to WebAssembly, within bounds of its own.
 *
 * Its module asks for fifteen functions of its host under one-letter names, in the order that the
 * compiler gave them: `scripts/build-sql-parser.ts` takes it from one version of libpg-query, and a
 * test holds these names to it.
 */
import module from '#postgresql-wasm';

/** What the parser says: a tree as JSON, or what is wrong and before which character, from 1. */
export type Parsed = { tree: string } | { fault: string; at: number };

interface Exports {
  readonly p: WebAssembly.Memory;
  readonly t: WebAssembly.Table;
  q(): void;
  r(text: number): number;
  s(bytes: number): number;
  u(pointer: number): void;
  v(result: number): void;
  x(threw: number, value: number): void;
  y(pointer: number): void;
  z(): number;
}

const PAGE = 65_536;
// Beyond this a new instance is cheaper than what the old one holds.
const MOST_MEMORY = 48 * 1024 * 1024;
const MOST_PAGES = (96 * 1024 * 1024) / PAGE;

/** PostgreSQL reports an error by jumping out of the functions it is in. */
class LongJump extends Error {
  override readonly name = 'LongJump';
}

let instance: Exports | undefined;

/**
 * Parses SQL.
 *
 * @throws RangeError or WebAssembly.RuntimeError where the text nests deeper than the stack
 */
export function parsePostgres(text: string): Parsed {
  const parser = instance ?? start();
  // One that throws is in a state of which nothing is known.
  instance = undefined;
  const parsed = run(parser, text);
  if (parser.p.buffer.byteLength <= MOST_MEMORY) instance = parser;
  return parsed;
}

function run(parser: Exports, text: string): Parsed {
  const bytes = new TextEncoder().encode(text);
  const input = parser.s(bytes.length + 1);
  const memory = new Uint8Array(parser.p.buffer);
  memory.set(bytes, input);
  memory[input + bytes.length] = 0;
  const result = parser.r(input);
  try {
    const view = new DataView(parser.p.buffer);
    const [tree, error] = [view.getUint32(result, true), view.getUint32(result + 8, true)];
    if (error === 0) return { tree: readText(parser, tree) };
    const at = view.getInt32(error + 16, true);
    return { fault: readText(parser, view.getUint32(error, true)), at };
  } finally {
    parser.u(input);
    parser.v(result);
  }
}

function readText(parser: Exports, from: number): string {
  const memory = new Uint8Array(parser.p.buffer);
  return new TextDecoder().decode(memory.subarray(from, memory.indexOf(0, from)));
}

function start(): Exports {
  let parser: Exports | undefined;
  const running = () => {
    if (parser === undefined) throw new TypeError('the parser called its host before it began');
    return parser;
  };
  /** Calls a function of the module, and catches the jump that PostgreSQL makes out of it. */
  const call = (place: number, ...given: number[]) => {
    const { t: table, x: setThrew, y: restoreStack, z: stack } = running();
    const before = stack();
    try {
      return table.get(place)(...given);
    } catch (cause) {
      restoreStack(before);
      if (!(cause instanceof LongJump)) throw cause;
      setThrew(1, 0);
      return 0;
    }
  };
  const end = () => {
    throw new RangeError('the parser gave up');
  };
  const nothing = () => 0;
  const host = {
    a: call,
    h: call,
    i: call,
    o: call,
    b: end,
    e: end,
    g: end,
    d: nothing,
    f: nothing,
    j: nothing,
    m: nothing,
    n: nothing,
    c: (_file: number, parts: number, count: number, written: number) => {
      discard(running().p, parts, count, written);
      return 0;
    },
    k: () => {
      throw new LongJump();
    },
    l: (bytes: number) => grow(running().p, bytes),
  };
  // Its exports are those of the one build that it is made from; a test holds them.
  parser = new WebAssembly.Instance(module, { a: host }).exports as unknown as Exports;
  parser.q();
  return parser;
}

/** What PostgreSQL would write to its log goes nowhere. */
function discard(memory: WebAssembly.Memory, parts: number, count: number, written: number): void {
  const view = new DataView(memory.buffer);
  let total = 0;
  for (let i = 0; i < count; i++) total += view.getUint32(parts + 8 * i + 4, true);
  view.setUint32(written, total, true);
}

function grow(memory: WebAssembly.Memory, bytes: number): number {
  const pages = Math.ceil(bytes / PAGE);
  if (pages > MOST_PAGES) return 0;
  memory.grow(Math.max(0, pages - memory.buffer.byteLength / PAGE));
  return 1;
}
