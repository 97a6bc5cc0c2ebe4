import { LIMITS } from '@assay/schema/limits.ts';
import type { JsonValue } from '@assay/schema/types.ts';
import { MalformedExport } from './span.ts';

/** An object without a prototype: keys come from outside. */
export function emptyAttributes(): Record<string, JsonValue> {
  return Object.create(null);
}

/** @throws MalformedExport if a value is nested deeper than any of ours may be */
export function checkDepth(depth: number): void {
  if (depth > LIMITS.nestingDepth) {
    throw new MalformedExport(
      `An attribute is nested more than ${LIMITS.nestingDepth} levels deep. Send it as a JSON string.`,
    );
  }
}

/** A number if it is exact, otherwise its digits. */
export function exactInteger(digits: bigint | string): JsonValue {
  const number = Number(digits);
  return Number.isSafeInteger(number) ? number : String(digits);
}

/** Numbers that JSON lacks are texts, as OTLP's JSON writes them. */
export function finiteNumber(value: number): JsonValue {
  return Number.isFinite(value) ? value : String(value);
}

const NS_PER_MS = 1_000_000n;

export function millisecondsOf(nanoseconds: bigint): number {
  return Number(nanoseconds / NS_PER_MS) + Number(nanoseconds % NS_PER_MS) / 1e6;
}
