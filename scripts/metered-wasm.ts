/**
 * Rewrites a WebAssembly module so that it counts its own steps. Every loop, each time round, and
 * every call takes what it may cost from the global `fuel`; bytes that are copied or filled at once
 * cost by their number. Where `fuel` falls below 0 the module calls a function of its host, which adds
 * to it or throws. The count depends on what the module does alone, never on the machine.
 */
import { countOf, leb, readInstruction, readLeb, readSections, signedLeb } from './wasm-binary.ts';

interface Metering {
  /** The imported function, without parameters or results, that is called without fuel. */
  onEmpty: string;
  /** Pages of 64 KiB that its imported memory has at least. */
  initialPages: number;
}

const SECTION = { type: 1, import: 2, function: 3, global: 6, export: 7, code: 10 } as const;
const CUSTOM_SECTION = 0;
const KIND = { function: 0, memory: 2, global: 3 } as const;
const I32 = 0x7f;
const MUTABLE = 1;

const LOOP = 0x03;
const BLOCK = 0x02;
const IF = 0x04;
const END = 0x0b;
const CALL = 0x10;
const BULK = 0xfc;
const MEMORY_COPY = 10;
const MEMORY_FILL = 11;
/** A loop or function whose instructions are more has branches: one turn never does all of them. */
const MOST_COST = 16;
/** What it has before its host can give it any. */
const FUEL_TO_START = 2 ** 30;
/** 2^3 bytes a step. */
const BYTES_SHIFT = 3;

/** @returns the module, which exports its `fuel` and asks for the same host functions as before */
export function meter(given: Uint8Array, { onEmpty, initialPages }: Metering): Uint8Array {
  const sections = readSections(given);
  const bodyOf = (id: number) => {
    const found = sections.find((section) => section.id === id);
    if (found === undefined) throw new TypeError(`the module has no section ${id}`);
    return found.body;
  };
  const imports = readImports(bodyOf(SECTION.import), onEmpty, initialPages);
  const functions = bodyOf(SECTION.function);
  const fuel = countOf(bodyOf(SECTION.global));
  const charge = imports.functions + countOf(functions);
  const meters = { fuel, onEmpty: imports.onEmpty, charge };

  const rewritten: Record<number, () => Uint8Array> = {
    [SECTION.import]: () => imports.body,
    [SECTION.function]: () => append(functions, leb(typeOfCharge(bodyOf(SECTION.type)))),
    [SECTION.global]: () =>
      append(bodyOf(SECTION.global), [I32, MUTABLE, 0x41, ...signedLeb(FUEL_TO_START), END]),
    [SECTION.export]: () =>
      append(bodyOf(SECTION.export), [...nameBytes('fuel'), KIND.global, ...leb(fuel)]),
    [SECTION.code]: () => meterCode(bodyOf(SECTION.code), meters),
  };
  const parts: Uint8Array[] = [given.subarray(0, 8)];
  for (const { id, body } of sections) {
    if (id === CUSTOM_SECTION) continue;
    const written = rewritten[id]?.() ?? body;
    parts.push(Uint8Array.from([id, ...leb(written.length)]), written);
  }
  return Buffer.concat(parts);
}

function readImports(body: Uint8Array, onEmpty: string, initialPages: number) {
  let { next: at, value: count } = readLeb(body, 0);
  const kept: Uint8Array[] = [body.subarray(0, at)];
  let functions = 0;
  let found: number | undefined;
  for (; count > 0; count -= 1) {
    const from = at;
    const module = readLeb(body, at);
    const name = readLeb(body, module.next + module.value);
    const nameEnd = name.next + name.value;
    const kind = body[nameEnd];
    if (kind === KIND.function) {
      if (new TextDecoder().decode(body.subarray(name.next, nameEnd)) === onEmpty) {
        found = functions;
      }
      functions += 1;
      at = readLeb(body, nameEnd + 1).next;
      kept.push(body.subarray(from, at));
    } else if (kind === KIND.memory) {
      const minimum = readLeb(body, nameEnd + 2);
      at = readLeb(body, minimum.next).next;
      kept.push(body.subarray(from, nameEnd + 2), Uint8Array.from(leb(initialPages)));
      kept.push(body.subarray(minimum.next, at));
    } else throw new TypeError(`imports of kind ${kind} are not read`);
  }
  if (found === undefined) throw new TypeError(`the module imports no function ${onEmpty}`);
  return { body: Buffer.concat(kept), functions, onEmpty: found };
}

