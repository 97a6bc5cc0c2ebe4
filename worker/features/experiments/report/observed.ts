import type { Digest } from '../../batches/digest.ts';

/** What is known of one cell, for the report. */
export interface ObservedCell {
  sample: number;
  variant: number;
  repeat: number;
  /** Undefined while it is pending. */
  result:
    | {
        isAnswered: boolean;
        errorCode: string | null;
        outputHash: string | null;
        costUsd: number | null;
        latencyMs: number | null;
        firstTokenMs: number | null;
        inputTokens: number;
        outputTokens: number;
      }
    | undefined;
  /** Undefined until it is scored. */
  digest: Digest | undefined;
  /** Whether it means the same as the first of its repeats; undefined where that is not known. */
  meansTheSame: boolean | undefined;
}

/** What one scorer said of a cell. */
export interface ObservedScore {
  status: 'scored' | 'abstained' | 'skipped' | 'error';
  value: number | null;
  passed: boolean | null;
}

/**
 * The score of a cell by its name; with null the verdict, whose value is 1 if it passes and 0 if not.
 * Undefined until it is scored.
 */
export function scoreIn(
  { digest }: Pick<ObservedCell, 'digest'>,
  scorer: string | null,
): ObservedScore | undefined {
  if (digest === undefined) return undefined;
  if (scorer === null) {
    const { passed } = digest;
    const isError = digest.scores.some(([, status]) => status === 'error') && passed === null;
    if (passed === null) return { status: isError ? 'error' : 'abstained', value: null, passed };
    return { status: 'scored', value: passed ? 1 : 0, passed };
  }
  const found = digest.scores.find(([name]) => name === scorer);
  if (found === undefined) return { status: 'error', value: null, passed: null };
  const [, status, value, passed] = found;
  return { status, value, passed };
}
