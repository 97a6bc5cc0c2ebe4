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
import type { App } from '../context.ts';
import { authenticate } from '../http/authenticate.ts';
import { describe } from '../http/describe.ts';
import { idempotent } from '../http/idempotency.ts';
import { BODY_PROBLEMS, readBody } from '../http/limits.ts';
import { noQuery, query, scoringBody } from '../http/parse.ts';

const SuiteVersions = z
  .strictObject({ items: z.array(Suite).describe('The versions, newest first.') })
  .meta({ id: 'SuiteVersions' });

export function registerSuites(app: App): void {
  app.post(
    '/v1/suites',
    describe({
      id: 'createSuite',
      tag: 'Suites',
      summary: 'Create a suite',
      isIdempotent: true,
      answers: { status: 201, description: 'Version 1 of the suite.', schema: Suite },
      problems: [...BODY_PROBLEMS, 'unknown_scorer', 'suite_exists'],
    }),
    authenticate('suites'),
    noQuery,
    readBody,
    idempotent,
    scoringBody(SuiteInput),
    async (c) =>
      c.json(
        await createSuite(c.var.principal.projectId, c.req.valid('json'), c.var.services),
        201,
      ),
  );

  app.post(
    '/v1/suites/preview',
    describe({
      id: 'previewSuite',
      tag: 'Suites',
      summary: 'Preview the effect of saving a suite',
      description: 'Validates the body and compares it with the newest version. Nothing is saved.',
      answers: {
        status: 200,
        description: 'The comparison with the newest version.',
        schema: SuitePreview,
      },
      problems: [...BODY_PROBLEMS, 'unknown_scorer'],
    }),
    authenticate('suites'),
    noQuery,
    readBody,
    scoringBody(SuiteInput),
    async (c) =>
      c.json(await previewSuite(c.var.principal.projectId, c.req.valid('json'), c.var.services)),
  );

  app.get(
    '/v1/suites',
    describe({
      id: 'listSuites',
      tag: 'Suites',
      summary: 'List suites by name, each in its newest version',
      answers: { status: 200, description: 'A page.', schema: pageOf('SuitePage', Suite) },
      problems: ['invalid_request'],
    }),
    authenticate('read'),
    query(pageQuery(/^[a-z0-9][a-z0-9._-]{0,63}$/)),
    async (c) =>
      c.json(await listSuites(c.var.principal.projectId, c.req.valid('query'), c.var.services)),
  );

  app.get(
    '/v1/suites/:name',
    describe({
      id: 'getSuite',
      tag: 'Suites',
      summary: 'Get a suite',
      path: { name: '`name`, or `name@version`.' },
      description: '`name` selects the newest version, `name@3` version 3.',
      answers: { status: 200, description: 'The suite version.', schema: Suite },
      problems: ['suite_not_found'],
    }),
    authenticate('read'),
    noQuery,
    async (c) =>
      c.json(await getSuite(c.var.principal.projectId, c.req.param('name'), c.var.services)),
  );

  app.get(
    '/v1/suites/:name/versions',
    describe({
      id: 'listSuiteVersions',
      tag: 'Suites',
      summary: 'List the versions of a suite, newest first',
      path: { name: 'Name of the suite.' },
      answers: { status: 200, description: 'The versions.', schema: SuiteVersions },
      problems: ['suite_not_found'],
    }),
    authenticate('read'),
    noQuery,
    async (c) => {
      const name = c.req.param('name');
      const items = await listSuiteVersions(c.var.principal.projectId, name, c.var.services);
      return c.json({ items });
    },
  );

  app.post(
    '/v1/suites/:name/versions',
    describe({
      id: 'addSuiteVersion',
      tag: 'Suites',
      summary: 'Add a version to a suite',
      path: { name: 'Name of the suite.' },
      isIdempotent: true,
      description:
        'If the content equals the newest version, no version is added: the response is that version, with status 200.',
      answers: {
        status: 201,
        description: 'The new version.',
        schema: Suite,
        unchanged: 'The newest version, which already has this content.',
      },
      problems: [...BODY_PROBLEMS, 'unknown_scorer', 'suite_not_found'],
    }),
    authenticate('suites'),
    noQuery,
    readBody,
    idempotent,
    scoringBody(SuiteVersionInput),
    async (c) => {
      const { principal, services } = c.var;
      const name = c.req.param('name');
      const { suite, isNew } = await addSuiteVersion(
        principal.projectId,
        name,
        c.req.valid('json'),
        services,
      );
      return c.json(suite, isNew ? 201 : 200);
    },
  );

  app.delete(
    '/v1/suites/:name',
    describe({
      id: 'deleteSuite',
      tag: 'Suites',
      summary: 'Delete a suite, or one version of it',
      path: { name: '`name`, or `name@version`.' },
      description:
        '`name` deletes all versions, `name@3` only version 3. A version number is never reused.',
      answers: {
        status: 204,
        description: 'The scorer is deleted; verdicts that used it are kept.',
      },
      problems: ['suite_not_found'],
    }),
    authenticate('admin'),
    noQuery,
    async (c) => {
      await deleteSuite(c.var.principal.projectId, c.req.param('name'), c.var.services);
      return c.body(null, 204);
    },
  );
}
