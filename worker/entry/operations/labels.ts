import {
  FinalLabelFilter,
  Label,
  LabelFilter,
  LabelsInput,
  LabelsTaken,
  TargetLabels,
} from '@assay/schema/label.ts';
import { pageOf } from '@assay/schema/page.ts';
import * as z from 'zod';
import { findFinalLabels, findLabels } from '../../features/reviews/find-labels.ts';
import { takeLabels } from '../../features/reviews/take-labels.ts';
import { json } from './bodies.ts';
import { operation } from './operation.ts';

export const LABELS = [
  operation({
    id: 'addLabels',
    scope: 'suites',
    route: 'POST /v1/labels',
    tag: 'Reviews',
    summary: 'Add labels that people gave',
    description:
      'Adds up to 1,000 labels, all or none. Labels that are sent again change nothing. A label that says something else than the newest of the same person on the same target corrects it; the earlier one is kept.',
    body: json(LabelsInput),
    isIdempotent: true,
    audit: 'none',
    answers: { status: 200, description: 'How many were added.', schema: LabelsTaken },
    problems: ['invalid_request'],
    run: ({ projectId, body }, services) => takeLabels(projectId, body, services),
    rpc: 'labels.push',
  }),
  operation({
    id: 'listLabels',
    scope: 'read',
    route: 'GET /v1/labels',
    tag: 'Reviews',
    summary: 'List labels, newest first',
    description: 'Returns the labels that match all filters, with earlier revisions.',
    query: LabelFilter,
    answers: { status: 200, description: 'A page.', schema: pageOf('LabelPage', Label) },
    problems: ['invalid_request'],
    run: ({ projectId, query }, services) => findLabels(projectId, query, services),
    rpc: 'labels.list',
  }),
  operation({
    id: 'listFinalLabels',
    scope: 'read',
    route: 'GET /v1/labels/final',
    tag: 'Reviews',
    summary: 'List what people said of each target, with the final value',
    description:
      'The final value is what was adjudicated, or else what more than half of the people say. `weight` tells whether, and with what weight, a target may enter an estimate.',
    query: FinalLabelFilter,
    answers: {
      status: 200,
      description: 'A page.',
      schema: pageOf('TargetLabelsPage', TargetLabels),
    },
    problems: ['invalid_request', 'question_not_found'],
    run: ({ projectId, query }, services) => findFinalLabels(projectId, query, services),
    rpc: 'labels.final',
    tool: {
      name: 'get_final_labels',
      title: 'Get final labels',
      description:
        'Returns what people said of each sample for one question, with the final value (adjudicated, or that of the majority) and every reviewer’s own value.',
      input: z.strictObject({
        question: z.string().describe('`name` for the newest version, or `name@version`.'),
        queue: z.string().exactOptional().describe('Only labels that were given in this queue.'),
        cursor: z.string().exactOptional().describe('`nextCursor` of the previous page.'),
        limit: z.int().min(1).max(100).exactOptional().describe('Items per page. Defaults to 20.'),
      }),
      isReading: true,
      isOpen: false,
    },
  }),
] as const;
