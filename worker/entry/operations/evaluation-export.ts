import {
  EvaluationDelivery,
  EvaluationExport,
  EvaluationExportInput,
  EvaluationExportTest,
  EvaluationQueued,
  EvaluationSendInput,
  evaluationDeliveryQuery,
} from '@assay/schema/evaluation-export.ts';
import { pageOf } from '@assay/schema/page.ts';
import {
  listEvaluationDeliveries,
  testEvaluationExport,
} from '../../features/evaluation-export/deliver-evaluations.ts';
import {
  retryEvaluations,
  sendEvaluations,
} from '../../features/evaluation-export/queue-evaluations.ts';
import {
  deleteEvaluationExport,
  type EvaluationSettingsNeeds,
  getEvaluationExport,
  putEvaluationExport,
} from '../../features/evaluation-export/settings.ts';
import { json, noBody } from './bodies.ts';
import { operation } from './operation.ts';

const SUBJECT = 'evaluation-export';
const PATH = '/v1/project/evaluation-export';

/** Names of headers, never their values. */
const state = ({ projectId }: { projectId: string }, services: EvaluationSettingsNeeds) =>
  getEvaluationExport(projectId, services);

export const EVALUATION_EXPORT = [
  operation({
    id: 'getEvaluationExport',
    scope: 'read',
    route: `GET ${PATH}`,
    tag: 'Rules',
    summary: 'Read where verdicts of live traces are sent as events',
    answers: { status: 200, description: 'The endpoint.', schema: EvaluationExport },
    problems: ['evaluation_export_not_found'],
    run: ({ projectId }, services) => getEvaluationExport(projectId, services),
  }),
  operation({
    id: 'putEvaluationExport',
    scope: 'admin',
    route: `PUT ${PATH}`,
    tag: 'Rules',
    summary: 'Send verdicts of live traces as events to an endpoint of OpenTelemetry',
    description:
      'From now on each score of a verdict of a live trace is sent as a `gen_ai.evaluation.result` event, with the ids of its trace and span. Headers that are not given are removed. Other isolates of the Worker use the previous endpoint for up to 10 seconds.',
    body: json(EvaluationExportInput),
    audit: { kind: 'change', subject: () => SUBJECT, state },
    answers: { status: 200, description: 'The endpoint.', schema: EvaluationExport },
    problems: ['webhooks_unconfigured'],
    run: ({ projectId, body }, services) => putEvaluationExport(projectId, body, services),
  }),
  operation({
    id: 'deleteEvaluationExport',
    scope: 'admin',
    route: `DELETE ${PATH}`,
    tag: 'Rules',
    summary: 'Stop sending verdicts as events',
    description: 'What waits to be sent is dropped.',
    audit: { kind: 'change', subject: () => SUBJECT, state },
    answers: { status: 204, description: 'Nothing is sent any more.' },
    problems: ['evaluation_export_not_found'],
    async run({ projectId }, services) {
      await deleteEvaluationExport(projectId, services);
      return null;
    },
  }),
  operation({
    id: 'testEvaluationExport',
    scope: 'admin',
    route: `POST ${PATH}/test`,
    tag: 'Rules',
    summary: 'Send a test event to the endpoint',
    body: noBody,
    audit: { kind: 'change', subject: () => SUBJECT },
    answers: {
      status: 200,
      description: 'What the endpoint answered.',
      schema: EvaluationExportTest,
    },
    problems: ['evaluation_export_not_found'],
    run: ({ projectId }, services) => testEvaluationExport(projectId, services),
  }),
  operation({
    id: 'sendEvaluations',
    scope: 'admin',
    route: `POST ${PATH}/send`,
    tag: 'Rules',
    summary: 'Send stored verdicts as events',
    description:
      'Verdicts of live traces are sent by themselves; this sends others, such as those of `POST /v1/score` with a `traceparent`.',
    body: json(EvaluationSendInput),
    audit: { kind: 'change', subject: () => SUBJECT },
    answers: { status: 202, description: 'How many will be sent.', schema: EvaluationQueued },
    problems: ['evaluation_export_not_found'],
    run: ({ projectId, body }, services) => sendEvaluations(projectId, body.verdictIds, services),
  }),
  operation({
    id: 'listEvaluationDeliveries',
    scope: 'read',
    route: `GET ${PATH}/deliveries`,
    tag: 'Rules',
    summary: 'List verdicts that were or are to be sent as events, newest first',
    description:
      'Delivered ones are listed for 7 days, others for 30. `failed`: refused for good, or not taken in 12 attempts.',
    query: evaluationDeliveryQuery,
    answers: {
      status: 200,
      description: 'A page.',
      schema: pageOf('EvaluationDeliveryPage', EvaluationDelivery),
    },
    run: ({ projectId, query }, services) => listEvaluationDeliveries(projectId, query, services),
  }),
  operation({
    id: 'retryEvaluations',
    scope: 'admin',
    route: `POST ${PATH}/retry`,
    tag: 'Rules',
    summary: 'Send verdicts again that could not be sent',
    description: 'Up to 1,000 of those that are listed as `failed`.',
    body: noBody,
    audit: { kind: 'change', subject: () => SUBJECT },
    answers: { status: 202, description: 'How many are sent again.', schema: EvaluationQueued },
    problems: ['evaluation_export_not_found'],
    run: ({ projectId }, services) => retryEvaluations(projectId, services),
  }),
] as const;
