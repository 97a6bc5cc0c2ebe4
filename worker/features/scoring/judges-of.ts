import type { CalibratedJudge, Score } from '@assay/schema/types.ts';

/** The models whose votes made a score, each once; none where no judge was asked. */
export function judgesOf({ votes = [] }: Score): CalibratedJudge[] {
  const judges = new Map<string, CalibratedJudge>();
  for (const { model, modelVersion: version, counted, error } of votes) {
    if (!counted || error !== undefined) continue;
    judges.set(JSON.stringify([model, version]), { model, version });
  }
  return [...judges.values()];
}

/** Whether all of them are among others, in the same versions. */
export function areAmong(
  judges: readonly CalibratedJudge[],
  others: readonly CalibratedJudge[],
): boolean {
  return judges.every(({ model, version }) =>
    others.some((other) => other.model === model && other.version === version),
  );
}

/** A judge as a person reads it. */
export function nameJudge({ model, version }: CalibratedJudge): string {
  return version === null ? `${model} (no version reported)` : `${model} (version ${version})`;
}

/** Judges as one text, the same for the same; undefined for none. */
export function judgesKey(judges: readonly CalibratedJudge[]): string | undefined {
  if (judges.length === 0) return undefined;
  const list = judges.map(({ model, version }) => JSON.stringify([model, version])).sort();
  return `[${list.join(',')}]`;
}

export function readJudgesKey(key: string): CalibratedJudge[] {
  const list: [string, string | null][] = JSON.parse(key);
  return list.map(([model, version]) => ({ model, version }));
}
