import { Buffer } from 'node:buffer';
import type { FinalLabelFilter, LabelFilter } from '@assay/schema/label.ts';
import type { Label, Page, Question, TargetLabels } from '@assay/schema/types.ts';
import { PAGE_ITEMS, pageFrom } from '../../core/page-from.ts';
import type { LabelStore, StoredLabel } from '../../store/labels.ts';
import { parseVersionReference } from '../scoring/version-cache.ts';
import { finalLabel } from './final-label.ts';
import { getQuestion, type QuestionNeeds } from './questions.ts';
import { targetOf } from './target-key.ts';

export interface LabelNeeds extends QuestionNeeds {
  labels: LabelStore;
}

/** Labels of a project that match a filter, newest first. */
export async function findLabels(
  projectId: string,
  { question, limit = PAGE_ITEMS, cursor, by, queue }: LabelFilter,
  { labels }: Pick<LabelNeeds, 'labels'>,
): Promise<Page<Label>> {
  const reference = question === undefined ? undefined : parseVersionReference(question);
  const rows = await labels.list({
    ...{ projectId, question: reference?.name, version: reference?.version },
    ...{ by, queue, before: cursor, limit: limit + 1 },
  });
  return pageFrom(rows, limit, toLabel, ({ id }) => id);
}

/** Which labels to read. */
export interface FinalLabelQuery {
  /** `name` for the newest version, `name@version`, or the version itself. */
  question: string | Pick<Question, 'name' | 'version'>;
  /** Only labels that were given in this queue. */
  queue?: string | undefined;
  /** Only what lies in this data set, `name@version`, or in this batch. */
  within?: { dataset: string } | { batchId: string } | undefined;
}

const TARGETS_A_PAGE = 500;

/**
 * What people said of each target of a question, with the final value, a page at a time.
 *
 * @throws ApiProblem `question_not_found`
 */
export async function* readFinalLabels(
  projectId: string,
  { question, queue, within }: FinalLabelQuery,
  needs: LabelNeeds,
): AsyncGenerator<TargetLabels[]> {
  const { name, version } =
    typeof question === 'string' ? await getQuestion(projectId, question, needs) : question;
  let after: string | undefined;
  for (;;) {
    const page = await readTargets(
      {
        ...{ projectId, question: name, version, queue, after },
        ...{ within: within && prefixOf(within), limit: TARGETS_A_PAGE },
      },
      needs,
    );
    if (page.length > 0) yield page.map(({ labels }) => labels);
    if (page.length < TARGETS_A_PAGE) return;
    after = page.at(-1)?.key;
  }
}

/** A page of targets with what people said of them. @throws ApiProblem `question_not_found` */
export async function findFinalLabels(
  projectId: string,
  { question, queue, limit = PAGE_ITEMS, cursor }: FinalLabelFilter,
  needs: LabelNeeds,
): Promise<Page<TargetLabels>> {
  const { name, version } = await getQuestion(projectId, question, needs);
  const rows = await readTargets(
    {
      ...{ projectId, question: name, version, queue },
      ...{ after: cursor && Buffer.from(cursor, 'base64url').toString(), limit: limit + 1 },
    },
    needs,
  );
  return pageFrom(
    rows,
    limit,
    ({ labels }) => labels,
    ({ key }) => Buffer.from(key).toString('base64url'),
  );
}

async function readTargets(
  query: Parameters<LabelStore['byTarget']>[0],
  { labels }: LabelNeeds,
): Promise<{ key: string; labels: TargetLabels }[]> {
  const rows = await labels.byTarget(query);
  return Array.from(
    Map.groupBy(rows, ({ target }) => target),
    ([key, group]) => ({
      key,
      labels: {
        question: `${query.question}@${query.version}`,
        target: targetOf(key),
        ...finalLabel(group.map(toLabel)),
      },
    }),
  );
}

function prefixOf(within: { dataset: string } | { batchId: string }): string {
  return 'dataset' in within ? `item:${within.dataset}:` : `batch:${within.batchId}:`;
}

export function toLabel({
  version,
  target,
  value,
  spans,
  queue,
  createdAtMs,
  ...same
}: StoredLabel): Label {
  return {
    ...same,
    question: `${same.question}@${version}`,
    target: targetOf(target),
    value: JSON.parse(value),
    spans: JSON.parse(spans),
    queue: queue === '' ? null : queue,
    createdAt: new Date(createdAtMs).toISOString(),
  };
}
