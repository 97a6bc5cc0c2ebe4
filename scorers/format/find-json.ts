/**
 * Finds JSON in a text: the whole of it, inside a code fence, or anywhere. One pass, without
 * recursion, in time linear in the text.
 *
 * Source: RFC 8259.
 */
import type { JsonValue } from '@assay/schema/types.ts';
import * as z from 'zod';
import type { Work } from '../work.ts';
import { fencedBlocks } from './code-fences.ts';

/** The parameter of every scorer that reads JSON from the output. */
export const jsonModeParam = z
  .enum(['strict', 'fenced', 'anywhere'])
  .default('strict')
  .describe(
    'Where to look for JSON: `strict`, the whole output; `fenced`, the whole output or a code fence; `anywhere`, also an object or list inside other text.',
  );

export type JsonMode = z.output<typeof jsonModeParam>;

/** A JSON value and where it stands in the text. */
export interface FoundJson {
  value: JsonValue;
  /** The JSON that it was read from. */
  json: string;
  start: number;
  end: number;
}

/** What was found, in order; or why there is nothing, and where that shows. */
export type JsonSearch = { found: [FoundJson, ...FoundJson[]] } | { fault: string; at: number };

const SPACE = /[ \t\n\r]*/y;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const LITERAL = /true|false|null/y;
const ESCAPE = /\\(?:["\\/bfnrt]|u[\da-fA-F]{4})/y;

const STEPS_PER_CHARACTER = 300;

/** Charges for looking for JSON in the output. */
export function spendOnJson(work: Work, output: string): void {
  work.spend(output.length * STEPS_PER_CHARACTER, 'looking for JSON in `output`');
}

/** Looks for JSON in a text. */
export function findJson(text: string, mode: JsonMode): JsonSearch {
  const valid = parseWhole(text);
  if (valid) return { found: [valid] };
  const whole = readWhole(text, 0, text.length);
  if ('value' in whole) return { found: [whole] };
  const found = mode === 'strict' ? [] : mode === 'fenced' ? inFences(text) : anywhere(text);
  const [first, ...rest] = found;
  if (first) return { found: [first, ...rest] };
  if (mode === 'strict') return { fault: `The output is not JSON: ${whole.fault}.`, at: whole.at };
  const place = mode === 'fenced' ? 'not JSON, and has no JSON in a code fence' : 'without JSON';
  return { fault: `The output is ${place}.`, at: 0 };
}

/** The quick way for a text that is JSON. What is wrong with one that is not, only reading it shows. */
function parseWhole(text: string): FoundJson | undefined {
  try {
    const value: JsonValue = JSON.parse(text);
    const start = skip(SPACE, text, 0);
    return { value, json: text, start, end: text.trimEnd().length };
  } catch {
    return undefined;
  }
}

function readWhole(text: string, from: number, to: number): FoundJson | Fault {
  const start = skip(SPACE, text, from);
  const end = scan(text.slice(0, to), start, () => {});
  if (typeof end !== 'number') return end;
  const rest = skip(SPACE, text, end);
  if (rest < to) return fault(text, rest, 'after the end of the value');
  const json = text.slice(start, end);
  return { value: JSON.parse(json), json, start, end };
}

function inFences(text: string): FoundJson[] {
  return fencedBlocks(text).flatMap(({ start, end, content }): FoundJson[] => {
    // As it stands in the text, where no mark of a quote is in between.
    const whole = readWhole(text, start, end);
    if ('value' in whole) return [whole];
    const inner = readWhole(content, 0, content.length);
    return 'value' in inner ? [{ ...inner, start, end }] : [];
  });
}

/** What stands between other text, and what only a code fence in a quote shows to be JSON. */
function anywhere(text: string): FoundJson[] {
  const found = inText(text);
  // Both are in order and neither overlaps with itself, so that one walk along them does.
  let next = 0;
  const fenced = inFences(text).filter((block) => {
    while ((found[next]?.end ?? Infinity) <= block.start) next += 1;
    return (found[next]?.start ?? Infinity) >= block.end;
  });
  return [...found, ...fenced].sort((a, b) => a.start - b.start);
}

function inText(text: string): FoundJson[] {
  const spans: { start: number; end: number }[] = [];
  const opening = /[[{]/g;
  for (let match = opening.exec(text); match; match = opening.exec(text)) {
    const end = scan(text, match.index, (span) => {
      // A list or object that closes takes those inside it along.
      while ((spans.at(-1)?.start ?? -1) > span.start) spans.pop();
      spans.push(span);
    });
    opening.lastIndex = typeof end === 'number' ? end : Math.max(end.resume, match.index + 1);
  }
  return spans.map(({ start, end }) => {
    const json = text.slice(start, end);
    return { value: JSON.parse(json), json, start, end };
  });
}

interface Fault {
  fault: string;
  at: number;
  /** Where another value may begin. */
  resume: number;
}

interface Span {
  start: number;
  end: number;
}

/**
 * Reads one JSON value from a place in the text.
 *
 * @param onClose is told of each list and object as it closes, the inner ones first
 * @returns where the value ends, or why it is none
 */
function scan(text: string, from: number, onClose: (span: Span) => void): number | Fault {
  const open: { closer: string; start: number }[] = [];
  let at = from;
  // Whether a value (or a name, or the end of an empty container) must come next.
  let wants: 'value' | 'first' | 'next' = 'value';
  while (true) {
    at = skip(SPACE, text, at);
    const character = text[at];
    const container = open.at(-1);
    if (character === undefined) return fault(text, at, 'before its end');

    if (container && wants !== 'value' && character === container.closer) {
      open.pop();
      at += 1;
      onClose({ start: container.start, end: at });
      if (open.length === 0) return at;
      wants = 'next';
      continue;
    }
    if (wants === 'next') {
      if (character !== ',') return fault(text, at, 'where a comma or the end was expected');
      at = skip(SPACE, text, at + 1);
    }
    if (container?.closer === '}') {
      const named =
        text[at] === '"' ? scanString(text, at) : fault(text, at, 'where a name was expected');
      if (typeof named !== 'number') return named;
      at = skip(SPACE, text, named);
      if (text[at] !== ':') return fault(text, at, 'where a colon was expected');
      at = skip(SPACE, text, at + 1);
    }
    const opener = text[at];
    if (opener === '{' || opener === '[') {
      open.push({ closer: opener === '{' ? '}' : ']', start: at });
      at += 1;
      wants = 'first';
      continue;
    }
    const end = scanScalar(text, at);
    if (typeof end !== 'number') return end;
    if (open.length === 0) return end;
    at = end;
    wants = 'next';
  }
}

function scanScalar(text: string, at: number): number | Fault {
  if (text[at] === '"') return scanString(text, at);
  const end = Math.max(skip(NUMBER, text, at), skip(LITERAL, text, at));
  return end > at ? end : fault(text, at, 'where a value was expected');
}

function scanString(text: string, from: number): number | Fault {
  for (let at = from + 1; at < text.length; at++) {
    const character = text.charCodeAt(at);
    if (character === 0x22) return at + 1;
    if (character === 0x5c) {
      const end = skip(ESCAPE, text, at);
      // What looked like a string was none: another value may begin inside it.
      if (end === at) return { ...fault(text, at, 'in a string'), resume: from + 1 };
      at = end - 1;
    } else if (character < 0x20) {
      return { ...fault(text, at, 'in a string'), resume: from + 1 };
    }
  }
  return { ...fault(text, text.length, 'inside a string'), resume: from + 1 };
}

function skip(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : at;
}

function fault(text: string, at: number, where: string): Fault {
  const character = text.slice(at, at + 2).match(/^[\s\S]/u)?.[0];
  const what = character === undefined ? 'it ends' : `unexpected ${JSON.stringify(character)}`;
  return { fault: `${what} ${where}, at character ${at + 1}`, at, resume: at };
}
