import type { LabelledDifference } from '../../core/statistics/correction/prediction-powered-difference.ts';
import type { Moments } from '../../core/statistics/moments.ts';
import type { AppliedCalibration } from '../scoring/calibration-cache.ts';
import type { Side } from './score-tally.ts';

/** What people said of a sample of a batch. */
export interface BatchLabel {
  /** From 0 to 1. */
  grade: number;
  /** What it counts for in an estimate. */
  weight: number;
}

/** What people said of the samples of batches. */
export interface BatchLabels {
  /**
   * The labels of a batch for a question, `name` or `name@version`, by the place of the sample: those
   * with a final value that may enter an estimate.
   */
  read(
    projectId: string,
    batchId: string,
    question: string,
  ): Promise<ReadonlyMap<number, BatchLabel> | 'too_many'>;
}

/** The question by which a judge was calibrated, with what people said of either batch. */
export interface Labelled {
  question: string | null;
  passAt: number;
  batch: ReadonlyMap<number, BatchLabel>;
  base: ReadonlyMap<number, BatchLabel>;
  areTooMany: boolean;
}

const NONE: ReadonlyMap<number, BatchLabel> = new Map();

/** What people said of two batches in answer to the question of a calibration. */
export async function readLabelled(
  { question, passAt }: Pick<AppliedCalibration, 'question' | 'passAt'>,
  { projectId, batchId, baseId }: { projectId: string; batchId: string; baseId: string },
  batchLabels: BatchLabels,
): Promise<Labelled> {
  if (question === null) return { question, passAt, batch: NONE, base: NONE, areTooMany: false };
  const [batch, base] = await Promise.all(
    [batchId, baseId].map((id) => batchLabels.read(projectId, id, question)),
  );
  if (batch === 'too_many' || base === 'too_many' || batch === undefined || base === undefined) {
    return { question, passAt, batch: NONE, base: NONE, areTooMany: true };
  }
  return { question, passAt, batch, base, areTooMany: false };
}

/** The differences of one judge: those of pairs that people labelled, and the rest. */
export class LabelledPairs {
  readonly labelled: Labelled;
  readonly values = new Differing();
  readonly passes = new Differing();
  readonly #weights = new Set<string>();

  constructor(labelled: Labelled) {
    this.labelled = labelled;
  }

  /** Whether every labelled pair was as likely to be labelled as the others. */
  get areDrawnAlike(): boolean {
    return this.#weights.size <= 1;
  }

  add(places: { at: number; baseAt: number }, own: Side, other: Side): void {
    const { batch, base, passAt } = this.labelled;
    const [first, second] = [batch.get(places.at), base.get(places.baseAt)];
    const labels = first && second && { first, second };
    const isGood = ({ grade }: BatchLabel) => Number(grade >= passAt - 1e-9);
    if (own.value !== null && other.value !== null) {
      if (labels) this.#weights.add(`${labels.first.weight} ${labels.second.weight}`);
      const label = labels && labels.first.grade - labels.second.grade;
      this.values.add(own.value - other.value, label);
    }
    if (own.passed !== null && other.passed !== null) {
      const label = labels && isGood(labels.first) - isGood(labels.second);
      this.passes.add(Number(own.passed) - Number(other.passed), label);
    }
  }
}

/** Differences of a judge, kept where people said by how much they differ. */
class Differing {
  readonly labelled: LabelledDifference[] = [];
  #count = 0;
  #sum = 0;
  #squares = 0;

  add(score: number, label: number | undefined): void {
    if (label !== undefined) {
      this.labelled.push({ label, score });
      return;
    }
    this.#count += 1;
    this.#sum += score;
    this.#squares += score * score;
  }

  /** Of the pairs without labels. */
  get others(): Moments {
    if (this.#count === 0) return { count: 0, mean: 0, variance: 0 };
    const mean = this.#sum / this.#count;
    const variance = Math.max(0, this.#squares / this.#count - mean * mean);
    return { count: this.#count, mean, variance };
  }
}
