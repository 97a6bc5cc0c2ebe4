import type { Span } from '../finding.ts';
import { hasLongRun } from '../long-run.ts';
import { isPlaceholder } from './placeholder.ts';
import { makeLooseForms, makeTokenForms, type TokenForm } from './providers.ts';

// Tokens are long words; what stands inside one after these signs may be a token too.
const SHORTEST_WORD = 16;
const WORD = /[\w.~+/=:?&-]{16,}/g;
const INNER_START = /(?<=^|[^\w]|[^A-Za-z0-9_-])[A-Za-z0-9]/g;

// A token with a checksum that does not hold: nobody was ever given it, but its form is right.
const WITHOUT_CHECKSUM = 0.6;
const AS_PLACEHOLDER = 0.1;

let byStart: ReadonlyMap<string, readonly TokenForm[]> | undefined;
let loose: readonly TokenForm[] | undefined;

// Forms are found by their first two signs.
function indexForms(): Map<string, TokenForm[]> {
  const index = new Map<string, TokenForm[]>();
  for (const form of makeTokenForms()) {
    for (const key of new Set(form.begins.map((start) => start.slice(0, 2)))) {
      index.set(key, [...(index.get(key) ?? []), form]);
    }
  }
  return index;
}

/** Keys and tokens of providers, by their forms. */
export function findTokens(text: string): Span[] {
  if (!hasLongRun(text, SHORTEST_WORD)) return [];
  byStart ??= indexForms();
  loose ??= makeLooseForms();
  const spans: Span[] = [];
  for (const { 0: word, index } of text.matchAll(WORD)) {
    let end = 0;
    for (const { index: offset } of word.matchAll(INNER_START)) {
      const start = index + offset;
      if (start < end) continue;
      const forms = byStart.get(text.slice(start, start + 2)) ?? [];
      const span = match(text, start, forms) ?? match(text, start, loose);
      if (span === undefined) continue;
      spans.push(span);
      end = span.end;
    }
  }
  return spans;
}

function match(text: string, start: number, forms: readonly TokenForm[]): Span | undefined {
  for (const { kind, pattern, certainty, check } of forms) {
    pattern.lastIndex = start;
    if (!pattern.test(text)) continue;
    const end = pattern.lastIndex;
    const token = text.slice(start, end);
    if (isPlaceholder(token)) return { kind, start, end, certainty: AS_PLACEHOLDER };
    const isMadeUp = check !== undefined && !check(token);
    return { kind, start, end, certainty: isMadeUp ? WITHOUT_CHECKSUM : certainty };
  }
  return undefined;
}
