import {
  Dataset,
  DatasetDiff,
  DatasetInput,
  DatasetItemRecord,
  DatasetOptions,
  DatasetVersionInput,
  DatasetVersionOptions,
} from '@assay/schema/dataset.ts';
import { DatasetItem } from '@assay/schema/dataset-item.ts';
import {
  DatasetDiffQuery,
  DatasetItemFilter,
  DatasetLinesQuery,
  DatasetVersionFilter,
  DatasetVersionLinesQuery,
} from '@assay/schema/dataset-query.ts';
import { pageOf, pageQuery } from '@assay/schema/page.ts';
import * as z from 'zod';
import { addDatasetVersion, createDataset } from '../../features/datasets/create-dataset.ts';
import { deleteDataset } from '../../features/datasets/delete-dataset.ts';
import { diffVersions } from '../../features/datasets/diff-versions.ts';
import {
  getDataset,
  listDatasets,
  listDatasetVersions,
} from '../../features/datasets/find-datasets.ts';
import { getDatasetItem, pageDatasetItems } from '../../features/datasets/page-items.ts';
import { streamItemLines } from '../http/dataset-stream.ts';
import { parse } from '../http/parse.ts';
import { items } from './bodies.ts';
import { operation } from './operation.ts';

const nameParameter = { name: 'Name of the data set.' };
const referenceParameter = { reference: '`name` for the newest version, or `name@version`.' };
const referenceField = z
  .string()
  .min(1)
  .describe('`name` for the newest version, or `name@version`.');

// A stream is for those who read text.
const ItemPageFilter = DatasetItemFilter.omit({ format: true, endMark: true });

const LINES =
  'A JSON body holds the options and `items`, up to 1 MiB. An NDJSON body (`application/x-ndjson`, optionally gzipped) holds one item per line, up to 200,000 lines and 256 MiB; the options go in the query. For more, or to send it in parts, start an upload.';

