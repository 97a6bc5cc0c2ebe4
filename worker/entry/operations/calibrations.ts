import { AlignInput, Alignment } from '@assay/schema/alignment.ts';
import {
  Calibration,
  CalibrationFilter,
  CalibrationHead,
  CalibrationInput,
} from '@assay/schema/calibration.ts';
import { pageOf } from '@assay/schema/page.ts';
import * as z from 'zod';
import { getAlignment } from '../../features/calibrations/alignment/advance-alignment.ts';
import { createAlignment } from '../../features/calibrations/alignment/create-alignment.ts';
import { createCalibration } from '../../features/calibrations/create-calibration.ts';
import { deleteCalibration } from '../../features/calibrations/delete-calibration.ts';
import {
  type FindCalibrationNeeds,
  getCalibration,
  listCalibrations,
} from '../../features/calibrations/find-calibrations.ts';
import { json } from './bodies.ts';
import { operation } from './operation.ts';

const parameters = { id: 'Id of the calibration.' };

const AlignFields = z.strictObject({
  name: z.string().min(1).describe('The custom scorer: `name`, or `name@version`.'),
  dataset: z.string().min(1).describe('A data set with labels: `name`, or `name@version`.'),
  question: z
    .string()
    .exactOptional()
    .describe('The question whose labels count. Required if the data set has labels of several.'),
  folds: z.int().exactOptional().describe('Folds of the cross-validation, 2 to 10. Defaults to 4.'),
  examples: z
    .int()
    .exactOptional()
    .describe('Maximum few-shot examples, 0 to 8. Defaults to 4; 0 tries none.'),
  rewrite: z.boolean().exactOptional().describe('Whether a model rewrites the criteria.'),
});

const ListFields = z.strictObject({
  scorer: z.string().exactOptional().describe('Only calibrations of the scorer with this name.'),
  status: z.string().exactOptional().describe('`running`, `completed` or `failed`.'),
  limit: z.int().exactOptional().describe('Calibrations per page, 1 to 100. Defaults to 20.'),
  cursor: z.string().exactOptional().describe('`nextCursor` of the previous page.'),
});

async function headOf(projectId: string, id: string, services: FindCalibrationNeeds) {
  const { report: _, progress: __, ...head } = await getCalibration(projectId, id, services);
  return head;
}

