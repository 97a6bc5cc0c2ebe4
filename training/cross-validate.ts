import { hash } from 'node:crypto';
import { type Example, type Trained, type TrainingOptions, trainText } from './text-training.ts';

/** A text, and the logit of each head by a model that saw no text of its family. */
export interface OutOfFold {
  example: Example;
  logits: readonly number[];
}

export type Learn = (examples: readonly Example[], options: TrainingOptions) => Trained;

/** Which of so many folds a family is in. */
export function foldOf(family: string, folds: number): number {
  return Number.parseInt(hash('sha256', `fold:${family}`).slice(0, 8), 16) % folds;
}

export function crossValidate(
  examples: readonly Example[],
  options: TrainingOptions,
  {
    folds = 4,
    learn = trainText as Learn,
    logit = (model: Trained, example: Example, head: number) => model.logit(example, head),
  } = {},
): OutOfFold[] {
  return Array.from({ length: folds }, (_, fold) => {
    const isOut = ({ family }: Example) => foldOf(family, folds) === fold;
    const model = learn(
      examples.filter((each) => !isOut(each)),
      options,
    );
    return examples.filter(isOut).map((example) => ({
      example,
      logits: model.heads.map((_, head) => logit(model, example, head)),
    }));
  }).flat();
}
