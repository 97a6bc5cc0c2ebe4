import type { GuardStreamDialect } from '../types.ts';

/** The keys that lead to a value inside a chunk. */
export type Path = readonly (string | number)[];

/**
 * Something in a chunk that the guard looks at. `part` names the text or call of the answer that it
 * belongs to.
 */
export type Piece =
  /** More of a text. */
  | { kind: 'text'; part: string; text: string; path: Path }
  /** More of the arguments of a tool call. */
  | { kind: 'call'; part: string; text: string; path: Path }
  /** The name of a tool call. */
  | { kind: 'name'; part: string; name: string }
  /** All of a text again, as some dialects repeat it at the end. */
  | { kind: 'whole'; part: string; text: string; path: Path }
  /** All arguments of a tool call, as JSON; `isValue` if the chunk has them as a value. */
  | {
      kind: 'whole-call';
      part: string;
      text: string;
      path: Path;
      name?: string | undefined;
      isValue?: boolean;
    }
  /** Nothing more comes of the parts whose names begin so. */
  | { kind: 'end'; part: string };

/** How to read the chunks of one provider or framework. */
export interface Dialect {
  name: GuardStreamDialect;
  /** Whether a chunk can only be of this dialect. */
  recognizes(chunk: unknown): boolean;
  /** What the guard looks at in a chunk, in order; nothing in a chunk that is unknown. */
  read(chunk: unknown): Piece[];
  /** Divides a chunk, so that less of it is held back. */
  divide?(chunk: unknown): unknown[];
}

export type Fields = Readonly<Record<string, unknown>>;

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The entries of a list whose members are objects, with their indexes; none if it is not a list. */
export function entriesOf(value: unknown): [number, Fields][] {
  if (!Array.isArray(value)) return [];
  return [...value.entries()].filter((entry): entry is [number, Fields] => isFields(entry[1]));
}

/** A text that is worth looking at. */
export function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

/** A copy of a chunk with another value at a path. */
export function replaceAt(chunk: unknown, [key, ...rest]: Path, value: unknown): unknown {
  if (key === undefined) return value;
  if (Array.isArray(chunk)) {
    return chunk.map((member, i) => (i === key ? replaceAt(member, rest, value) : member));
  }
  if (!isFields(chunk)) return chunk;
  return { ...chunk, [key]: replaceAt(chunk[key], rest, value) };
}

/** A chunk or answer whose text was changed, without the tokens of that text, which say what it was. */
export function withoutLogprobs(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutLogprobs);
  if (!isFields(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => {
      // As a frame came, which is not sent again.
      if (key === 'source') return [key, member];
      if (key !== 'logprobs') return [key, withoutLogprobs(member)];
      return [key, Array.isArray(member) ? [] : null];
    }),
  );
}
