import { ExportLine, ExportQuery, ImportInput, ImportReport } from '@assay/schema/export.ts';
import * as z from 'zod';
import { exportProject } from '../../features/transfer/export-project.ts';
import { importPages } from '../../features/transfer/import-project.ts';
import { parse } from '../http/parse.ts';
import { items } from './bodies.ts';
import { operation } from './operation.ts';

const Nothing = z.strictObject({});

export const TRANSFER = [
  operation({
    id: 'exportProject',
    scope: 'admin',
    route: 'GET /v1/project/export',
    tag: 'Project',
    summary: 'Export the project as lines of JSON',
    description:
      'Streams all records, in pages with checksums, and a manifest with the counts at the end. If the connection is lost, continue with the `cursor` of the last page. Keys, caches and logs are not exported.',
    query: ExportQuery,
    audit: { kind: 'change', subject: () => 'export' },
    answers: { status: 200, description: 'The lines.', schema: ExportLine },
    mediaTypes: ['application/x-ndjson'],
    problems: ['invalid_request'],
    respond: (c, { projectId, query }, services) =>
      c.body(exportProject(projectId, query.cursor, services), 200, {
        'Content-Type': 'application/x-ndjson',
      }),
  }),
  operation({
    id: 'importProject',
    scope: 'admin',
    route: 'POST /v1/project/import',
    tag: 'Project',
    summary: 'Add pages of an export to the project',
    description:
      'Verifies the checksum of each page before it adds its records. Ids stay; what exists is not changed, so that a part can be sent again. A page that was altered or cut off is refused, with its line.',
    body: items({
      schema: ImportInput,
      query: Nothing,
      mayBeEmpty: false,
      readOptions: (given) => parse(Nothing, given, 'json'),
    }),
    audit: { kind: 'change', subject: () => 'import', made: (report) => ({ after: report }) },
    answers: { status: 200, description: 'What was added.', schema: ImportReport },
    problems: ['invalid_request', 'import_conflict'],
    run: ({ projectId, body: { source } }, services) => importPages(projectId, source, services),
  }),
] as const;
