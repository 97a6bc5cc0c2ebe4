import type { LabelTarget, Sampling, Score, Verdict } from '@assay/schema/types.ts';

/** Something that a queue may ask about, with what drawing goes by. */
export interface Candidate {
  target: LabelTarget;
  /** The stratum it belongs to. */
  stratum: string;
  /** What is drawn first; null is not drawn. */
  priority: number | null;
}

/** What is known of a candidate beside its verdict. */
interface Known {
  tags?: readonly string[];
  split?: string | null;
}

/** What drawing by `sampling` has to know of a candidate. */
export function candidateOf(
  target: LabelTarget,
  verdict: Verdict | null,
  { tags = verdict?.tags ?? [], split = null }: Known,
  sampling: Sampling,
): Candidate {
  return {
    target,
    stratum: sampling.method === 'stratified' ? stratumOf(verdict, { tags, split }, sampling) : '',
    priority: priorityOf(verdict, sampling),
  };
}

const NONE = 'none';

function stratumOf(
  verdict: Verdict | null,
  { tags, split }: Known,
  { by, scorer }: Extract<Sampling, { method: 'stratified' }>,
): string {
  switch (by) {
    case 'passed':
      return verdict === null ? NONE : String(verdict.passed);
    case 'tag':
      return tags?.[0] ?? NONE;
    case 'split':
      return split ?? NONE;
    case 'score': {
      const value = verdict?.scores.find(({ name }) => name === scorer)?.value;
      return value === null || value === undefined ? NONE : (FIFTHS[fifthOf(value)] ?? NONE);
    }
  }
}

const FIFTHS = ['0–0.2', '0.2–0.4', '0.4–0.6', '0.6–0.8', '0.8–1'];

function fifthOf(value: number): number {
  return Math.min(FIFTHS.length - 1, Math.floor(value * FIFTHS.length));
}

function priorityOf(verdict: Verdict | null, sampling: Sampling): number | null {
  if (sampling.method === 'uncertain') {
    const { scorer } = sampling;
    const scores = verdict?.scores ?? [];
    const doubts = scores
      .filter(({ name, kind }) => (scorer === undefined ? kind === 'judge' : name === scorer))
      .flatMap((score) => doubtOf(score) ?? []);
    return doubts.length === 0 ? null : Math.max(...doubts);
  }
  if (sampling.method === 'disagreement') {
    const spread = spreadOf(verdict?.scores ?? [], sampling.scorers);
    return spread > 0 ? spread : null;
  }
  return 0;
}

/** How unsure a score is, from 0 to 1: by its confidence, its votes and its distance to the threshold. */
function doubtOf(score: Score): number | undefined {
  if (score.status === 'error' || score.status === 'skipped') return undefined;
  if (score.status === 'abstained' || score.value === null) return 1;
  const { value, threshold, confidence, agreement } = score;
  const edge = threshold ?? 0.5;
  const nearness = 1 - Math.abs(value - edge) / Math.max(edge, 1 - edge);
  return Math.max(nearness, 1 - (confidence ?? 1), 1 - (agreement ?? 1));
}

/** How far judges are apart: between scores, or between the votes within one. */
function spreadOf(scores: readonly Score[], names: readonly string[] | undefined): number {
  const compared = scores.filter(({ name, kind }) =>
    names === undefined ? kind === 'judge' : names.includes(name),
  );
  const values = compared.flatMap(({ value }) => value ?? []);
  const within = compared.map(({ votes = [] }) =>
    range(votes.filter(({ counted }) => counted).flatMap(({ value }) => value ?? [])),
  );
  return Math.max(range(values), ...within);
}

function range(values: readonly number[]): number {
  return values.length === 0 ? 0 : Math.max(...values) - Math.min(...values);
}