export const DATASETS = [
  operation({
    id: 'createDataset',
    scope: 'suites',
    route: 'POST /v1/datasets',
    tag: 'Data sets',
    summary: 'Create a data set',
    description: LINES,
    body: items({
      schema: DatasetInput,
      query: DatasetLinesQuery,
      mayBeEmpty: true,
      readOptions: (given) => parse(DatasetOptions, given, 'json'),
    }),
    isIdempotent: true,
    audit: {
      kind: 'change',
      subject: ({ body }) => body.options.name,
      state: ({ projectId, body }, services) => getDataset(projectId, body.options.name, services),
    },
    answers: { status: 201, description: 'Version 1 of the data set.', schema: Dataset },
    problems: [
      'dataset_exists',
      'dataset_busy',
      'dataset_too_large',
      'quota_exceeded',
      'batch_not_found',
    ],
    async run({ projectId, body: { options, source }, context: { seed } }, services) {
      const { dataset } = await createDataset({ projectId, source, seed, ...options }, services);
      return dataset;
    },
    rpc: 'datasets.create',
  }),
  operation({
    id: 'listDatasets',
    scope: 'read',
    route: 'GET /v1/datasets',
    tag: 'Data sets',
    summary: 'List data sets by name, each in its newest version',
    query: pageQuery(/^[a-z0-9][a-z0-9._-]{0,63}$/),
    answers: { status: 200, description: 'A page.', schema: pageOf('DatasetPage', Dataset) },
    problems: ['invalid_request'],
    run: ({ projectId, query }, services) => listDatasets(projectId, query, services),
    rpc: 'datasets.list',
    tool: {
      name: 'list_datasets',
      title: 'List data sets',
      description:
        'Lists the data sets of the project by name, each in its newest version, with how many items it has in each split and how many of them people have labelled.',
      input: z.strictObject({
        cursor: z.string().exactOptional().describe('`nextCursor` of the previous page.'),
        limit: z.int().min(1).max(100).exactOptional().describe('Items per page. Defaults to 20.'),
      }),
      isReading: true,
      isOpen: false,
    },
  }),
  operation({
    id: 'getDataset',
    scope: 'read',
    route: 'GET /v1/datasets/:reference',
    tag: 'Data sets',
    summary: 'Get a version of a data set',
    description: '`name` selects the newest version, `name@3` version 3.',
    parameters: referenceParameter,
    answers: { status: 200, description: 'The version.', schema: Dataset },
    problems: ['dataset_not_found'],
    run: ({ projectId, path }, services) => getDataset(projectId, path.reference, services),
    rpc: 'datasets.get',
  }),
  operation({
    id: 'listDatasetVersions',
    scope: 'read',
    route: 'GET /v1/datasets/:name/versions',
    tag: 'Data sets',
    summary: 'List the versions of a data set, newest first',
    parameters: nameParameter,
    query: DatasetVersionFilter,
    answers: { status: 200, description: 'A page.', schema: pageOf('DatasetVersionPage', Dataset) },
    problems: ['invalid_request', 'dataset_not_found'],
    run: ({ projectId, path, query }, services) =>
      listDatasetVersions(projectId, path.name, query, services),
    rpc: 'datasets.versions',
  }),
  operation({
    id: 'addDatasetVersion',
    scope: 'suites',
    route: 'POST /v1/datasets/:name/versions',
    tag: 'Data sets',
    summary: 'Add a version to a data set',
    description: `${LINES} If the items equal those of the newest version, no version is added: the response is that version, with status 200.`,
    parameters: nameParameter,
    body: items({
      schema: DatasetVersionInput,
      query: DatasetVersionLinesQuery,
      mayBeEmpty: true,
      readOptions: (given) => parse(DatasetVersionOptions, given, 'json'),
    }),
    isIdempotent: true,
    audit: {
      kind: 'change',
      subject: ({ path }) => path.name,
      state: ({ projectId, path }, services) => getDataset(projectId, path.name, services),
    },
    answers: {
      status: 201,
      description: 'The new version.',
      schema: Dataset,
      unchanged: 'The newest version, which already has these items.',
    },
    problems: [
      'dataset_not_found',
      'dataset_busy',
      'dataset_too_large',
      'quota_exceeded',
      'batch_not_found',
    ],
    async run(
      { projectId, path: { name }, body: { options, source }, context: { seed } },
      services,
    ) {
      const request = { projectId, name, source, seed, ...options };
      return (await addDatasetVersion(request, services)).dataset;
    },
    async respond(
      c,
      { projectId, path: { name }, body: { options, source }, context: { seed } },
      services,
    ) {
      const request = { projectId, name, source, seed, ...options };
      const { dataset, isNew } = await addDatasetVersion(request, services);
      return c.json(dataset, isNew ? 201 : 200);
    },
    rpc: 'datasets.addVersion',
  }),
  operation({
    id: 'listDatasetItems',
    scope: 'read',
    route: 'GET /v1/datasets/:reference/items',
    tag: 'Data sets',
    summary: 'Read the items of a version',
    description:
      'Returns a page of items in order of their ids, or with `format=ndjson` a stream of all, which can be sent back as it is.',
    parameters: referenceParameter,
    query: DatasetItemFilter,
    audit: { kind: 'read', subject: ({ path }) => path.reference },
    answers: {
      status: 200,
      description: 'A page.',
      schema: pageOf('DatasetItemPage', DatasetItem),
    },
    mediaTypes: ['application/x-ndjson'],
    problems: ['invalid_request', 'dataset_not_found'],
    run: ({ projectId, path, query }, services) =>
      pageDatasetItems(projectId, path.reference, query, services),
    respond: (c, { path, query }) => streamItemLines(c, path.reference, query),
    rpc: 'datasets.items',
    callQuery: ItemPageFilter,
    tool: {
      name: 'get_dataset_items',
      title: 'Get items of a data set',
      description:
        'Returns a page of the items of a data set in order of their ids: sample, labels by people, split and tags of each. Pass `nextCursor` as `cursor` to get the next page; null marks the last page.',
      input: z.strictObject({
        reference: referenceField,
        split: z.string().exactOptional().describe('Only items of this split.'),
        tag: z.array(z.string()).exactOptional().describe('Only items with each of these tags.'),
        cursor: z.string().exactOptional().describe('`nextCursor` of the previous page.'),
        limit: z.int().min(1).max(100).exactOptional().describe('Items per page. Defaults to 20.'),
      }),
      isReading: true,
      isOpen: false,
    },
  }),
  operation({
    id: 'getDatasetItem',
    scope: 'read',
    route: 'GET /v1/datasets/:reference/items/:item',
    tag: 'Data sets',
    summary: 'Get an item of a version, with its history',
    parameters: { ...referenceParameter, item: 'Id of the item.' },
    audit: { kind: 'read', subject: ({ path }) => path.reference },
    answers: { status: 200, description: 'The item.', schema: DatasetItemRecord },
    problems: ['dataset_not_found', 'item_not_found'],
    run: ({ projectId, path }, services) =>
      getDatasetItem(projectId, path.reference, path.item, services),
    rpc: 'datasets.item',
  }),
  operation({
    id: 'diffDatasets',
    scope: 'read',
    route: 'GET /v1/datasets/:reference/diff/:base',
    tag: 'Data sets',
    summary: 'Compare two versions, item by item',
    description:
      'Returns a page of the items that were added, removed or changed from `base` to the version, with the fields that differ.',
    parameters: { ...referenceParameter, base: 'The version to compare with, `name@version`.' },
    query: DatasetDiffQuery,
    audit: { kind: 'read', subject: ({ path }) => path.reference },
    answers: { status: 200, description: 'A page.', schema: DatasetDiff },
    problems: ['invalid_request', 'dataset_not_found'],
    run: ({ projectId, path, query }, services) => diffVersions(projectId, path, query, services),
    rpc: 'datasets.diff',
    tool: {
      name: 'diff_datasets',
      title: 'Compare versions of a data set',
      description:
        'Returns which items were added, removed or changed from one version of a data set to another, with the fields that differ.',
      input: z.strictObject({
        reference: referenceField,
        base: z.string().min(1).describe('The version to compare with, `name@version`.'),
        cursor: z.string().exactOptional().describe('`nextCursor` of the previous page.'),
        limit: z.int().min(1).max(100).exactOptional().describe('Items per page. Defaults to 20.'),
      }),
      isReading: true,
      isOpen: false,
    },
  }),
  operation({
    id: 'deleteDataset',
    scope: 'admin',
    route: 'DELETE /v1/datasets/:reference',
    tag: 'Data sets',
    summary: 'Delete a data set, or one version of it',
    description:
      '`name` deletes all versions, `name@3` only version 3. Refused while something refers to a version, such as a batch. A version number is never reused.',
    parameters: referenceParameter,
    audit: {
      kind: 'change',
      subject: ({ path }) => path.reference,
      state: ({ projectId, path }, services) => getDataset(projectId, path.reference, services),
    },
    answers: {
      status: 204,
      description: 'It is deleted; items that no other version has are removed within minutes.',
    },
    problems: ['dataset_not_found', 'dataset_in_use'],
    async run({ projectId, path }, services) {
      await deleteDataset(projectId, path.reference, services);
      return null;
    },
    rpc: 'datasets.delete',
  }),
] as const;
