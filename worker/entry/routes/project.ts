import { DailySpend, ProjectSettings } from '@assay/schema/project.ts';
import * as z from 'zod';
import type { App } from '../context.ts';
import { authenticate } from '../http/authenticate.ts';
import { describe } from '../http/describe.ts';
import { readBody } from '../http/limits.ts';
import { body, noQuery } from '../http/parse.ts';

const SpendList = z
  .strictObject({ items: z.array(DailySpend).describe('One entry per day, newest first.') })
  .meta({ id: 'SpendList' });

const DAYS_SHOWN = 31;
const DAY_MS = 86_400_000;

export function registerProject(app: App): void {
  app.get(
    '/v1/project/settings',
    describe({
      id: 'getProjectSettings',
      tag: 'Project',
      summary: 'Read the settings of the project',
      answers: { status: 200, description: 'The settings.', schema: ProjectSettings },
    }),
    authenticate('read'),
    noQuery,
    async (c) => c.json(await c.var.services.judging.settingsCache.get(c.var.principal.projectId)),
  );

  app.put(
    '/v1/project/settings',
    describe({
      id: 'replaceProjectSettings',
      tag: 'Project',
      summary: 'Replace the settings of the project',
      description: 'Other isolates of the Worker use the previous settings for up to 10 seconds.',
      answers: { status: 200, description: 'The settings.', schema: ProjectSettings },
      problems: [
        'malformed_json',
        'invalid_request',
        'nesting_too_deep',
        'request_too_large',
        'unsupported_media_type',
      ],
    }),
    authenticate('admin'),
    noQuery,
    readBody,
    body(ProjectSettings),
    async (c) => {
      const settings = c.req.valid('json');
      await c.var.services.judging.settingsCache.put(c.var.principal.projectId, settings);
      return c.json(settings);
    },
  );

  app.get(
    '/v1/project/spend',
    describe({
      id: 'listProjectSpend',
      tag: 'Project',
      summary: 'List the cost of models by day',
      answers: {
        status: 200,
        description: `The last ${DAYS_SHOWN} days (UTC) with any cost, newest first.`,
        schema: SpendList,
      },
    }),
    authenticate('read'),
    noQuery,
    async (c) => {
      const { judging, nowMs } = c.var.services;
      const from = new Date(nowMs() - (DAYS_SHOWN - 1) * DAY_MS).toISOString().slice(0, 10);
      return c.json({ items: await judging.spend.list(c.var.principal.projectId, from) });
    },
  );
}
