import { readData } from '#data-files';
import { type Forest, forestLogit } from './forest.ts';

/** What the weights file holds, as JSON. */
export interface UngroundedModel {
  forest: Forest;
  /** Certainty is 1 / (1 + exp(−(slope · logit + offset))). */
  slope: number;
  offset: number;
}

let known: UngroundedModel | undefined;

export function ungroundedModel(): UngroundedModel {
  known ??= readModel(readData('detectors/model/ungrounded.bin'));
  return known;
}

function readModel(data: ArrayBuffer): UngroundedModel {
  return JSON.parse(new TextDecoder().decode(data));
}

/** The logit of no support for a passage. */
export function passageLogit(
  { forest }: Pick<UngroundedModel, 'forest'>,
  support: readonly number[],
) {
  return forestLogit(forest, support);
}

/** That of an output: half of it is that of the whole, and half that of the worst sentence. */
export function outputLogit(
  model: Pick<UngroundedModel, 'forest'>,
  whole: readonly number[],
  sentences: readonly (readonly number[])[],
): number {
  const worst = Math.max(...sentences.map((support) => passageLogit(model, support)));
  return (passageLogit(model, whole) + worst) / 2;
}

export function certaintyOf({ slope, offset }: UngroundedModel, logit: number): number {
  return 1 / (1 + Math.exp(-(slope * logit + offset)));
}
