import { DataMap } from '@assay/schema/data-map.ts';
import { DataSettings } from '@assay/schema/data-settings.ts';
import { JudgeModel, Overview } from '@assay/schema/overview.ts';
import { DailySpend, ProjectSettings } from '@assay/schema/project.ts';
import * as z from 'zod';
import { redactionsOf } from '../../features/data-control/redaction-of.ts';
import { dataMapOf } from '../../features/data-map/data-map.ts';
import { listJudgeModels } from '../../features/overview/judge-models.ts';
import { getOverview } from '../../features/overview/overview.ts';
import { json } from './bodies.ts';
import { operation } from './operation.ts';

const SpendList = z
  .strictObject({ items: z.array(DailySpend).describe('One entry per day, newest first.') })
  .meta({ id: 'SpendList' });

const JudgeModelList = z
  .strictObject({ items: z.array(JudgeModel).describe('The last seen first.') })
  .meta({ id: 'JudgeModelList' });

const DAYS_SHOWN = 31;
const DAY_MS = 86_400_000;

export const PROJECT = [
  operation({
    id: 'getProjectOverview',
    scope: 'read',
    route: 'GET /v1/project/overview',
    tag: 'Project',
    summary: 'Read what happened in the project lately',
    description:
      'The newest batches, each with its pass rate and the change from its predecessor; verdicts and samples by day; the cost of models against the cap; errors; and what needs attention.',
    answers: { status: 200, description: 'The overview.', schema: Overview },
    run: ({ projectId }, services) => getOverview(projectId, services),
  }),
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
    audit: {
      kind: 'change',
      subject: () => 'settings',
      state: ({ projectId }, { judging }) => judging.settingsCache.read(projectId),
    },
    answers: { status: 200, description: 'The settings.', schema: ProjectSettings },
    async run({ projectId, body }, { judging }) {
      await judging.settingsCache.put(projectId, body);
      return body;
    },
  }),
  operation({
    id: 'getDataSettings',
    scope: 'read',
    route: 'GET /v1/project/data-settings',
    tag: 'Project',
    summary: 'Read what the project keeps of its data',
    answers: { status: 200, description: 'The settings.', schema: DataSettings },
    run: ({ projectId }, { dataSettings }) => dataSettings.get(projectId),
  }),
  operation({
    id: 'replaceDataSettings',
    scope: 'admin',
    route: 'PUT /v1/project/data-settings',
    tag: 'Project',
    summary: 'Replace what the project keeps of its data',
    description:
      'Holds for what is scored from now on; what is stored already stays. Other isolates of the Worker use the previous settings for up to 30 seconds.',
    body: json(DataSettings),
    audit: {
      kind: 'change',
      subject: () => 'data-settings',
      state: ({ projectId }, { dataSettings }) => dataSettings.read(projectId),
    },
    answers: { status: 200, description: 'The settings.', schema: DataSettings },
    async run({ projectId, body }, { dataSettings }) {
      // What cannot be redacted with is refused before anything is stored.
      await redactionsOf(body.redact, undefined);
      await dataSettings.put(projectId, body);
      return body;
    },
  }),
  operation({
    id: 'getDataMap',
    scope: 'read',
    route: 'GET /v1/data-map',
    tag: 'Project',
    summary: 'Read where the data of the project is, and who else could see it',
    description:
      'Where the database is, which classes of data are kept for how long, and each third party that data could reach by the settings of today or reached in the last 30 days.',
    answers: { status: 200, description: 'The map.', schema: DataMap },
    run: ({ projectId }, services) => dataMapOf(projectId, services),
    rpc: 'project.dataMap',
  }),
  operation({
    id: 'listProjectJudges',
    scope: 'read',
    route: 'GET /v1/project/judges',
    tag: 'Project',
    summary: 'List the models that were called, by version',
    answers: {
      status: 200,
      description: `What was asked of each version of a model in the last ${DAYS_SHOWN} days (UTC): calls, cache hits, errors, cost.`,
      schema: JudgeModelList,
    },
    async run({ projectId }, services) {
      return { items: await listJudgeModels(projectId, services) };
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
