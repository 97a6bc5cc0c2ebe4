import type { JsonObject } from '@assay/schema/types.ts';
import { distance } from 'fastest-levenshtein';
import type { Scorer } from './define.ts';
import { SCORERS } from './registry.ts';

/** A scorer found by a name, and what that name implies. */
export interface Finding {
  scorer: Scorer;
  /** Parameters that the alias stands for. */
  params: JsonObject;
  /** Whether the name began with `not-`. */
  negated: boolean;
}

// Other tools write ExactMatch, exact_match and exact-match: all of these are one name here.
function normalise(name: string): string {
  return name.toLowerCase().replace(/[\s_:-]/g, '');
}

const byName = new Map<string, Omit<Finding, 'negated'>>();
for (const scorer of SCORERS as readonly Scorer[]) {
  byName.set(normalise(scorer.id), { scorer, params: {} });
  for (const [alias, params] of Object.entries(scorer.aliases)) {
    byName.set(normalise(alias), { scorer, params });
  }
}

/** The scorer of an id or alias, in any spelling; `not-` before it negates. undefined when there is none. */
export function findScorer(name: string): Finding | undefined {
  const key = normalise(name);
  const found = byName.get(key);
  if (found) return { ...found, negated: false };
  const inner = key.startsWith('not') ? byName.get(key.slice(3)) : undefined;
  return inner && { ...inner, negated: true };
}

/** Up to two scorer ids that a mistyped name may have meant, nearest first. */
export function nearestNames(name: string): string[] {
  const key = normalise(name);
  return (SCORERS as readonly Scorer[])
    .map(({ id }) => ({ id, edits: distance(key, normalise(id)) }))
    .filter(({ id, edits }) => edits <= Math.max(2, id.length / 3))
    .sort((a, b) => a.edits - b.edits)
    .slice(0, 2)
    .map(({ id }) => id);
}
