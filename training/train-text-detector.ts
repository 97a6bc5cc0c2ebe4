/** Trains one detector over runs of words, from its labelled rows to its weights file. */
import { rocAuc } from '../bench/detectors/quality.ts';
import { crossValidate, type Learn, type OutOfFold } from './cross-validate.ts';
import { isHeldOut } from './families.ts';
import { fitPlatt } from './platt.ts';
import {
  type Example,
  lexiconOf,
  type Trained,
  type TrainingOptions,
  trainText,
} from './text-training.ts';
import { writeTextModel } from './write-text-model.ts';

export interface TextTraining extends TrainingOptions {
  detector: string;
  /** Certainty reaches 0.5 for no more than this share of harmless texts that training did not see. */
  mostFalseAlarms: number;
  /** The least logit with a certainty of 0.5; 0 where it is left out. */
  margin?: number;
  load(folder: string): Example[];
  /** How a model is trained; `trainText` where it is left out. */
  learn?: Learn;
  /** The logit of a text as the detector finds it; that of the whole text where it is left out. */
  logit?(model: Trained, example: Example, head: number): number;
}

/**
 * The bytes of the weights file. The families that are held out are not learnt from; what is learnt is
 * scaled to certainties by cross-validation over the rest.
 */
export function trainTextDetector(training: TextTraining, folder: string): Uint8Array {
  const { heads, classes, learn = trainText } = training;
  const examples = training
    .load(folder)
    .filter(({ family, isOurs = false }) => isOurs || !isHeldOut(family));
  const [main = ''] = heads;
  const unseen = crossValidate(examples, training, {
    learn,
    ...(training.logit ? { logit: training.logit } : {}),
  });
  report(main, unseen);
  const model = learn(examples, training);
  const runs = model.runs.length;
  return writeTextModel(
    training.detector,
    Object.keys(classes),
    lexiconOf(classes),
    model.runs,
    model.heads.map(({ name, model: { bias, weights } }, head) => ({
      name,
      bias,
      runs: head < heads.length ? [...weights.subarray(0, runs)] : [],
      features: [...weights.subarray(head < heads.length ? runs : 0)],
      ...scalingOf(name, unseen, head, head === 0 ? training : undefined),
    })),
  );
}

function scalingOf(
  name: string,
  unseen: readonly OutOfFold[],
  head: number,
  limits: Pick<TextTraining, 'mostFalseAlarms' | 'margin'> | undefined,
): { slope: number; offset: number } {
  const rows = unseen.flatMap(({ example: { labels, weight = 1 }, logits }) => {
    const label = labels[name];
    return label === undefined ? [] : [{ logit: logits[head] ?? 0, label, weight }];
  });
  const { slope, offset } = fitPlatt(rows);
  if (limits === undefined) return { slope, offset };
  const { mostFalseAlarms, margin = Number.NEGATIVE_INFINITY } = limits;
  const harmless = unseen
    .filter(({ example }) => example.harmless)
    .map(({ logits }) => logits[head] ?? 0)
    .sort((a, b) => b - a);
  const highest = harmless[Math.floor(mostFalseAlarms * harmless.length)] ?? margin;
  return { slope, offset: Math.min(offset, -slope * Math.max(margin, highest)) };
}

function report(main: string, unseen: readonly OutOfFold[]): void {
  for (const [source, rows] of Map.groupBy(unseen, ({ example }) => example.source)) {
    const judged = rows.map(({ example, logits }) => ({
      isPositive: example.labels[main] === 1,
      certainty: logits[0] ?? 0,
    }));
    const above = judged.filter(({ certainty }) => certainty > 0).length / judged.length;
    console.log(
      `${source}: ${rows.length} rows, ${above.toFixed(3)} above, ROC AUC ${rocAuc(judged).toFixed(3)}`,
    );
  }
}
