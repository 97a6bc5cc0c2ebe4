import { Buffer } from 'node:buffer';
import { ApiProblem } from '../core/problem.ts';

// D1 takes 2,000,000 bytes in a row and in a parameter; the rest of the row needs some of them.
const MOST_BYTES = 1_900_000;

// What a row has beside its texts.
const REST_BYTES = 20_000;

/** Whether JSON texts fit into one row of D1 together. */
export function isStorable(...texts: readonly string[]): boolean {
  const bytes = texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
  return bytes <= MOST_BYTES - REST_BYTES;
}

/** Packs JSON texts into as few JSON arrays as D1 takes, each one parameter. @throws ApiProblem `verdict_too_large` */
export function pack(items: readonly string[]): string[] {
  const arrays: string[][] = [];
  let bytes = Number.POSITIVE_INFINITY;
  for (const item of items) {
    const itemBytes = Buffer.byteLength(item) + 1;
    if (itemBytes > MOST_BYTES) throw new ApiProblem('verdict_too_large');
    if (bytes + itemBytes > MOST_BYTES) {
      arrays.push([]);
      bytes = 2;
    }
    arrays.at(-1)?.push(item);
    bytes += itemBytes;
  }
  return arrays.map((array) => `[${array.join(',')}]`);
}
