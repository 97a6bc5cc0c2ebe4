import type { JsonObject } from '@assay/schema/types.ts';
import { distance } from 'fastest-levenshtein';
import type { Scorer } from './define.ts';
import { NAMES_WITHOUT_SCORER } from './names-without-scorer.ts';
import { SCORERS } from './registry.ts';

/** A scorer found by a name, and what that name implies. */
export interface Finding {
  scorer: Scorer;
  /** Parameters that the alias stands for. */
  params: JsonObject;
  /** Whether the name began with `not-`. */
  negated: boolean;
}

type Named = Omit<Finding, 'negated'>;

// Other tools write ExactMatch, exact_match and exact-match: all of these are one name here.
function normalise(name: string): string {
  return name.toLowerCase().replace(/[\s_:.-]/g, '');
}

const byName = new Map<string, Named>();
for (const scorer of SCORERS as readonly Scorer[]) {
  byName.set(normalise(scorer.id), { scorer, params: {} });
  for (const [alias, params] of Object.entries(scorer.aliases)) {
    byName.set(normalise(alias), { scorer, params });
  }
}

const withoutScorer = new Map(
  NAMES_WITHOUT_SCORER.flatMap(({ tool, names, instead }) =>
    names.map((name): [string, string] => [normalise(name), `${tool}’s: ${instead}`]),
  ),
);

// What tools add to the name of a measure: FaithfulnessMetric, create_json_match_evaluator.
const CALLED =
  /^(?:create(?:async)?)?(.{2,}?)(?:metric|evaluator|scorer|eval|score|prompt)?(?:async)?$/;

/**
 * The scorer of an id or alias, in any spelling, also with `Metric`, `Evaluator`, `Scorer`, `Eval`,
 * `Score`, `Prompt` or `async` behind it or `create` before it; `not-` before all negates. undefined
 * when there is none.
 */
export function findScorer(name: string): Finding | undefined {
  const key = normalise(name);
  const found = named(key);
  if (found) return { ...found, negated: false };
  const inner = key.startsWith('not') ? named(key.slice(3)) : undefined;
  return inner && { ...inner, negated: true };
}

function named(key: string): Named | undefined {
  const found = byName.get(key);
  // A measure of another tool that has the name of one here, but for its suffix.
  if (found || withoutScorer.has(key)) return found;
  return byName.get(CALLED.exec(key)?.[1] ?? '');
}

/** The refusal of a name, with what was meant, or what there is instead. */
export function unknownName(name: string): string {
  const instead = withoutScorer.get(normalise(name));
  if (instead !== undefined) return `no scorer is named "${name}", which is ${instead}`;
  const near = nearestNames(name).map((id) => `"${id}"`);
  const hint = near.length > 0 ? `; did you mean ${near.join(' or ')}?` : '';
  return `no scorer is named "${name}"${hint}`;
}

// A name within another says something from so many letters on.
const TELLING_LETTERS = 4;

/** Up to two ids that a mistyped name may have meant, by ids and aliases, nearest first. */
export function nearestNames(name: string): string[] {
  const key = normalise(name);
  const inner = CALLED.exec(key)?.[1] ?? key;
  const ranked = [...byName]
    .map(([known, { scorer }]) => ({ id: scorer.id, rank: rankOf(inner, known) }))
    .filter(({ rank }) => rank > 0)
    .sort((a, b) => b.rank - a.rank);
  return [...new Set(ranked.map(({ id }) => id))].slice(0, 2);
}

/** How near a known name is, from 0 to 1: few edits go before one name within the other. */
function rankOf(name: string, known: string): number {
  const longest = Math.max(name.length, known.length);
  const edits = distance(name, known);
  if (edits <= Math.max(2, known.length / 3)) return 1 - edits / (2 * longest);
  const shortest = Math.min(name.length, known.length);
  if (shortest < TELLING_LETTERS) return 0;
  return known.includes(name) || name.includes(known) ? shortest / (2 * longest) : 0;
}
