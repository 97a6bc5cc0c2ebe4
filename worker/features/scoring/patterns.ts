import { jsonPointer } from '@assay/schema/json-pointer.ts';
import type { ProblemField } from '@assay/schema/types.ts';
import { compileLinear } from '@assay/scorers/text/linear-regex.ts';
import { UNBOUNDED, type Work, WorkExceeded } from '@assay/scorers/work.ts';
import { createTtlCache } from '../../core/ttl-cache.ts';

export type Pattern = ReturnType<typeof compileLinear>;

// What a pattern compiles to depends on its text alone.
const compiled = createTtlCache<Pattern>(Number.POSITIVE_INFINITY, 1_000, () => 0);

/** A pattern of something saved, whose cost `findPatternFaults` bounded. */
export function knownPattern(pattern: string): Pattern {
  const ready = compiled.get(pattern) ?? compileLinear(pattern, 0, UNBOUNDED);
  compiled.set(pattern, ready);
  return ready;
}

/** A pattern, and where in what is saved it stands. */
export interface PlacedPattern {
  pattern: string;
  path: (string | number)[];
}

/** The patterns that cannot be compiled, or not all within the work. */
export function findPatternFaults(placed: readonly PlacedPattern[], work: Work): ProblemField[] {
  return placed.flatMap(({ pattern, path }) => {
    try {
      compileLinear(pattern, 0, work);
      return [];
    } catch (cause) {
      if (!(cause instanceof SyntaxError || cause instanceof WorkExceeded)) throw cause;
      return [{ pointer: jsonPointer(path), message: cause.message }];
    }
  });
}
