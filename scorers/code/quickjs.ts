/**
 * QuickJS, compiled to WebAssembly: JavaScript that touches nothing of its host.
 *
 * The module (`scripts/build-quickjs.ts`) counts its own steps, whatever they are spent on: code,
 * regular expressions, sorting, BigInt, garbage. Time stands still in it, and its random numbers begin
 * with that time. Each run begins from the same memory, byte for byte, so that the same code does the
 * same, at the same number of steps.
 *
 * It asks for functions of its host under one-letter names, in the order that the compiler gave them:
 * a test holds these names to the one version that it is made from.
 */
import module from '#quickjs-wasm';
import { HARNESS } from './harness.ts';

/** Adds to what may be spent, or throws what ends the run. */
export type Spend = (steps: number) => void;

/** What became of a run: what the harness answered, or why it could not. */
export type Ran = { answer: string } | { fault: 'pending' | 'exhausted' };

/** Where code is not JavaScript, from 1. */
export interface SyntaxFault {
  message: string;
  line: number;
  column: number;
}

/** 2025-01-01T00:00:00Z, in milliseconds: the time that it always is. */
const NOW_MS = 1_735_689_600_000;
const MEMORY_BYTES = 32 * 1024 * 1024;
const STACK_BYTES = 192 * 1024;
const PAGE = 65_536;
const INITIAL_PAGES = 96;
const MOST_PAGES = 32_768;
/** What is allocated takes more than its own size. */
const MOST_BYTES = 64 * 1024 * 1024;
/** Beyond this a new instance is cheaper than to clear the old one. */
const MOST_KEPT_BYTES = 16 * 1024 * 1024;
/** Between the data and the heap, by the settings it is compiled with. */
const C_STACK_BYTES = 5 * 1024 * 1024;
/** Steps are taken from the budget by about so many at a time. */
const STEPS_AT_ONCE = 250_000;

const COMPILE_ONLY = 1 << 5;
const NO_MODULE = 0;
const ALL_INTRINSICS = 0;
const MOST_JOBS = 1_000;
const PENDING = 0;
const FULFILLED = 1;

interface Exports {
  readonly fuel: WebAssembly.Global;
  /** Runs what C++ and C run before `main`. */
  u(): void;
  /** malloc */
  v(bytes: number): number;
  /** QTS_RuntimeSetMemoryLimit */
  y(runtime: number, bytes: number): void;
  /** QTS_RuntimeSetMaxStackSize */
  D(runtime: number, bytes: number): void;
  /** QTS_GetUndefined */
  E(): number;
  /** QTS_NewRuntime */
  K(): number;
  /** QTS_NewContext */
  N(runtime: number, intrinsics: number): number;
  /** QTS_NewString */
  _(context: number, text: number): number;
  /** QTS_GetString */
  $(context: number, value: number): number;
  /** QTS_ExecutePendingJob */
  ga(runtime: number, most: number, lastContext: number): number;
  /** QTS_IsJobPending */
  fa(runtime: number): number;
  /** QTS_Call */
  ma(context: number, callee: number, self: number, count: number, values: number): number;
  /** QTS_ResolveException */
  na(context: number, value: number): number;
  /** QTS_Dump */
  oa(context: number, value: number): number;
  /** QTS_Eval */
  pa(
    context: number,
    code: number,
    bytes: number,
    file: number,
    detectModule: number,
    flags: number,
  ): number;
  /** QTS_PromiseState */
  wa(context: number, promise: number): number;
  /** QTS_PromiseResult */
  xa(context: number, promise: number): number;
  /** stackSave */
  Oa(): number;
  /** stackRestore */
  Ma(pointer: number): void;
}

interface Engine {
  exports: Exports;
  memory: WebAssembly.Memory;
  runtime: number;
  context: number;
  harness: number;
  undefinedValue: number;
  file: number;
  stack: number;
  /** Data, and the heap as it is before any code runs. */
  data: Uint8Array;
  heap: Uint8Array;
  /** Set while it runs. */
  spending: { spend: Spend };
}

let idle: Engine | undefined;

/**
 * Runs a function over a sample.
 *
 * @param source an expression whose value is the function
 * @param json the sample
 * @param spend called before steps are done
 * @throws what `spend` throws, RangeError or WebAssembly.RuntimeError
 */
export function run(source: string, json: string, spend: Spend): Ran {
  return use(spend, (engine) => {
    const { exports, context, runtime } = engine;
    const called = evaluate(engine, source, 0);
    if (exports.na(context, called) !== 0) return { fault: 'exhausted' };
    const values = exports.v(8);
    const sample = exports._(context, write(engine, json).pointer);
    new Uint32Array(engine.memory.buffer, values, 2).set([sample, called]);
    const promise = exports.ma(context, engine.harness, engine.undefinedValue, 2, values);
    if (exports.na(context, promise) !== 0) return { fault: 'exhausted' };
    while (exports.fa(runtime) !== 0) exports.ga(runtime, MOST_JOBS, values);
    const state = exports.wa(context, promise);
    if (state === PENDING) return { fault: 'pending' };
    if (state !== FULFILLED) return { fault: 'exhausted' };
    const answer = exports.$(context, exports.xa(context, promise));
    return answer === 0 ? { fault: 'exhausted' } : { answer: readText(engine, answer) };
  });
}

/**
 * Reads code without running it.
 *
 * @throws what `spend` throws, RangeError or WebAssembly.RuntimeError
 */
