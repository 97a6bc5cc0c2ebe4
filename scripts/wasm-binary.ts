/** WebAssembly modules as bytes: what scripts that rewrite one read. Source: WebAssembly 2.0, chapter 5. */

export interface Section {
  id: number;
  body: Uint8Array;
}

const HEADER_BYTES = 8;

export function readSections(module: Uint8Array): Section[] {
  const sections: Section[] = [];
  for (let at = HEADER_BYTES; at < module.length; ) {
    const size = readLeb(module, at + 1);
    const end = size.next + size.value;
    sections.push({ id: module[at] ?? 0, body: module.subarray(size.next, end) });
    at = end;
  }
  return sections;
}

/** How many entries the list of a section has. */
export function countOf(body: Uint8Array): number {
  return readLeb(body, 0).value;
}

/** An unsigned number in LEB128, and where the next thing begins. */
export function readLeb(bytes: Uint8Array, from: number): { value: number; next: number } {
  let value = 0;
  let factor = 1;
  let at = from;
  while (true) {
    const byte = bytes[at] ?? 0;
    at += 1;
    value += (byte & 0x7f) * factor;
    factor *= 0x80;
    if ((byte & 0x80) === 0) return { value, next: at };
  }
}

export function leb(value: number): number[] {
  const low = value & 0x7f;
  return value > 0x7f ? [low | 0x80, ...leb(value >>> 7)] : [low];
}

export function signedLeb(value: number): number[] {
  const low = value & 0x7f;
  const rest = value >> 7;
  const isLast = (rest === 0 && (low & 0x40) === 0) || (rest === -1 && (low & 0x40) !== 0);
  return isLast ? [low] : [low | 0x80, ...signedLeb(rest)];
}

/** Operands of an instruction: numbers in LEB128, or bytes. */
const NUMBERS: Readonly<Record<number, number>> = {
  2: 1,
  3: 1,
  4: 1,
  12: 1,
  13: 1,
  16: 1,
  17: 2,
  63: 1,
  64: 1,
  65: 1,
  66: 1,
  208: 1,
  210: 1,
};
const BYTES: Readonly<Record<number, number>> = { 67: 4, 68: 8 };
const BR_TABLE = 0x0e;
const SELECT_OF_TYPE = 0x1c;
const BULK = 0xfc;
/** By the second part of the opcode; those before are conversions, which have none. */
const NUMBERS_OF_BULK: Readonly<Record<number, number>> = {
  8: 2,
  9: 1,
  10: 2,
  11: 1,
  12: 2,
  13: 1,
  14: 2,
  15: 1,
  16: 1,
  17: 1,
};
const LAST_PLAIN = 0xd2;

export interface Instruction {
  opcode: number;
  /** The first number after it, which tells instructions of one opcode apart; 0 if there is none. */
  operand: number;
  next: number;
}

export function readInstruction(code: Uint8Array, at: number): Instruction {
  const opcode = code[at] ?? 0;
  if (opcode > LAST_PLAIN && opcode !== BULK) {
    throw new TypeError(`the instruction 0x${opcode.toString(16)} is not read`);
  }
  const first = readLeb(code, at + 1);
  if (opcode === BULK) {
    const next = skipNumbers(code, first.next, NUMBERS_OF_BULK[first.value] ?? 0);
    return { opcode, operand: first.value, next };
  }
  if (opcode === BR_TABLE) {
    return { opcode, operand: 0, next: skipNumbers(code, first.next, first.value + 1) };
  }
  if (opcode === SELECT_OF_TYPE) return { opcode, operand: 0, next: first.next + first.value };
  const numbers = NUMBERS[opcode] ?? numbersOf(opcode);
  const next = skipNumbers(code, at + 1, numbers) + (BYTES[opcode] ?? 0);
  return { opcode, operand: numbers > 0 ? first.value : 0, next };
}

/** Those of locals, globals and tables have one number; loads and stores have two. */
function numbersOf(opcode: number): number {
  if (opcode >= 0x20 && opcode <= 0x26) return 1;
  return opcode >= 0x28 && opcode <= 0x3e ? 2 : 0;
}

function skipNumbers(code: Uint8Array, from: number, count: number): number {
  let at = from;
  for (let i = 0; i < count; i += 1) at = readLeb(code, at).next;
  return at;
}
