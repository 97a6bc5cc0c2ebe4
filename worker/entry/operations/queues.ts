import { pageOf, pageQuery } from '@assay/schema/page.ts';
import { AgreementReport } from '@assay/schema/review.ts';
import { ReviewQueue, ReviewQueueInput, ReviewQueueReport } from '@assay/schema/review-queue.ts';
import * as z from 'zod';
import { agreementInQueue, agreementOnQuestion } from '../../features/reviews/agreement-report.ts';
import {
  createQueue,
  deleteQueue,
  getQueue,
  listQueues,
  type QueueNeeds,
  setQueueStatus,
} from '../../features/reviews/queues.ts';
import { json, noBody } from './bodies.ts';
import { operation } from './operation.ts';

const parameters = { name: 'Name of the queue.' };

async function settingsOf(projectId: string, name: string, services: QueueNeeds) {
  const { progress: _, ...settings } = await getQueue(projectId, name, services);
  return settings;
}

export const QUEUES = [
  operation({
    id: 'createQueue',
    scope: 'suites',
    route: 'POST /v1/queues',
    tag: 'Reviews',
    summary: 'Create a review queue',
    description:
      'Draws the items from stored verdicts, a batch, a data set or a list, at once and for good: what is stored later is not added.',
    body: json(ReviewQueueInput),
    isIdempotent: true,
    audit: {
      kind: 'change',
      subject: ({ body }) => body.name,
      state: ({ projectId, body }, services) => settingsOf(projectId, body.name, services),
    },
    answers: { status: 201, description: 'The queue.', schema: ReviewQueueReport },
    problems: ['invalid_request', 'queue_exists'],
    run: ({ projectId, body }, services) => createQueue(projectId, body, services),
  }),
  operation({
    id: 'listQueues',
    scope: 'read',
    route: 'GET /v1/queues',
    tag: 'Reviews',
    summary: 'List review queues by name',
    query: pageQuery(/^[a-z0-9][a-z0-9._-]{0,63}$/),
    answers: { status: 200, description: 'A page.', schema: pageOf('QueuePage', ReviewQueue) },
    problems: ['invalid_request'],
    run: ({ projectId, query }, services) => listQueues(projectId, query, services),
    rpc: 'queues.list',
  }),
  operation({
    id: 'getQueue',
    scope: 'read',
    route: 'GET /v1/queues/:name',
    tag: 'Reviews',
    summary: 'Get a review queue with its progress and pace',
    parameters,
    answers: { status: 200, description: 'The queue.', schema: ReviewQueueReport },
    problems: ['queue_not_found'],
    run: ({ projectId, path }, services) => getQueue(projectId, path.name, services),
    rpc: 'queues.get',
  }),
  operation({
    id: 'getQueueAgreement',
    scope: 'read',
    route: 'GET /v1/queues/:name/agreement',
    tag: 'Reviews',
    summary: 'Get the agreement between the reviewers of a queue',
    description:
      'Raw agreement, Cohen’s kappa (quadratic for levels), Gwet’s AC1 and Krippendorff’s alpha, each with a 95% interval; for each two people, each person, and the items on which they differ.',
    parameters,
    answers: { status: 200, description: 'The agreement.', schema: AgreementReport },
    problems: ['queue_not_found'],
    run: ({ projectId, path }, services) => agreementInQueue(projectId, path.name, services),
    rpc: 'queues.agreement',
    tool: {
      name: 'get_agreement',
      title: 'Get the agreement between reviewers',
      description:
        'Returns how far the reviewers of a queue agree: raw agreement, kappa, AC1 and alpha with 95% intervals, each pair and person, and the samples on which they differ.',
      input: z.strictObject({ name: z.string().min(1).describe('Name of the review queue.') }),
      isReading: true,
      isOpen: false,
    },
  }),
  operation({
    id: 'getQuestionAgreement',
    scope: 'read',
    route: 'GET /v1/questions/:name/agreement',
    tag: 'Reviews',
    summary: 'Get the agreement between all who answered a question',
    description: 'Bulk labels and those of all queues together.',
    parameters: { name: '`name` for the newest version, or `name@version`.' },
    answers: { status: 200, description: 'The agreement.', schema: AgreementReport },
    problems: ['question_not_found'],
    run: ({ projectId, path }, services) => agreementOnQuestion(projectId, path.name, services),
  }),
  operation({
    id: 'closeQueue',
    scope: 'suites',
    route: 'POST /v1/queues/:name/close',
    tag: 'Reviews',
    summary: 'Close a review queue',
    description: 'It gives out no more items and takes no more answers. Labels are kept.',
    parameters,
    body: noBody,
    audit: {
      kind: 'change',
      subject: ({ path }) => path.name,
      state: ({ projectId, path }, services) => settingsOf(projectId, path.name, services),
    },
    answers: { status: 200, description: 'The queue.', schema: ReviewQueueReport },
    problems: ['invalid_request', 'queue_not_found'],
    run: ({ projectId, path }, services) =>
      setQueueStatus(projectId, path.name, 'closed', services),
  }),
  operation({
    id: 'reopenQueue',
    scope: 'suites',
    route: 'POST /v1/queues/:name/reopen',
    tag: 'Reviews',
    summary: 'Reopen a closed review queue',
    parameters,
    body: noBody,
    audit: {
      kind: 'change',
      subject: ({ path }) => path.name,
      state: ({ projectId, path }, services) => settingsOf(projectId, path.name, services),
    },
    answers: { status: 200, description: 'The queue.', schema: ReviewQueueReport },
    problems: ['invalid_request', 'queue_not_found'],
    run: ({ projectId, path }, services) => setQueueStatus(projectId, path.name, 'open', services),
  }),
  operation({
    id: 'deleteQueue',
    scope: 'admin',
    route: 'DELETE /v1/queues/:name',
    tag: 'Reviews',
    summary: 'Delete a review queue',
    description: 'Its labels are kept. The name is not free again.',
    parameters,
    audit: {
      kind: 'change',
      subject: ({ path }) => path.name,
      state: ({ projectId, path }, services) => settingsOf(projectId, path.name, services),
    },
    answers: { status: 204, description: 'The queue is deleted.' },
    problems: ['queue_not_found'],
    async run({ projectId, path }, services) {
      await deleteQueue(projectId, path.name, services);
      return null;
    },
  }),
] as const;