export function findSyntaxFault(source: string, spend: Spend): SyntaxFault | undefined {
  return use(spend, (engine) => {
    const { exports, context } = engine;
    const thrown = exports.na(context, evaluate(engine, source, COMPILE_ONLY));
    return thrown === 0 ? undefined : syntaxFault(readText(engine, exports.oa(context, thrown)));
  });
}

function syntaxFault(dumped: string): SyntaxFault {
  const { message, stack }: { message?: string; stack?: string } = JSON.parse(dumped);
  const { line, column } = placeIn(stack ?? '') ?? { line: 1, column: 1 };
  return { message: message ?? 'it cannot be read', line, column };
}

/** The first place in the code that a stack names. */
export function placeIn(stack: string): { line: number; column: number } | undefined {
  const found = /\bcode:(\d+)(?::(\d+))?/.exec(stack);
  return found === null ? undefined : { line: Number(found[1]), column: Number(found[2] ?? 1) };
}

function use<Result>(spend: Spend, work: (engine: Engine) => Result): Result {
  const engine = idle ?? start();
  // One that throws is in a state of which nothing is known.
  idle = undefined;
  engine.spending.spend = spend;
  const result = work(engine);
  if (engine.memory.buffer.byteLength <= MOST_KEPT_BYTES) {
    restore(engine);
    idle = engine;
  }
  return result;
}

function restore({ exports, memory, stack, data, heap }: Engine): void {
  const bytes = new Uint8Array(memory.buffer);
  bytes.set(data, 0);
  bytes.set(heap, stack);
  bytes.fill(0, stack + heap.length);
  exports.Ma(stack);
  exports.fuel.value = 0;
}

function evaluate(engine: Engine, source: string, flags: number): number {
  const { pointer, bytes } = write(engine, source);
  return engine.exports.pa(engine.context, pointer, bytes, engine.file, NO_MODULE, flags);
}

/** Puts a text into its memory, with a NUL after it. */
function write({ exports, memory }: Engine, text: string): { pointer: number; bytes: number } {
  const encoded = new TextEncoder().encode(text);
  const pointer = exports.v(encoded.length + 1);
  if (pointer === 0) throw new RangeError('the engine has no memory for the text');
  const all = new Uint8Array(memory.buffer);
  all.set(encoded, pointer);
  all[pointer + encoded.length] = 0;
  return { pointer, bytes: encoded.length };
}

function readText({ memory }: Engine, from: number): string {
  const all = new Uint8Array(memory.buffer);
  return new TextDecoder().decode(all.subarray(from, all.indexOf(0, from)));
}

function start(): Engine {
  const memory = new WebAssembly.Memory({ initial: INITIAL_PAGES, maximum: MOST_PAGES });
  const spending = { spend: () => {} } as Engine['spending'];
  const host = hostOf(memory, () => {
    if (exports.fuel.value >= 0) throw new WebAssembly.RuntimeError('the engine gave up');
    const steps = STEPS_AT_ONCE - exports.fuel.value;
    spending.spend(steps);
    exports.fuel.value += steps;
  });
  // Its exports are those of the one build that it is made from; a test holds them.
  const exports = new WebAssembly.Instance(module, { a: host }).exports as unknown as Exports;
  exports.u();
  const stack = exports.Oa();
  const runtime = exports.K();
  exports.y(runtime, MEMORY_BYTES);
  exports.D(runtime, STACK_BYTES);
  const context = exports.N(runtime, ALL_INTRINSICS);
  const none = new Uint8Array();
  const engine: Engine = {
    ...{ exports, memory, runtime, context, spending, stack },
    ...{ harness: 0, undefinedValue: exports.E(), file: 0, data: none, heap: none },
  };
  engine.file = write(engine, 'harness').pointer;
  engine.harness = evaluate(engine, HARNESS, 0);
  engine.file = write(engine, 'code').pointer;
  const bytes = new Uint8Array(memory.buffer);
  engine.data = bytes.slice(0, stack - C_STACK_BYTES);
  engine.heap = bytes.slice(stack, bytes.findLastIndex((byte) => byte !== 0) + 1);
  exports.fuel.value = 0;
  return engine;
}

function hostOf(memory: WebAssembly.Memory, refuel: () => void): WebAssembly.ModuleImports {
  const none = () => 0;
  const end = () => {
    throw new WebAssembly.RuntimeError('the engine gave up');
  };
  return {
    a: memory,
    // Its failed assertions, its exit, and the calls of host functions, of which it has none.
    ...{ b: end, r: end, s: end, g: end, h: end },
    /** abort: also how it asks for fuel. */
    q: refuel,
    // Interrupts, timers, the environment, files, and what it would say of a host value.
    ...{ c: none, d: none, e: none, f: none, i: none, j: none, l: none, o: none, t: none },
    p: () => NOW_MS,
    /** emscripten_resize_heap */
    k: (bytes: number) => grow(memory, bytes),
    /** localtime: UTC, of which only the offset is read. */
    m: (_seconds: bigint, time: number) => new Uint8Array(memory.buffer).fill(0, time, time + 44),
    /** tzset */
    n: (offset: number, isSummerTimeUsed: number) => {
      new DataView(memory.buffer).setInt32(offset, 0, true);
      new DataView(memory.buffer).setInt32(isSummerTimeUsed, 0, true);
    },
  };
}

function grow(memory: WebAssembly.Memory, bytes: number): number {
  if (bytes > MOST_BYTES) return 0;
  memory.grow(Math.max(0, Math.ceil((bytes - memory.buffer.byteLength) / PAGE)));
  return 1;
}
