import { DailySpend, ProjectSettings } from '@assay/schema/project.ts';
import * as z from 'zod';
import { json } from './bodies.ts';
import { operation } from './operation.ts';

const SpendList = z
  .strictObject({ items: z.array(DailySpend).describe('One entry per day, newest first.') })
  .meta({ id: 'SpendList' });

const DAYS_SHOWN = 31;
const DAY_MS = 86_400_000;

export const PROJECT = [
  operation({
    id: 'getProjectSettings',
    scope: 'read',
    route: 'GET /v1/project/settings',
    tag: 'Project',
    summary: 'Read the settings of the project',
    answers: { status: 200, description: 'The settings.', schema: ProjectSettings },
    run: ({ projectId }, { judging }) => judging.settingsCache.get(projectId),
  }),
  operation({
    id: 'replaceProjectSettings',
    scope: 'admin',
    route: 'PUT /v1/project/settings',
    tag: 'Project',
    summary: 'Replace the settings of the project',
    description: 'Other isolates of the Worker use the previous settings for up to 10 seconds.',
    body: json(ProjectSettings),
    answers: { status: 200, description: 'The settings.', schema: ProjectSettings },
    async run({ projectId, body }, { judging }) {
      await judging.settingsCache.put(projectId, body);
      return body;
    },
  }),
  operation({
    id: 'listProjectSpend',
    scope: 'read',
    route: 'GET /v1/project/spend',
    tag: 'Project',
    summary: 'List the cost of models by day',
    answers: {
      status: 200,
      description: `The last ${DAYS_SHOWN} days (UTC) with any cost, newest first.`,
      schema: SpendList,
    },
    async run({ projectId }, { judging, nowMs }) {
      const from = new Date(nowMs() - (DAYS_SHOWN - 1) * DAY_MS).toISOString().slice(0, 10);
      return { items: await judging.spend.list(projectId, from) };
    },
  }),
] as const;
