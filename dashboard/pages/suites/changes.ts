import type { Suite } from '@assay/sdk';

/** A scorer of a suite as one version has it, and as the one before it had it. */
export interface ScorerChange {
  name: string;
  kind: 'added' | 'removed' | 'changed' | 'same';
  before: string | null;
  after: string | null;
}

/** What one version of a suite changed, scorer by scorer; `before` is undefined for the first. */
export function changesOf(suite: Suite, before: Suite | undefined): ScorerChange[] {
  const [now, then] = [scorersOf(suite), before ? scorersOf(before) : new Map<string, string>()];
  const names = [...new Set([...now.keys(), ...then.keys()])];
  return names.map((name) => {
    const [after, was] = [now.get(name) ?? null, then.get(name) ?? null];
    return { name, kind: kindOf(was, after), before: was, after };
  });
}

function kindOf(before: string | null, after: string | null): ScorerChange['kind'] {
  if (before === null) return 'added';
  if (after === null) return 'removed';
  return before === after ? 'same' : 'changed';
}

function scorersOf({ scorers, policy }: Suite): Map<string, string> {
  const entries = scorers.map((each): [string, string] => {
    if (typeof each === 'string') return [each, '{}'];
    const { scorer, as, ...settings } = each;
    return [as ?? scorer, JSON.stringify({ ...(as !== undefined && { scorer }), ...settings })];
  });
  return new Map([...entries, ['policy', JSON.stringify(policy)]]);
}
