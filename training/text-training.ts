/** Trains the linear models over runs of words that detectors read: see `text-model.ts`. */
import { hashOf } from '@assay/scorers/detectors/model/ngrams.ts';
import {
  classFeatures,
  type Lexicon,
  type Reading,
  readTokens,
} from '@assay/scorers/detectors/model/reading.ts';
import { runScale } from '@assay/scorers/detectors/model/text-model.ts';
import { tokensOf } from '@assay/scorers/detectors/model/tokens.ts';
import { type Logistic, logitOf, type SparseRow, trainLogistic } from './logistic.ts';

/** The words of each class, by the class's name. */
export type Classes = Readonly<Record<string, readonly string[]>>;

/** A text to learn from or to measure on. */
export interface Example {
  text: string;
  /** For each head 1, 0, or nothing where no one knows. */
  labels: Readonly<Record<string, number | undefined>>;
  /** No two texts of one family are on both sides of a split. */
  family: string;
  source: string;
  weight?: number;
  /** Of our own writing: nothing is measured on it, so that none of it is held out. */
  isOurs?: boolean;
  /** How many tokens its opening has. */
  opening?: number;
  counted?: readonly number[];
  /** Whether the detector has to be silent on it: false alarms are counted on these. */
  harmless?: boolean;
}

export interface TrainingOptions {
  /** What is told from runs of words and from classes. */
  heads: readonly string[];
  /** What is told from classes alone, which costs no more than a few weights. */
  classHeads?: readonly string[];
  classes: Classes;
  /** How many runs are kept. */
  keep: number;
  /** A run that fewer texts have is not learnt. */
  leastTexts?: number;
  epochs?: number;
  rate?: number;
  l2?: number;
  seed?: number;
}

/** A model before rounding. */
export interface Trained {
  /** Hashes of the known runs, sorted. */
  runs: readonly number[];
  heads: readonly { name: string; model: Logistic }[];
  /** The logit of the i-th head. */
  logit(example: Example, head?: number): number;
}

export function lexiconOf(classes: Classes): Map<number, number> {
  const lexicon = new Map<number, number>();
  for (const [i, words] of Object.values(classes).entries()) {
    for (const word of words) {
      const hash = hashOf(word);
      // A word of two classes is of the first.
      if (!lexicon.has(hash)) lexicon.set(hash, i);
    }
  }
  return lexicon;
}

export function trainText(examples: readonly Example[], options: TrainingOptions): Trained {
  const { classes, heads, classHeads = [], keep, leastTexts = 2 } = options;
  const { epochs = 12, rate = 0.05, l2 = 1e-5, seed = 1 } = options;
  const lexicon = lexiconOf(classes);
  const count = Object.keys(classes).length;
  const readings = examples.map((example) => read(example, lexicon));
  const texts = new Map<number, number>();
  for (const { hashes } of readings) {
    for (const hash of new Set(hashes)) texts.set(hash, (texts.get(hash) ?? 0) + 1);
  }
  const all = [...texts].filter(([, n]) => n >= leastTexts).map(([hash]) => hash);
  const learn = (names: readonly string[], runs: readonly number[]) => {
    const index = indexOf(runs);
    const rows = examples.map((example, i) => toRow(example, readings[i], index, count));
    const features = runs.length + 2 * count + (examples[0]?.counted?.length ?? 0);
    return names.map((name) => ({
      name,
      index,
      model: trainLogistic(
        rows.flatMap((row, i) => {
          const label = examples[i]?.labels[name];
          return label === undefined ? [] : [{ ...row, label }];
        }),
        { features, epochs, rate, l2, seed },
      ),
    }));
  };
  const first = learn(heads, all);
  const runs = all
    .map((hash, i) => {
      const most = Math.max(...first.map(({ model }) => Math.abs(model.weights[i] ?? 0)));
      return { hash, worth: most * Math.sqrt(texts.get(hash) ?? 0) };
    })
    .sort((a, b) => b.worth - a.worth || a.hash - b.hash)
    .slice(0, keep)
    .map(({ hash }) => hash)
    .sort((a, b) => a - b);
  const trained = [...learn(heads, runs), ...learn(classHeads, [])];
  return {
    runs,
    heads: trained,
    logit(example, head = 0) {
      const of = trained[head];
      if (of === undefined) throw new RangeError(`There is no head ${head}.`);
      return logitOf(of.model, toRow(example, read(example, lexicon), of.index, count));
    },
  };
}

function read({ text, opening }: Example, lexicon: Lexicon): Reading {
  return readTokens(tokensOf(text), lexicon, opening);
}

function indexOf(runs: readonly number[]): Map<number, number> {
  return new Map(runs.map((hash, i) => [hash, i]));
}

function toRow(
  { counted = [], weight = 1 }: Example,
  reading: Reading | undefined,
  index: ReadonlyMap<number, number>,
  classes: number,
): SparseRow {
  if (reading === undefined) throw new RangeError('Each example has a reading.');
  const runs = [...new Set(reading.hashes)].flatMap((hash) => index.get(hash) ?? []);
  const scale = runScale(runs.length);
  const features = [...classFeatures(reading.classes, classes), ...counted];
  return {
    features: Int32Array.from([...runs, ...features.map((_, i) => index.size + i)]),
    values: Float32Array.from([...runs.map(() => scale), ...features]),
    label: 0,
    weight,
  };
}
