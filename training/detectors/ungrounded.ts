import type { Tree } from '@assay/scorers/detectors/ungrounded/forest.ts';
import { sentencesOf, wholeSupport } from '@assay/scorers/detectors/ungrounded/passages.ts';
import { indexSources } from '@assay/scorers/detectors/ungrounded/source-index.ts';
import {
  outputLogit,
  type UngroundedModel,
} from '@assay/scorers/detectors/ungrounded/ungrounded-model.ts';
import { UNBOUNDED } from '@assay/scorers/work.ts';
import { rocAuc } from '../../bench/detectors/quality.ts';
import { trainForest } from '../boosted-trees.ts';
import { foldOf } from '../cross-validate.ts';
import { isHeldOut } from '../families.ts';
import { fitPlatt } from '../platt.ts';
import { readRows } from '../rows.ts';

interface GroundednessRow {
  context: string;
  output: string;
  /** 1 for what the context holds. */
  label: number;
  source: string;
}

/** What is learnt from; SummaC and QAGS, whose licence is not on record, only measure. */
const SETS = ['begin', 'q2'];
const FOLDS = 4;
const FOREST = { trees: 40, depth: 2, rate: 0.1 };

interface Example {
  whole: readonly number[];
  sentences: readonly (readonly number[])[];
  /** 1 for what the context does not hold. */
  label: number;
  family: string;
  weight: number;
}

/** The bytes of the weights file. */
export function trainUngrounded(folder: string): Uint8Array {
  const examples = SETS.flatMap((set) => load(set, folder));
  const unseen = Array.from({ length: FOLDS }, (_, fold) => {
    const isOut = ({ family }: Example) => foldOf(family, FOLDS) === fold;
    const forest = learn(examples.filter((each) => !isOut(each)));
    return examples.filter(isOut).map(({ whole, sentences, label, weight }) => ({
      logit: outputLogit({ forest }, whole, sentences),
      label,
      weight,
    }));
  }).flat();
  const auc = rocAuc(
    unseen.map(({ logit, label }) => ({ certainty: logit, isPositive: label === 1 })),
  );
  console.log(`${unseen.length} rows, ROC AUC ${auc.toFixed(3)}`);
  const { slope, offset } = fitPlatt(unseen);
  const { bias, trees } = learn(examples);
  const model: UngroundedModel = {
    forest: { bias: digits(bias), trees: trees.map(rounded) },
    slope: digits(slope),
    offset: digits(offset),
  };
  return new TextEncoder().encode(JSON.stringify(model));
}

function load(set: string, folder: string): Example[] {
  const rows = readRows<GroundednessRow>(`groundedness_${set}.dev.jsonl`, folder).filter(
    ({ context }) => !isHeldOut(context),
  );
  return rows.flatMap(({ context, output, label }) => {
    const index = indexSources([context]);
    const sentences = sentencesOf(index, output, UNBOUNDED);
    if (sentences.length === 0) return [];
    return [
      {
        whole: wholeSupport(index, output, sentences, UNBOUNDED),
        sentences: sentences.map(({ support }) => support),
        label: 1 - label,
        // Outputs on one document are one family.
        family: context,
        // A set of ten times the rows counts three times as much.
        weight: Math.sqrt(PLAIN_SIZE / rows.length),
      },
    ];
  });
}

const PLAIN_SIZE = 300;

function learn(examples: readonly Example[]) {
  return trainForest(
    examples.map(({ whole }) => whole),
    examples.map(({ label }) => label),
    examples.map(({ weight }) => weight),
    FOREST,
  );
}

function rounded(tree: Tree): Tree {
  return 'leaf' in tree
    ? { leaf: digits(tree.leaf) }
    : { ...tree, below: digits(tree.below), yes: rounded(tree.yes), no: rounded(tree.no) };
}

function digits(value: number): number {
  return Number(value.toPrecision(5));
}
