import { Retention, RetentionDays } from '@assay/schema/retention.ts';
import { getRetention, replaceRetention } from '../../features/retention/retention.ts';
import { json } from './bodies.ts';
import { operation } from './operation.ts';

export const RETENTION = [
  operation({
    id: 'getProjectRetention',
    scope: 'read',
    route: 'GET /v1/project/retention',
    tag: 'Project',
    summary: 'Read for how long the project keeps its data',
    answers: { status: 200, description: 'The retention.', schema: Retention },
    run: ({ projectId }, services) => getRetention(projectId, services),
  }),
  operation({
    id: 'replaceProjectRetention',
    scope: 'admin',
    route: 'PUT /v1/project/retention',
    tag: 'Project',
    summary: 'Set for how many days the project keeps each class of data',
    description:
      'What is older is deleted by the next scheduled run, within an hour, and from then on once a day. Deleted verdicts, batches and the counts of each run are entries of the log of the project.',
    body: json(RetentionDays),
    audit: {
      kind: 'change',
      subject: () => 'retention',
      state: async ({ projectId }, services) => (await getRetention(projectId, services)).days,
    },
    answers: { status: 200, description: 'The retention.', schema: Retention },
    run: ({ projectId, body }, services) => replaceRetention(projectId, body, services),
  }),
] as const;
