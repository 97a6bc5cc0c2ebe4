import type { Dialect } from './dialect.ts';

const LONGEST_PIECE = 64;
// By code points, so that no surrogate pair is divided.
const PIECES = /.{1,64}/gsu;

/** Chunks that are texts. */
export const plainText: Dialect = {
  name: 'text',
  recognizes: (chunk) => typeof chunk === 'string',
  read(chunk) {
    if (typeof chunk !== 'string' || chunk === '') return [];
    return [{ kind: 'text', part: 'text', text: chunk, path: [] }];
  },
  divide(chunk) {
    if (typeof chunk !== 'string' || chunk.length <= LONGEST_PIECE) return [chunk];
    return chunk.match(PIECES) ?? [chunk];
  },
};
