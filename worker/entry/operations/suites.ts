import { pageOf, pageQuery } from '@assay/schema/page.ts';
import { Suite, SuiteInput, SuitePreview, SuiteVersionInput } from '@assay/schema/suite.ts';
import * as z from 'zod';
import {
  addSuiteVersion,
  createSuite,
  deleteSuite,
  getSuite,
  listSuites,
  listSuiteVersions,
  previewSuite,
} from '../../features/scoring/suites.ts';
import { scoring } from './bodies.ts';
import { operation } from './operation.ts';

const SuiteVersions = z
  .strictObject({ items: z.array(Suite).describe('The versions, newest first.') })
  .meta({ id: 'SuiteVersions' });

export const SUITES = [
  operation({
    id: 'createSuite',
    scope: 'suites',
    route: 'POST /v1/suites',
    tag: 'Suites',
    summary: 'Create a suite',
    body: scoring(SuiteInput),
    isIdempotent: true,
    audit: {
      kind: 'change',
      subject: ({ body }) => body.name,
      state: ({ projectId, body }, services) => getSuite(projectId, body.name, services),
    },
    answers: { status: 201, description: 'Version 1 of the suite.', schema: Suite },
    problems: ['unknown_scorer', 'suite_exists'],
    run: ({ projectId, body }, services) => createSuite(projectId, body, services),
  }),
  operation({
    id: 'previewSuite',
    scope: 'suites',
    route: 'POST /v1/suites/preview',
    tag: 'Suites',
    summary: 'Preview the effect of saving a suite',
    description: 'Validates the body and compares it with the newest version. Nothing is saved.',
    body: scoring(SuiteInput),
    audit: 'none',
    answers: {
      status: 200,
      description: 'The comparison with the newest version.',
      schema: SuitePreview,
    },
    problems: ['unknown_scorer'],
    run: ({ projectId, body }, services) => previewSuite(projectId, body, services),
  }),
  operation({
    id: 'listSuites',
    scope: 'read',
    route: 'GET /v1/suites',
    tag: 'Suites',
    summary: 'List suites by name, each in its newest version',
    query: pageQuery(/^[a-z0-9][a-z0-9._-]{0,63}$/),
    answers: { status: 200, description: 'A page.', schema: pageOf('SuitePage', Suite) },
    problems: ['invalid_request'],
    run: ({ projectId, query }, services) => listSuites(projectId, query, services),
  }),
  operation({
    id: 'getSuite',
    scope: 'read',
    route: 'GET /v1/suites/:name',
    tag: 'Suites',
    summary: 'Get a suite',
    description: '`name` selects the newest version, `name@3` version 3.',
    parameters: { name: '`name`, or `name@version`.' },
    answers: { status: 200, description: 'The suite version.', schema: Suite },
    problems: ['suite_not_found'],
    run: ({ projectId, path }, services) => getSuite(projectId, path.name, services),
  }),
  operation({
    id: 'listSuiteVersions',
    scope: 'read',
    route: 'GET /v1/suites/:name/versions',
    tag: 'Suites',
    summary: 'List the versions of a suite, newest first',
    parameters: { name: 'Name of the suite.' },
    answers: { status: 200, description: 'The versions.', schema: SuiteVersions },
    problems: ['suite_not_found'],
    run: async ({ projectId, path }, services) => ({
      items: await listSuiteVersions(projectId, path.name, services),
    }),
  }),
  operation({
    id: 'addSuiteVersion',
    scope: 'suites',
    route: 'POST /v1/suites/:name/versions',
    tag: 'Suites',
    summary: 'Add a version to a suite',
    description:
      'If the content equals the newest version, no version is added: the response is that version, with status 200.',
    parameters: { name: 'Name of the suite.' },
    body: scoring(SuiteVersionInput),
    isIdempotent: true,
    audit: {
      kind: 'change',
      subject: ({ path }) => path.name,
      state: ({ projectId, path }, services) => getSuite(projectId, path.name, services),
    },
    answers: {
      status: 201,
      description: 'The new version.',
      schema: Suite,
      unchanged: 'The newest version, which already has this content.',
    },
    problems: ['unknown_scorer', 'suite_not_found'],
    async respond(c, { projectId, path, body }, services) {
      const { suite, isNew } = await addSuiteVersion(projectId, path.name, body, services);
      return c.json(suite, isNew ? 201 : 200);
    },
  }),
  operation({
    id: 'deleteSuite',
    scope: 'admin',
    route: 'DELETE /v1/suites/:name',
    tag: 'Suites',
    summary: 'Delete a suite, or one version of it',
    description:
      '`name` deletes all versions, `name@3` only version 3. A version number is never reused.',
    parameters: { name: '`name`, or `name@version`.' },
    audit: {
      kind: 'change',
      subject: ({ path }) => path.name,
      state: ({ projectId, path }, services) => getSuite(projectId, path.name, services),
    },
    answers: { status: 204, description: 'The scorer is deleted; verdicts that used it are kept.' },
    problems: ['suite_not_found'],
    async run({ projectId, path }, services) {
      await deleteSuite(projectId, path.name, services);
      return null;
    },
  }),
] as const;