export const CALIBRATIONS = [
  operation({
    id: 'createCalibration',
    scope: 'score',
    route: 'POST /v1/calibrations',
    tag: 'Calibrations',
    summary: 'Calibrate a judge against labels of people',
    description:
      'Scores the labelled samples in a batch, then reports how far the judge agrees with people. Answers that the judge gave before are read from the cache. Until the report is there, `status` is `running`: poll GET /v1/calibrations/{id}. From then on, scores of this judge have a `calibration`.',
    body: json(CalibrationInput),
    isIdempotent: true,
    answers: { status: 202, description: 'The calibration.', schema: Calibration },
    problems: ['unknown_scorer', 'dataset_not_found', 'quota_exceeded', 'batch_busy'],
    run: ({ projectId, body, context }, services) =>
      createCalibration({ projectId, input: body, seed: context.seed }, services),
    rpc: 'calibrations.create',
  }),
  operation({
    id: 'listCalibrations',
    scope: 'read',
    route: 'GET /v1/calibrations',
    tag: 'Calibrations',
    summary: 'List calibrations, newest first',
    description: 'Returns the calibrations that match all filters, without their reports.',
    query: CalibrationFilter,
    answers: {
      status: 200,
      description: 'A page.',
      schema: pageOf('CalibrationPage', CalibrationHead),
    },
    problems: ['invalid_request'],
    run: ({ projectId, query }, services) => listCalibrations(projectId, query, services),
    rpc: 'calibrations.list',
    tool: {
      name: 'list_calibrations',
      title: 'List calibrations',
      description:
        'Lists what is known of the judges of this project: for each calibration the scorer, the model versions it holds for, and the agreement with people with its 95% interval.',
      input: ListFields,
      isReading: true,
      isOpen: false,
    },
  }),
  operation({
    id: 'getCalibration',
    scope: 'read',
    route: 'GET /v1/calibrations/:id',
    tag: 'Calibrations',
    summary: 'Get a calibration with its progress and its report',
    parameters,
    answers: { status: 200, description: 'The calibration.', schema: Calibration },
    problems: ['calibration_not_found'],
    run: ({ projectId, path }, services) => getCalibration(projectId, path.id, services),
    rpc: 'calibrations.get',
    tool: {
      name: 'get_calibration',
      title: 'Get a calibration',
      description:
        'Returns the report of a calibration: agreement of the judge with people and among people, confusion matrix, calibration curve, bias by slices, the guaranteed threshold, and the samples on which judge and people differ.',
      input: z.strictObject({ id: z.string().min(1).describe('Id of the calibration, `cal_…`.') }),
      isReading: true,
      isOpen: false,
    },
  }),
  operation({
    id: 'deleteCalibration',
    scope: 'admin',
    route: 'DELETE /v1/calibrations/:id',
    tag: 'Calibrations',
    summary: 'Delete a calibration with its labels',
    description:
      'Cancels it if it is running. Its batch is kept. Scores fall back to the calibration before it, if there is one.',
    parameters,
    audit: {
      kind: 'change',
      subject: ({ path }) => path.id,
      state: ({ projectId, path }, services) => headOf(projectId, path.id, services),
    },
    answers: { status: 204, description: 'The calibration is deleted.' },
    problems: ['calibration_not_found'],
    async run({ projectId, path }, services) {
      await deleteCalibration(projectId, path.id, services);
      return null;
    },
    rpc: 'calibrations.delete',
  }),
  operation({
    id: 'alignScorer',
    scope: 'suites',
    route: 'POST /v1/scorers/:name/align',
    tag: 'Calibrations',
    summary: 'Improve a custom judge from labels',
    description:
      'Calibrates the present version, then tries few-shot examples chosen from the labels and, if a model is configured, criteria that it rewrites from the disagreements. Each candidate judges labels that it was not made from. The best is offered as a version to add, if its gain is beyond chance; nothing is changed. Costs up to 4 calls of the judge per label and criterion. For custom scorers based on `rubric`; examples for several criteria need a model that says how an output does by each.',
    parameters: { name: '`name`, or `name@version`.' },
    body: json(AlignInput),
    isIdempotent: true,
    audit: 'none',
    answers: { status: 202, description: 'The alignment.', schema: Alignment },
    problems: [
      'scorer_not_found',
      'dataset_not_found',
      'quota_exceeded',
      'batch_busy',
      'redaction_unsupported',
    ],
    run: ({ projectId, path, body, context }, services) =>
      createAlignment(
        { projectId, reference: path.name, input: body, seed: context.seed },
        services,
      ),
    rpc: 'scorers.align',
    tool: {
      name: 'align_scorer',
      title: 'Improve a custom judge from labels',
      description:
        'Tries few-shot examples and rewritten criteria for a custom scorer based on `rubric`, each measured on labels of a data set that it was not made from. Nothing is changed: `get_alignment` returns the best as a proposal, if its gain is beyond chance. Calls the judge up to 4 times per label and criterion.',
      input: AlignFields,
      isReading: false,
      isOpen: true,
    },
  }),
  operation({
    id: 'getAlignment',
    scope: 'read',
    route: 'GET /v1/alignments/:id',
    tag: 'Calibrations',
    summary: 'Get an alignment with its progress and its result',
    parameters: { id: 'Id of the alignment.' },
    answers: { status: 200, description: 'The alignment.', schema: Alignment },
    problems: ['alignment_not_found'],
    run: ({ projectId, path }, services) => getAlignment(projectId, path.id, services),
    rpc: 'scorers.alignment',
    tool: {
      name: 'get_alignment',
      title: 'Get an alignment',
      description:
        'Returns the progress and the result of an alignment: agreement of each candidate with people on held-out labels, its gain with an interval, and the version that is proposed, which a person should read before adding it.',
      input: z.strictObject({ id: z.string().min(1).describe('Id of the alignment, `aln_…`.') }),
      isReading: true,
      isOpen: false,
    },
  }),
] as const;
