import type { GuardRedaction, RedactionMode } from '@assay/schema/types.ts';

/** What stands in a text where something is redacted. */
export interface Replacements {
  /** @param kind of the finding. @param original the text that is replaced */
  of(kind: string, original: string): string;
  /** What each token stands for, also those of earlier calls; undefined if there is none. */
  tokens(): Record<string, string> | undefined;
}

/**
 * Makes replacements as a policy asks for them.
 *
 * @param earlier tokens of earlier calls, which keep what they stand for
 * @param written tokens that stand in what was sent: none of them is given
 * @param hashes by kind and original, see `hashKey`
 */
export function createReplacements(
  { mode = 'placeholder', kinds = {} }: GuardRedaction,
  earlier: Readonly<Record<string, string>>,
  written: Pick<ReadonlySet<string>, 'has'>,
  hashes: ReadonlyMap<string, string>,
): Replacements {
  const tokens = new Map(Object.entries(earlier));
  const tokenOf = new Map([...tokens].map(([token, original]) => [original, token]));
  const counts = new Map<string, number>();

  function token(label: string, original: string): string {
    const known = tokenOf.get(original);
    if (known !== undefined) return known;
    for (let count = (counts.get(label) ?? 0) + 1; ; count += 1) {
      const next = `[${label}_${count}]`;
      if (tokens.has(next) || written.has(next)) continue;
      counts.set(label, count);
      tokens.set(next, original);
      tokenOf.set(original, next);
      return next;
    }
  }

  const by: Record<RedactionMode, (label: string, kind: string, original: string) => string> = {
    placeholder: (label) => `[${label}]`,
    mask: (_, __, original) => original.replace(/\S/gu, '*'),
    hash: (label, kind, original) => `[${label}:${hashes.get(hashKey(kind, original)) ?? ''}]`,
    tokens: (label, _, original) => token(label, original),
  };
  return {
    of(kind, original) {
      return by[modeOf({ mode, kinds }, kind)](labelOf(kind), kind, original);
    },
    tokens: () => (tokens.size === 0 ? undefined : Object.fromEntries(tokens)),
  };
}

export function modeOf({ mode = 'placeholder', kinds = {} }: GuardRedaction, kind: string) {
  return Object.hasOwn(kinds, kind) ? (kinds[kind] ?? mode) : mode;
}

export function hashKey(kind: string, original: string): string {
  return `${kind}\n${original}`;
}

function labelOf(kind: string): string {
  return kind
    .toUpperCase()
    .replace(/[^A-Z0-9]+/g, '_')
    .slice(0, 60);
}
