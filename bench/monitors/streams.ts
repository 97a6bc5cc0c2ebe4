import type { Random } from '../../worker/core/statistics/random.ts';

/** A kind of stream: draws values with a mean that can be moved. */
export interface StreamKind {
  name: string;
  mean: number;
  /** Makes a source of values whose mean is moved by `shift`. */
  source: (random: Random) => (shift: number) => number;
}

const GRADES = [0, 0.25, 0.5, 0.75, 1];

export const STREAMS: readonly StreamKind[] = [
  passes('passes .8', 0.8, 0),
  passes('passes .97', 0.97, 0),
  grades(),
  continuous(),
  passes('passes .8, neighbours correlated .3', 0.8, 0.3),
  passes('passes .8, neighbours correlated .6', 0.8, 0.6),
];

/** A pass or fail is that of the value before in a share of `repeated`, else drawn. */
function passes(name: string, mean: number, repeated: number): StreamKind {
  return {
    name,
    mean,
    source: (random) => {
      let last = random() < mean ? 1 : 0;
      return (shift) => {
        if (random() >= repeated) last = random() < mean + shift ? 1 : 0;
        return last;
      };
    },
  };
}

/** Five grades, mostly high ones: the sum of four passes of .8. */
function grades(): StreamKind {
  return {
    name: 'five grades around .8',
    mean: 0.8,
    source: (random) => (shift) => {
      const passed = [1, 2, 3, 4].filter(() => random() < 0.8 + shift).length;
      return GRADES[passed] ?? 0;
    },
  };
}

/** Values between 0 and 1, which may vary more or less: a pass or fail, blurred. */
function continuous(): StreamKind {
  return {
    name: 'any value, two humps, mean .7',
    mean: 0.7,
    source: (random) => (shift) => {
      const isHigh = random() < (0.7 + shift - 0.15) / 0.7;
      return (isHigh ? 0.7 : 0) + 0.3 * random();
    },
  };
}
