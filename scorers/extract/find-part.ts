import { canonicalJson } from '@assay/schema/canonical-json.ts';
import type { ExtractFinder } from '@assay/schema/types.ts';
import { RE2JS } from 're2js';
import { fencedBlocks } from '../format/code-fences.ts';
import { findJson } from '../format/find-json.ts';
import { compileLinear } from '../text/linear-regex.ts';
import { matchSteps } from '../text/pattern-work.ts';
import { valueAt } from '../value-at.ts';
import { oncePerPlan, type Work } from '../work.ts';
import { findChoice } from './find-choice.ts';
import { cut, type Slice, trimmed } from './slice.ts';

type Finder<By extends ExtractFinder['by']> = Extract<ExtractFinder, { by: By }>;
type Which = 'first' | 'last' | undefined;

const DOING = 'extracting from `output`';

/** The part of a slice that a step looks for; undefined if there is none. */
export function findPart(slice: Slice, step: ExtractFinder, work: Work): Slice | undefined {
  switch (step.by) {
    case 'regex':
      return findMatch(slice, step, work);
    case 'marker':
      return findAfter(slice, step);
    case 'tag':
      return findTag(slice, step);
    case 'json':
      return findValue(slice, step);
    case 'choice':
      work.spend(slice.text.length * 200, DOING);
      return findChoice(slice, step.choices);
    case 'code-block':
      return findCode(slice, step);
    case 'boxed':
      return findBoxed(slice, step.which);
  }
}

const compiledOf = oncePerPlan(({ pattern, caseSensitive = true }: Finder<'regex'>, work: Work) =>
  compileLinear(pattern, RE2JS.MULTILINE | (caseSensitive ? 0 : RE2JS.CASE_INSENSITIVE), work),
);

/** Compiles the pattern of a step; gives the reason why it cannot be used. */
export function patternFault(step: Finder<'regex'>, work: Work): string | undefined {
  try {
    const compiled = compiledOf(step, work);
    const { group = 0 } = step;
    const isThere =
      typeof group === 'number'
        ? group <= compiled.groupCount()
        : Object.hasOwn(compiled.namedGroups(), group);
    return isThere ? undefined : `has no group ${group}`;
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
    return cause.message;
  }
}

const MOST_MATCHES = 1_000;

function findMatch(slice: Slice, step: Finder<'regex'>, work: Work): Slice | undefined {
  const { text } = slice;
  const compiled = compiledOf(step, work);
  const matcher = compiled.matcher(text);
  const group = step.group ?? (compiled.groupCount() > 0 ? 1 : 0);
  let found: Slice | undefined;
  let end = 0;
  for (let i = 0; i < MOST_MATCHES; i++) {
    // Groups are found by a second run over the match.
    work.spend(2 * matchSteps(compiled.programSize(), text.length - end, step.pattern), DOING);
    if (!matcher.find()) break;
    end = matcher.end();
    const start = matcher.start(group);
    if (start >= 0) found = cut(slice, start, matcher.end(group));
    if (found && step.which === 'first') break;
  }
  return found;
}

function findAfter(slice: Slice, { marker, to = 'line', which }: Finder<'marker'>) {
  const { text } = slice;
  const at = which === 'first' ? text.indexOf(marker) : text.lastIndexOf(marker);
  if (at === -1) return undefined;
  const from = at + marker.length;
  const lineEnd = text.indexOf('\n', from);
  const part = trimmed(cut(slice, from, to === 'end' || lineEnd === -1 ? text.length : lineEnd));
  return part.text === '' ? undefined : part;
}

/** Tags in any case, with attributes or without; one that is not closed goes to the end. */
function findTag(slice: Slice, { name, which }: Finder<'tag'>): Slice | undefined {
  const { text } = slice;
  const escaped = name.replaceAll('.', '\\.');
  const tags = text.matchAll(new RegExp(`<(/?)${escaped}(?:\\s[^<>]*)?>`, 'gi'));
  let open: number | undefined;
  let found: Slice | undefined;
  for (const { 0: tag, 1: slash, index } of tags) {
    if (slash === '') {
      open ??= index + tag.length;
    } else if (open !== undefined) {
      found = cut(slice, open, index);
      open = undefined;
      if (which === 'first') return trimmed(found);
    }
  }
  if (open !== undefined && (found === undefined || which !== 'first')) {
    found = cut(slice, open, text.length);
  }
  return found && trimmed(found);
}

function findValue(slice: Slice, { path }: Finder<'json'>): Slice | undefined {
  const search = findJson(slice.text, 'anywhere');
  if ('fault' in search) return undefined;
  for (const { value: whole } of search.found) {
    const value = valueAt(whole, path);
    if (value === undefined) continue;
    return { text: typeof value === 'string' ? value : canonicalJson(value), start: null };
  }
  return undefined;
}

function findCode(slice: Slice, { language, which }: Finder<'code-block'>): Slice | undefined {
  const blocks = fencedBlocks(slice.text).filter(
    (block) => language === undefined || block.language.toLowerCase() === language.toLowerCase(),
  );
  const block = pick(blocks, which);
  if (block === undefined) return undefined;
  const found = trimmed(cut(slice, block.start, block.end));
  const code = block.content.trim();
  return found.text === code ? found : { text: code, start: null };
}

const BOXED = /\\f?boxed\s*\{/g;

function findBoxed(slice: Slice, which: Which): Slice | undefined {
  const { text } = slice;
  const parts: Slice[] = [];
  let reached = 0;
  for (const { 0: opening, index } of text.matchAll(BOXED)) {
    if (index < reached) continue;
    const from = index + opening.length;
    const to = closingBrace(text, from);
    if (to === undefined) break;
    parts.push(trimmed(cut(slice, from, to)));
    reached = to;
  }
  return pick(parts, which);
}

/** Where the brace that was open closes; undefined where it does not. */
function closingBrace(text: string, from: number): number | undefined {
  let depth = 1;
  for (let at = from; at < text.length; at++) {
    const character = text[at];
    if (character === '\\') at += 1;
    else if (character === '{') depth += 1;
    else if (character === '}') depth -= 1;
    if (depth === 0) return at;
  }
  return undefined;
}

function pick<Item>(items: readonly Item[], which: Which): Item | undefined {
  return which === 'first' ? items[0] : items.at(-1);
}
