import type { GuardStage } from '../types.ts';
import { type Call, createCall } from './call-part.ts';
import type { Dialect, Path, Piece } from './dialect.ts';
import { dialectOf } from './dialects.ts';
import { createPartReport, type PartReport } from './part-report.ts';
import { createTextPart, type TextPart } from './text-part.ts';

/** A text or a tool call of a stream. */
export interface Part {
  report: PartReport;
  content: { kind: 'text'; text: TextPart } | { kind: 'call'; call: Call };
  /** Whether all of it was checked, or let through unchecked. */
  isDone: boolean;
  /** Whether something went out without a check. */
  hasPassed: boolean;
}

/** Where in a chunk a span of a part is. */
export interface Place {
  part: Part;
  path: Path;
  start: number;
  end: number;
  /** Whether all of the part is there. */
  isWhole: boolean;
  /** Whether the chunk has it as a value, not as JSON. */
  isValue: boolean;
}

/** The parts of a stream, in order of appearance. */
export interface StreamParts {
  all(): readonly Part[];
  /** Takes in what a chunk says. @returns where it is, and the parts that are complete with it */
  take(chunk: unknown): { places: Place[]; ended: Part[] };
  /** Divides a chunk, so that less of it is held back. */
  divide(chunk: unknown): unknown[];
}

/** @param dialect told from the chunks if undefined */
export function createStreamParts(
  stage: GuardStage,
  holdBack: number,
  dialect: Dialect | undefined,
): StreamParts {
  const parts: Part[] = [];
  const current = new Map<string, Part>();
  const counts = new Map<string, number>();
  let known = dialect;

  function open(name: string, kind: Piece['kind']): Part {
    const opened = current.get(name);
    if (opened !== undefined && !opened.isDone) return opened;
    const count = (counts.get(name) ?? 0) + 1;
    counts.set(name, count);
    const isCall = kind === 'call' || kind === 'name' || kind === 'whole-call';
    const id = count === 1 ? name : `${name}#${count}`;
    const part: Part = {
      report: createPartReport(id, isCall ? 'tool-call' : stage),
      content: isCall
        ? { kind: 'call', call: createCall() }
        : { kind: 'text', text: createTextPart(holdBack) },
      isDone: false,
      hasPassed: false,
    };
    parts.push(part);
    current.set(name, part);
    return part;
  }

  /** The part that a chunk repeats, or a part of its own if it says something else. */
  function repeated(piece: Extract<Piece, { kind: 'whole' | 'whole-call' }>): Part {
    const opened = current.get(piece.part);
    if (opened !== undefined && textOf(opened) === piece.text) return opened;
    if (opened !== undefined && textOf(opened) !== '') current.delete(piece.part);
    const part = open(piece.part, piece.kind);
    add(part, piece.text);
    return part;
  }

  function openParts(name: string): Part[] {
    return [...current].flatMap(([at, part]) =>
      !part.isDone && (at === name || (name.endsWith('/') && at.startsWith(name))) ? part : [],
    );
  }

  return {
    all: () => parts,
    take(chunk) {
      known ??= dialectOf(chunk);
      const places: Place[] = [];
      const ended: Part[] = [];
      for (const piece of known?.read(chunk) ?? []) {
        if (piece.kind === 'end') {
          ended.push(...openParts(piece.part));
        } else if (piece.kind === 'name') {
          nameCall(open(piece.part, 'name'), piece.name);
        } else if (piece.kind === 'text' || piece.kind === 'call') {
          const part = open(piece.part, piece.kind);
          const start = add(part, piece.text);
          const end = start + piece.text.length;
          places.push({ part, path: piece.path, start, end, isWhole: false, isValue: false });
        } else {
          const part = repeated(piece);
          if (piece.kind === 'whole-call') nameCall(part, piece.name);
          const isValue = piece.kind === 'whole-call' && piece.isValue === true;
          places.push({ part, path: piece.path, start: 0, end: 0, isWhole: true, isValue });
          ended.push(part);
        }
      }
      return { places, ended };
    },
    divide: (chunk) => (known ?? dialectOf(chunk))?.divide?.(chunk) ?? [chunk],
  };
}

/** @returns where what was added begins */
function add({ content }: Part, text: string): number {
  if (content.kind === 'text') return content.text.add(text);
  const start = content.call.text.length;
  content.call.text += text;
  return start;
}

function nameCall({ content }: Part, name: string | undefined): void {
  if (content.kind === 'call' && name !== undefined) content.call.name = name;
}

export function textOf({ content }: Part): string {
  return content.kind === 'text' ? content.text.text() : content.call.text;
}
