import {
  type Dialect,
  type Path,
  type Piece,
  replaceAt,
} from '@assay/schema/guard-stream/dialect.ts';
import { DONE, type Frame } from '@assay/schema/guard-stream/frame.ts';
import { restoreTokens, tokensIn } from '@assay/schema/restore-tokens.ts';
import { type Edit, editText } from '@assay/schema/text-edits.ts';
import type { StreamStep } from '../step.ts';

/** What each token stands for, as it is written in texts and in the arguments of calls. */
export type Originals = Readonly<Record<'text' | 'call', Readonly<Record<string, string>>>>;

/** A text of the stream, as far as it came. */
interface Part {
  kind: 'text' | 'call';
  /** The end of the text, from `from` on; what is before has gone out. */
  tail: string;
  from: number;
  /** Up to where it can go out. */
  cleared: number;
  edits: Edit[];
}

/** A frame that waits, and the spans of parts in it. */
interface Waiting {
  frame: Frame;
  places: { part: Part; path: Path; start: number; end: number }[];
}

/** What may be the beginning of a token. */
const OPEN = /\[[A-Z0-9_]{0,80}$/;

/** Replaces tokens in a stream, also across chunks; frames keep their order. */
export function restoreStream(
  dialect: Dialect,
  originals: Originals,
): Pick<StreamStep, 'push' | 'end'> {
  const parts = new Map<string, Part>();
  const queue: Waiting[] = [];

  function add(piece: Extract<Piece, { kind: 'text' | 'call' }>): Waiting['places'][number] {
    const part = parts.get(piece.part) ?? newPart(piece.kind);
    parts.set(piece.part, part);
    const start = part.from + part.tail.length;
    part.tail += piece.text;
    clear(part, OPEN.exec(part.tail)?.index ?? part.tail.length);
    return { part, path: piece.path, start, end: start + piece.text.length };
  }

  /** Lets a part go out up to an offset in its tail. */
  function clear(part: Part, to: number): void {
    if (part.from + to <= part.cleared) return;
    const known = originals[part.kind];
    const fresh = part.tail.slice(part.cleared - part.from, to);
    let at = part.cleared;
    for (const token of tokensIn(fresh)) {
      const start = at + fresh.slice(at - part.cleared).indexOf(token);
      at = start + token.length;
      const replacement = Object.hasOwn(known, token) ? known[token] : undefined;
      if (replacement !== undefined) part.edits.push({ start, end: at, replacement });
    }
    part.cleared = part.from + to;
  }

  function close(name: string): void {
    for (const [at, part] of parts) {
      if (at !== name && !(name.endsWith('/') && at.startsWith(name))) continue;
      clear(part, part.tail.length);
      parts.delete(at);
    }
  }

  function take(frame: Frame): void {
    const waiting: Waiting = { frame, places: [] };
    queue.push(waiting);
    for (const piece of frame.value === DONE ? [] : dialect.read(frame.value)) {
      if (piece.kind === 'text' || piece.kind === 'call') waiting.places.push(add(piece));
      else if (piece.kind === 'end') close(piece.part);
      else if (piece.kind !== 'name') {
        close(piece.part);
        const known = originals[piece.kind === 'whole' ? 'text' : 'call'];
        waiting.frame = withText(waiting.frame, piece.path, restoreTokens(piece.text, known));
      }
    }
  }

  function release(): Frame[] {
    const held = queue.findIndex(({ places }) =>
      places.some(({ part, end }) => part.cleared < end),
    );
    return queue.splice(0, held === -1 ? queue.length : held).map(({ frame, places }) =>
      places.reduce((sent, { part, path, start, end }) => {
        const text = part.tail.slice(start - part.from, end - part.from);
        const next = editText(text, part.edits, start);
        forget(part, end);
        return withText(sent, path, next);
      }, frame),
    );
  }

  return {
    async push(frame) {
      take(frame);
      return release();
    },
    async end() {
      for (const name of [...parts.keys()]) close(name);
      return release();
    },
  };
}

function newPart(kind: Part['kind']): Part {
  return { kind, tail: '', from: 0, cleared: 0, edits: [] };
}

/** Drops what has gone out. */
function forget(part: Part, to: number): void {
  part.tail = part.tail.slice(to - part.from);
  part.from = to;
  part.edits = part.edits.filter(({ end }) => end > to);
}

/** @returns the same frame if the text is as it was */
function withText(frame: Frame, path: Path, text: string): Frame {
  const before = path.reduce<unknown>((at, key) => Object(at)[key], frame.value);
  if (before === text) return frame;
  return { ...frame, value: replaceAt(frame.value, path, text) };
}
