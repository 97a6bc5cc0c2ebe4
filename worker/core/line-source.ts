import { LIMITS } from '@assay/schema/limits.ts';
import * as z from 'zod';
import { ApiProblem } from './problem.ts';
import { type Line, readLines } from './read-lines.ts';
import type { GivenRecord, LineFault } from './read-record.ts';

/** How the caller counts what it sent: each fault is named in the one counting. */
export interface Counting {
  pointerOf(fault: Pick<LineFault, 'line' | 'pointer'>): string;
  /** A line of this request. */
  nameOf(line: number): string;
  /** A place in what it adds to, from 0. */
  placeOf(at: number): string;
}

/** Records as they come in, a few lines at a time. */
export interface LineSource {
  lines: AsyncIterable<(Line | GivenRecord)[]> | Iterable<(Line | GivenRecord)[]>;
  counting: Counting;
}

/** As a list is counted: by index, from 0. */
function byIndex(list: string): Counting {
  return {
    pointerOf: ({ line, pointer }) => `/${list}/${line - 1}${pointer}`,
    nameOf: (line) => `/${list}/${line - 1}`,
    placeOf: (at) => `index ${at}`,
  };
}

/** As lines are counted: from 1. */
export const BY_LINE: Counting = {
  pointerOf: ({ line, pointer }) => `line ${line}${pointer === '' ? '' : ` ${pointer}`}`,
  nameOf: (line) => `line ${line}`,
  placeOf: (at) => `line ${at + 1}`,
};

const Unread = z.array(z.unknown());

/** Records that came as a list under a name, and were held to the limits of a body. @throws ApiProblem `invalid_request` */
export function listed(list: string, value: unknown): LineSource {
  const parsed = Unread.safeParse(value);
  if (!parsed.success) {
    throw new ApiProblem('invalid_request', {
      errors: [{ pointer: `/${list}`, message: `must be a list of ${list}` }],
    });
  }
  const lines = parsed.data.map((record, i) => ({ number: i + 1, value: record }));
  return { lines: [lines], counting: byIndex(list) };
}

/** @throws ApiProblem `invalid_request` if there are records although another field says what is taken */
export async function refuseRecords(
  { lines }: LineSource,
  list: string,
  beside: string,
): Promise<void> {
  for await (const some of lines) {
    if (some.length === 0) continue;
    throw new ApiProblem('invalid_request', {
      errors: [{ pointer: `/${list}`, message: `must be omitted if \`${beside}\` is given` }],
    });
  }
}

/** Records that come a line each, as the stream brings them. */
export function linesOf(stream: ReadableStream<Uint8Array>, isGzip: boolean): LineSource {
  return { lines: readLines(stream, isGzip), counting: BY_LINE };
}

/**
 * The problem of a request whose records are refused.
 *
 * @param base records that earlier requests added @param whole what they are added to
 */
export function rejection(
  faults: readonly LineFault[],
  base: number,
  counting: Counting,
  { whole, detail }: { whole: string; detail: string },
): ApiProblem {
  const errors = faults
    .toSorted((a, b) => a.line - b.line)
    .slice(0, LIMITS.invalidLines)
    .map((fault) => ({
      pointer: counting.pointerOf(fault),
      message:
        fault.earlier === undefined
          ? fault.message
          : `${fault.id === undefined ? '' : `"${fault.id}" `}${repeatOf(fault.earlier, base, counting, whole)}`,
    }));
  return new ApiProblem('invalid_request', { detail, errors });
}

function repeatOf(earlier: number, base: number, counting: Counting, whole: string): string {
  return earlier < base
    ? `is the same as that of ${counting.placeOf(earlier)} of the ${whole}, sent in an earlier request`
    : `is the same as that of ${counting.nameOf(earlier - base + 1)}`;
}
