import {
  Dataset,
  DatasetAppend,
  DatasetUpload,
  DatasetUploadInput,
} from '@assay/schema/dataset.ts';
import { slugField } from '@assay/schema/fields.ts';
import * as z from 'zod';
import { getDataset } from '../../features/datasets/find-datasets.ts';
import { sealUpload } from '../../features/datasets/seal-upload.ts';
import {
  appendItems,
  discardUpload,
  findUpload,
  openUpload,
  toUpload,
  UPLOAD_KEPT_MS,
} from '../../features/datasets/uploads.ts';
import { parse } from '../http/parse.ts';
import { items, json, noBody } from './bodies.ts';
import { operation } from './operation.ts';

const nameParameter = { name: 'Name of the data set, which need not exist yet.' };
const parameters = { ...nameParameter, id: 'Id of the upload, `upl_…`.' };
const Nothing = z.strictObject({});
const Named = z.strictObject({ name: slugField });

export const DATASET_UPLOADS = [
  operation({
    id: 'openDatasetUpload',
    scope: 'suites',
    route: 'POST /v1/datasets/:name/uploads',
    tag: 'Data sets',
    summary: 'Start an upload',
    description:
      'Makes a version out of several requests: append items, then seal. Nothing shows before that, and an upload that is left alone for 24 hours is removed.',
    parameters: nameParameter,
    body: json(DatasetUploadInput),
    isIdempotent: true,
    audit: 'none',
    answers: { status: 201, description: 'The upload.', schema: DatasetUpload },
    problems: ['dataset_not_found', 'quota_exceeded'],
    async run({ projectId, path, body, context: { seed } }, services) {
      const { name } = parse(Named, { name: path.name }, 'json');
      const origin = { base: body.base ?? null, from: null };
      const request = {
        projectId,
        name,
        origin,
        seed,
        target: 'any',
        keptMs: UPLOAD_KEPT_MS,
      } as const;
      return toUpload(await openUpload({ ...request, ...body }, services));
    },
    rpc: 'datasets.openUpload',
  }),
  operation({
    id: 'getDatasetUpload',
    scope: 'suites',
    route: 'GET /v1/datasets/:name/uploads/:id',
    tag: 'Data sets',
    summary: 'Get an upload',
    parameters,
    answers: { status: 200, description: 'The upload.', schema: DatasetUpload },
    problems: ['upload_not_found'],
    run: async ({ projectId, path }, services) =>
      toUpload(await findUpload(projectId, path.name, path.id, services)),
  }),
  operation({
    id: 'appendDatasetItems',
    scope: 'suites',
    route: 'POST /v1/datasets/:name/uploads/:id/items',
    tag: 'Data sets',
    summary: 'Append items to an upload',
    description:
      'Appends all items, or none if one is refused. Send one request at a time. An id must be unique in the upload.',
    parameters,
    body: items({
      schema: DatasetAppend,
      query: Nothing,
      mayBeEmpty: false,
      readOptions: (given) => parse(Nothing, given, 'json'),
    }),
    isIdempotent: true,
    audit: 'none',
    answers: { status: 200, description: 'The upload.', schema: DatasetUpload },
    problems: ['upload_not_found', 'upload_not_open', 'dataset_busy', 'dataset_too_large'],
    async run({ projectId, path, body: { source }, context: { seed } }, services) {
      const upload = await findUpload(projectId, path.name, path.id, services);
      const append = { upload, source, seed, keptMs: UPLOAD_KEPT_MS };
      return toUpload(await appendItems(append, services));
    },
    rpc: 'datasets.append',
  }),
  operation({
    id: 'sealDatasetUpload',
    scope: 'suites',
    route: 'POST /v1/datasets/:name/uploads/:id/seal',
    tag: 'Data sets',
    summary: 'Make a version of an upload',
    description:
      'Sealing again returns the same version. If the items equal those of the newest version, no version is added, and that one is returned.',
    parameters,
    body: noBody,
    audit: {
      kind: 'change',
      subject: ({ path }) => path.name,
      state: ({ projectId, path }, services) => getDataset(projectId, path.name, services),
    },
    answers: { status: 200, description: 'The version.', schema: Dataset },
    problems: [
      'invalid_request',
      'upload_not_found',
      'dataset_busy',
      'dataset_not_found',
      'dataset_too_large',
    ],
    async run({ projectId, path }, services) {
      await findUpload(projectId, path.name, path.id, services);
      return (await sealUpload(projectId, path.id, services)).dataset;
    },
    rpc: 'datasets.seal',
  }),
  operation({
    id: 'discardDatasetUpload',
    scope: 'suites',
    route: 'DELETE /v1/datasets/:name/uploads/:id',
    tag: 'Data sets',
    summary: 'Discard an open upload',
    parameters,
    audit: 'none',
    answers: { status: 204, description: 'The upload is discarded.' },
    problems: ['upload_not_found', 'upload_not_open'],
    async run({ projectId, path }, services) {
      await discardUpload(projectId, path.name, path.id, services);
      return null;
    },
    rpc: 'datasets.discard',
  }),
] as const;
