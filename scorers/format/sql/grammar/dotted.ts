import type { Reader } from './reader.ts';

/** A name with what it belongs to before it: `a.b.c`; in SQL Server parts may be left out. */
export function readDotted(reader: Reader): string[] {
  const parts = [reader.name()];
  while (reader.accept('.')) {
    if (reader.at('.')) continue;
    parts.push(reader.label());
  }
  return parts;
}
