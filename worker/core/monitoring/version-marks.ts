import type { TimelineMark } from '@assay/schema/types.ts';

/** Values that each subject had, the last one at the end. */
export type KnownVersions = Record<string, string[]>;

const MOST_SUBJECTS = 100;
const MOST_VALUES = 20;

/**
 * Notes the versions of a verdict. A version that was not there before is a mark; where several take
 * turns, as two releases side by side do, only the first of each is.
 *
 * @param place of the verdict
 */
export function noteVersions(
  known: KnownVersions,
  versions: Record<string, string>,
  { place, atMs }: { place: number; atMs: number },
): TimelineMark[] {
  const marks: TimelineMark[] = [];
  for (const [subject, value] of Object.entries(versions)) {
    const values = known[subject];
    if (values === undefined) {
      if (Object.keys(known).length < MOST_SUBJECTS) known[subject] = [value];
      continue;
    }
    const before = values.at(-1) ?? null;
    if (before === value) continue;
    if (!values.includes(value)) {
      const kind = subject.startsWith('fingerprint of ') ? 'fingerprint' : 'version';
      const time = new Date(atMs).toISOString();
      marks.push({ at: place, time, kind, subject, before, after: value });
    }
    known[subject] = [...values.filter((one) => one !== value), value].slice(-MOST_VALUES);
  }
  return marks;
}
