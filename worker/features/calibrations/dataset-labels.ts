import type {
  DatasetItem,
  DatasetLabel,
  PersonalLabel,
  Question,
  Sample,
  TargetLabels,
} from '@assay/schema/types.ts';
import { BY_LINE, type Counting } from '../../core/line-source.ts';
import { ApiProblem } from '../../core/problem.ts';
import type { GivenRecord } from '../../core/read-record.ts';
import { openDataset, type ReadItemNeeds, readItems } from '../datasets/read-items.ts';
import { type LabelNeeds, readFinalLabels } from '../reviews/find-labels.ts';
import { getQuestion } from '../reviews/questions.ts';
import { parseVersionReference } from '../scoring/version-cache.ts';
import { type KeptLabel, keptLabel, toGrade } from './final-label.ts';
import { gradeOf } from './grade-of.ts';
import { type LabelledSamples, MOST_LABELS, tooManyLabels } from './labelled-samples.ts';

export type DatasetLabelNeeds = ReadItemNeeds & LabelNeeds;

/**
 * The labelled items of a data set: by the labels that its items carry, and by those that people gave to
 * its items. Items without a label for the question are no part of it.
 *
 * @param asked the question whose labels count; where it is not told, the items must have labels of one
 * @throws ApiProblem `dataset_not_found`, or `invalid_request` for a question that is not told
 */
export async function labelsOfDataset(
  projectId: string,
  reference: string,
  asked: string | undefined,
  services: DatasetLabelNeeds,
): Promise<LabelledSamples & { dataset: string; question: string | null }> {
  const { dataset, selection } = await openDataset(projectId, reference, services);
  const pinned = `${dataset.name}@${dataset.version}`;
  const name = asked ?? (await onlyQuestion(selection, services));
  const question = await findQuestion(projectId, name, services);
  const given =
    question === null ? new Map() : await labelsGiven(projectId, pinned, question, services);
  const labels: KeptLabel[] = [];

  async function* lines(): AsyncGenerator<GivenRecord[]> {
    for await (const item of readItems(selection, services)) {
      const label = given.get(item.id) ?? labelCarried(item, name, question);
      if (label === undefined) continue;
      if (labels.length === MOST_LABELS) throw tooManyLabels();
      labels.push({ ...label, tags: item.tags ?? [] });
      const sample: Sample = { ...item.sample, id: item.id };
      yield [{ number: labels.length, value: sample }];
    }
  }

  return {
    source: { lines: lines(), counting: IN_ITEMS },
    labels,
    dataset: pinned,
    question: name,
  };
}

const IN_ITEMS: Counting = { ...BY_LINE, pointerOf: () => '/dataset' };

/** The one question that the items have labels for. */
async function onlyQuestion(
  selection: Parameters<typeof readItems>[0],
  services: DatasetLabelNeeds,
): Promise<string> {
  const names = new Set<string>();
  for await (const { labels = [] } of readItems(selection, services)) {
    for (const { question } of labels) names.add(parseVersionReference(question).name);
  }
  const [only, ...others] = names;
  if (only !== undefined && others.length === 0) return only;
  throw new ApiProblem('invalid_request', {
    errors: [
      {
        pointer: '/question',
        message:
          only === undefined
            ? 'is missing: no item of the data set carries a label. Name the question whose labels people gave to its items'
            : `is missing: the data set has labels for ${[...names].sort().join(', ')}`,
      },
    ],
  });
}

/** A question that data sets name need not be one that was declared. */
async function findQuestion(
  projectId: string,
  name: string,
  services: DatasetLabelNeeds,
): Promise<Question | null> {
  try {
    return await getQuestion(projectId, name, services);
  } catch (cause) {
    if (cause instanceof ApiProblem && cause.code === 'question_not_found') return null;
    throw cause;
  }
}

/** What people said of the items in bulk or in queues, by the id of the item. */
async function labelsGiven(
  projectId: string,
  dataset: string,
  question: Question,
  services: DatasetLabelNeeds,
): Promise<Map<string, KeptLabel>> {
  const { name, version } = question;
  const query = { question: `${name}@${version}`, within: { dataset } };
  const found = new Map<string, KeptLabel>();
  for await (const targets of readFinalLabels(projectId, query, services)) {
    for (const labels of targets) {
      if ('itemId' in labels.target) found.set(labels.target.itemId, labelGiven(labels, question));
    }
  }
  return found;
}

function labelGiven({ value, labels, weight }: TargetLabels, question: Question): KeptLabel {
  const final = value === null ? undefined : gradeOf(value, question);
  const reviews = labels.flatMap(({ by, value: own, origin }) => {
    const grade = origin === 'adjudication' ? undefined : gradeOf(own, question);
    return grade === undefined ? [] : [{ by, value: grade }];
  });
  return { value: final ?? null, reviews, weight, tags: [] };
}

/** The label that an item carries: one without a person is final, those of people are counted. */
function labelCarried(
  { labels = [], weight }: DatasetItem,
  name: string,
  question: Question | null,
): KeptLabel | undefined {
  const own = labels.filter((label) => isOf(label, name));
  if (own.length === 0) return undefined;
  const graded = own.flatMap(({ by, value }) => {
    const grade = gradeOf(value, question);
    if (grade === undefined) return [];
    // Yes and no stay what they are: their majority counts, not their mean.
    return [{ by, value: typeof value === 'boolean' ? value : grade }];
  });
  const final = graded.findLast(({ by }) => by === undefined);
  const reviews = graded.flatMap(({ by, value }): PersonalLabel[] =>
    by === undefined ? [] : [{ by, value }],
  );
  const kept = keptLabel({
    ...(final !== undefined && { value: toGrade(final.value) }),
    ...(reviews.length > 0 && { reviews: lastOfEach(reviews) }),
    ...(weight !== undefined && { weight }),
  });
  return weight === 0 ? { ...kept, weight: null } : kept;
}

function lastOfEach(reviews: readonly PersonalLabel[]): PersonalLabel[] {
  return [...new Map(reviews.map((review) => [review.by, review])).values()];
}

/** Whether a label answers a question; where either names no version, any will do. */
function isOf({ question }: DatasetLabel, asked: string): boolean {
  const [own, other] = [parseVersionReference(question), parseVersionReference(asked)];
  return (
    own.name === other.name &&
    (own.version === undefined || other.version === undefined || own.version === other.version)
  );
}