/** The index of the type (i32) → i32, which the module has. */
function typeOfCharge(types: Uint8Array): number {
  let { next: at, value: count } = readLeb(types, 0);
  for (let i = 0; i < count; i += 1) {
    const params = readLeb(types, at + 1);
    const results = readLeb(types, params.next + params.value);
    const end = results.next + results.value;
    if (types.subarray(at + 1, end).join() === `1,${I32},1,${I32}`) return i;
    at = end;
  }
  throw new TypeError('the module has no type (i32) → i32');
}

interface Meters {
  fuel: number;
  onEmpty: number;
  charge: number;
}

function meterCode(code: Uint8Array, meters: Meters): Uint8Array {
  let { next: at, value: count } = readLeb(code, 0);
  const parts: Uint8Array[] = [Uint8Array.from(leb(count + 1))];
  for (; count > 0; count -= 1) {
    const size = readLeb(code, at);
    at = size.next + size.value;
    const metered = meterFunction(code.subarray(size.next, at), meters);
    parts.push(Uint8Array.from(leb(metered.length)), metered);
  }
  const charge = chargeFunction(meters);
  parts.push(Uint8Array.from([...leb(charge.length), ...charge]));
  return Buffer.concat(parts);
}

/** What a place in a function costs: its instructions, without those of the loops inside it. */
interface Place {
  /** Before which byte it is charged. */
  at: number;
  cost: number;
}

function meterFunction(body: Uint8Array, meters: Meters): Uint8Array {
  const start = skipLocals(body);
  const whole: Place = { at: start, cost: 0 };
  const places = [whole];
  const copies: number[] = [];
  const open: Place[] = [whole];
  for (let at = start; at < body.length; ) {
    const { opcode, operand, next } = readInstruction(body, at);
    const innermost = open.at(-1) ?? whole;
    innermost.cost += 1;
    if (opcode === LOOP) {
      const place = { at: next, cost: 0 };
      places.push(place);
      open.push(place);
    } else if (opcode === BLOCK || opcode === IF) {
      open.push(innermost);
    } else if (opcode === END) {
      open.pop();
    } else if (opcode === BULK && (operand === MEMORY_COPY || operand === MEMORY_FILL)) {
      copies.push(at);
    }
    at = next;
  }
  const inserted = [
    ...places.map(({ at, cost }) => ({ at, bytes: spend(cost, meters) })),
    ...copies.map((at) => ({ at, bytes: [CALL, ...leb(meters.charge)] })),
  ].sort((a, b) => a.at - b.at);
  const parts: Uint8Array[] = [];
  let from = 0;
  for (const { at, bytes } of inserted) {
    parts.push(body.subarray(from, at), Uint8Array.from(bytes));
    from = at;
  }
  return Buffer.concat([...parts, body.subarray(from)]);
}

function skipLocals(body: Uint8Array): number {
  let { next: at, value: count } = readLeb(body, 0);
  for (; count > 0; count -= 1) at = readLeb(body, at).next + 1;
  return at;
}

function spend(cost: number, meters: Meters): number[] {
  const steps = Math.min(cost, MOST_COST);
  return takeFuel([0x41, ...signedLeb(steps)], meters);
}

/** Takes what `amount` puts on the stack, and asks the host for more where there is none left. */
function takeFuel(amount: number[], { fuel, onEmpty }: Meters): number[] {
  const get = [0x23, ...leb(fuel)];
  const set = [0x24, ...leb(fuel)];
  const isBelowZero = [0x41, 0, 0x48];
  return [
    ...get,
    ...amount,
    0x6b,
    ...set,
    ...get,
    ...isBelowZero,
    IF,
    0x40,
    CALL,
    ...leb(onEmpty),
    END,
  ];
}

/** Takes fuel for a number of bytes, and hands the number back. */
function chargeFunction(meters: Meters): number[] {
  const bytes = [0x20, 0];
  const amount = [...bytes, 0x41, ...signedLeb(BYTES_SHIFT), 0x76];
  return [0, ...takeFuel(amount, meters), ...bytes, END];
}

/** A section's list with one more entry. */
function append(body: Uint8Array, entry: number[]): Uint8Array {
  const { value: count, next } = readLeb(body, 0);
  return Buffer.concat([Buffer.from(leb(count + 1)), body.subarray(next), Buffer.from(entry)]);
}

function nameBytes(name: string): number[] {
  const bytes = [...new TextEncoder().encode(name)];
  return [...leb(bytes.length), ...bytes];
}
