/**
 * Writes scorers/format/sql/postgresql.wasm: the parser of PostgreSQL 17 as libpg-query compiles it,
 * with less memory to begin with. It asks for 128 MiB at once, which is all that a Worker has; its
 * stack and data need 33 MiB, and it grows as it needs more.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const source = join(root, 'node_modules', 'libpg-query', 'wasm', 'libpg-query.wasm');
const target = join(root, 'scorers', 'format', 'sql', 'postgresql.wasm');

const MEMORY_SECTION = 5;
const HEADER_BYTES = 8;
/** Pages of 64 KiB. */
const INITIAL_PAGES = 544;

const given = readFileSync(source);
const parts: Uint8Array[] = [given.subarray(0, HEADER_BYTES)];
for (let at = HEADER_BYTES; at < given.length; ) {
  const id = given[at];
  const size = readLeb(at + 1);
  const end = size.next + size.value;
  parts.push(id === MEMORY_SECTION ? memorySection(size.next) : given.subarray(at, end));
  at = end;
}
writeFileSync(target, Buffer.concat(parts));

/** One memory, its flags and maximum kept. */
function memorySection(at: number): Buffer {
  const count = readLeb(at);
  const flags = given[count.next] ?? 0;
  const initial = readLeb(count.next + 1);
  const hasMaximum = (flags & 1) === 1;
  const body = [
    ...leb(count.value),
    flags,
    ...leb(INITIAL_PAGES),
    ...(hasMaximum ? leb(readLeb(initial.next).value) : []),
  ];
  return Buffer.from([MEMORY_SECTION, ...leb(body.length), ...body]);
}

/** An unsigned number in LEB128, and where the next thing begins. */
function readLeb(from: number): { value: number; next: number } {
  let value = 0;
  let shift = 0;
  let at = from;
  while (true) {
    const byte = given[at] ?? 0;
    at += 1;
    value |= (byte & 0x7f) << shift;
    shift += 7;
    if ((byte & 0x80) === 0) return { value, next: at };
  }
}

function leb(value: number): number[] {
  const low = value & 0x7f;
  return value > 0x7f ? [low | 0x80, ...leb(value >>> 7)] : [low];
}
