import type { Evidence } from '@assay/schema/types.ts';
import { asShown } from './fence.ts';
import { foldText } from './folded-text.ts';
import type { QuotedText } from './quotable.ts';

/**
 * Finds a judge's quote in the texts it should come from, word for word. How the words are typed does
 * not count (see `foldText`), and neither does what the fence changed of them. A quote with an
 * ellipsis is found by its longest part.
 *
 * @returns where it stands, as evidence; undefined when it stands nowhere
 */
export function findQuote(
  quote: string,
  texts: readonly QuotedText[],
  note: string,
): Evidence | undefined {
  const parts = quote.split(/\s*(?:…|\.\.\.)\s*/);
  const longest = parts.reduce((best, part) => (part.length > best.length ? part : best), '');
  const exact = longest.trim().slice(0, MOST_SOUGHT);
  const sought = foldText(exact).folded.trim();
  if (sought === '') return undefined;
  for (const place of texts) {
    const { pointer, text } = place;
    const start = text.indexOf(exact);
    const end = start + exact.length;
    // Most quotes stand there as they are, and folding a long text takes time.
    if (start !== -1 && !isMark(text, end)) return { pointer, start, end, text: exact, note };
    for (const find of findersOf(place)) {
      const found = find(sought);
      if (found === undefined) continue;
      const [from, to] = found;
      return { pointer, start: from, end: to, text: text.slice(from, to), note };
    }
  }
  return undefined;
}

const MOST_SOUGHT = 500;

type Find = (sought: string) => readonly [start: number, end: number] | undefined;

const known = new WeakMap<QuotedText, readonly Find[]>();

/** Searches in a text as it is, and then in what a judge is shown of it. */
function findersOf(place: QuotedText): readonly Find[] {
  const finders = known.get(place) ?? makeFinders(place.text);
  known.set(place, finders);
  return finders;
}

function makeFinders(text: string): Find[] {
  const { shown, places } = asShown(text);
  if (shown === text) return [finder(text, (index) => index)];
  return [finder(text, (index) => index), finder(shown, (index) => places[index] ?? text.length)];
}

function finder(text: string, place: (index: number) => number): Find {
  const { folded, starts, ends } = foldText(text);
  return (sought) => {
    let at = folded.indexOf(sought);
    while (at !== -1 && isMark(folded, at + sought.length)) {
      at = folded.indexOf(sought, at + 1);
    }
    const start = starts[at];
    const end = ends[at + sought.length - 1];
    return start === undefined || end === undefined ? undefined : [place(start), place(end)];
  };
}

/** Whether a mark stands at an index: it belongs to the letter before, "cafe" is not in "café". */
function isMark(text: string, at: number): boolean {
  return /^\p{M}/u.test(text.slice(at, at + 2));
}
