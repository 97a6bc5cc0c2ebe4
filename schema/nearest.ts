import { distance } from 'fastest-levenshtein';

/** The name that a mistyped one most likely meant; undefined if none is near. */
export function nearest(name: string, known: readonly string[]): string | undefined {
  const wanted = folded(name);
  const ranked = known
    .map((each) => ({ each, edits: distance(wanted, folded(each)) }))
    .filter(
      ({ each, edits }) =>
        edits < folded(each).length && edits <= Math.max(1, Math.floor(each.length / 3)),
    )
    .sort((a, b) => a.edits - b.edits);
  return ranked[0]?.each;
}

/** A name without case and separators. */
export function folded(name: string): string {
  return name.toLowerCase().replace(/[\s._-]+/g, '');
}
