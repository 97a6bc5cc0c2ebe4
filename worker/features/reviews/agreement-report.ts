import type {
  AgreementReport,
  LabelValue,
  Question,
  ReviewerAgreement,
  TargetLabels,
} from '@assay/schema/types.ts';
import { ApiProblem } from '../../core/problem.ts';
import { wilsonInterval } from '../../core/statistics/intervals.ts';
import type { ReviewQueueStore } from '../../store/review-queues.ts';
import { answersTo, bare, figuresOfMany, figuresOfTwo, type Ratings } from './agreement-figures.ts';
import { type LabelNeeds, readFinalLabels } from './find-labels.ts';
import { findQuestionAlsoDeleted, getQuestion } from './questions.ts';

export interface AgreementNeeds extends LabelNeeds {
  reviewQueues: ReviewQueueStore;
}

const MOST_LISTED = 100;
const MOST_TARGETS = 50_000;

/** How far people agree in a queue. @throws ApiProblem `queue_not_found` */
export async function agreementInQueue(
  projectId: string,
  name: string,
  needs: AgreementNeeds,
): Promise<AgreementReport> {
  const queue = await needs.reviewQueues.find(projectId, name);
  if (queue === undefined) throw new ApiProblem('queue_not_found');
  const { question, questionVersion } = queue;
  const asked = await findQuestionAlsoDeleted(projectId, question, questionVersion, needs);
  return report(projectId, asked, name, needs);
}

/** How far people agree on a question, wherever it was asked. @throws ApiProblem `question_not_found` */
export async function agreementOnQuestion(
  projectId: string,
  reference: string,
  needs: AgreementNeeds,
): Promise<AgreementReport> {
  return report(projectId, await getQuestion(projectId, reference, needs), null, needs);
}

async function report(
  projectId: string,
  question: Question,
  queue: string | null,
  needs: AgreementNeeds,
): Promise<AgreementReport> {
  const targets: TargetLabels[] = [];
  const query = { question, queue: queue ?? undefined };
  for await (const page of readFinalLabels(projectId, query, needs)) {
    targets.push(...page);
    if (targets.length > MOST_TARGETS) {
      throw new ApiProblem('invalid_request', {
        detail: `The question has labels of more than ${MOST_TARGETS} targets. Ask for the agreement in one queue.`,
      });
    }
  }
  return agreementOf(question, queue, targets);
}

/** How far people agree who labelled these targets. */
export function agreementOf(
  question: Question,
  queue: string | null,
  targets: readonly TargetLabels[],
): AgreementReport {
  const ratings = targets.map(ratingsOf);
  const answers = answersTo(question, ratings);
  const people = [...new Set(ratings.flatMap((each) => [...each.keys()]))].sort();
  return {
    ...{ question: `${question.name}@${question.version}`, queue, targets: targets.length },
    overall: withKappa(figuresOfMany(ratings, question, answers), () => {
      const [first, second, ...others] = people;
      if (first === undefined || second === undefined || others.length > 0) return undefined;
      return figuresOfTwo(ratings, [first, second], question, answers);
    }),
    pairs: pairsOf(people).flatMap((reviewers) => {
      const figures = figuresOfTwo(ratings, reviewers, question, answers);
      return figures === undefined ? [] : [{ reviewers, ...figures }];
    }),
    reviewers: people.map((reviewer) => compareWithFinal(reviewer, targets, ratings)),
    disagreements: targets
      .flatMap(({ target, isUnanimous, value }, i) =>
        isUnanimous ? [] : [{ target, values: Object.fromEntries(ratings[i] ?? []), final: value }],
      )
      .slice(0, MOST_LISTED),
  };
}

/** Cohen's kappa is of two people: with just two it is that of both. */
function withKappa(
  figures: AgreementReport['overall'],
  ofTwo: () => AgreementReport['overall'] | undefined,
): AgreementReport['overall'] {
  return { ...figures, kappa: ofTwo()?.kappa ?? null };
}

function ratingsOf({ labels }: TargetLabels): Ratings {
  const own = labels.filter(({ origin }) => origin !== 'adjudication');
  return new Map(own.map(({ by, value }): [string, LabelValue] => [by, value]));
}

function pairsOf(people: readonly string[]): [string, string][] {
  const pairs = people.flatMap((first, i) =>
    people.slice(i + 1).map((second): [string, string] => [first, second]),
  );
  return pairs.slice(0, MOST_LISTED);
}

function compareWithFinal(
  reviewer: string,
  targets: readonly TargetLabels[],
  ratings: readonly Ratings[],
): ReviewerAgreement {
  const own = ratings.flatMap((each, i) => {
    const value = each.get(reviewer);
    return value === undefined ? [] : [{ value, others: each.size - 1, final: targets[i]?.value }];
  });
  const compared = own.filter(
    ({ others, final }) => others > 0 && final !== null && final !== undefined,
  );
  const same = compared.filter(({ value, final }) => value === final).length;
  return {
    ...{ reviewer, reviews: own.length, items: compared.length },
    withFinal: compared.length === 0 ? null : bare(wilsonInterval(same, compared.length)),
  };
}
