import type { CalibrationLabel } from '@assay/schema/types.ts';
import type { Counting, LineSource } from '../../core/line-source.ts';
import { ApiProblem } from '../../core/problem.ts';

import { type KeptLabel, keptLabel } from './final-label.ts';

/** More labels than this tell no more of a judge, and are not held in memory. */
export const MOST_LABELS = 10_000;

/** Samples on their way into a batch, and their labels, which are there once they are. */
export interface LabelledSamples {
  source: LineSource;
  /** By the place of the sample in the batch. */
  labels: KeptLabel[];
}

const IN_LABELS: Counting = {
  pointerOf: ({ line, pointer }) => `/labels/${line - 1}/sample${pointer}`,
  nameOf: (line) => `/labels/${line - 1}`,
  placeOf: (at) => `index ${at}`,
};

/** The labels of a request. */
export function labelsSent(given: readonly CalibrationLabel[]): LabelledSamples {
  if (given.length > MOST_LABELS) throw tooManyLabels();
  const lines = given.map(({ sample }, i) => ({ number: i + 1, value: sample }));
  return {
    source: { lines: [lines], counting: IN_LABELS },
    labels: given.map(({ sample: _, ...label }) => keptLabel(label)),
  };
}

export function tooManyLabels(): ApiProblem {
  return new ApiProblem('request_too_large', {
    detail: `A calibration takes at most ${MOST_LABELS} labels. Draw a random sample of them.`,
  });
}
