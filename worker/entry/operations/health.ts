import * as z from 'zod';
import { ApiProblem } from '../../core/problem.ts';
import { ASSAY_VERSION } from '../../core/version.ts';
import { NEWEST_MIGRATION } from '../../store/migrations.ts';
import { limitByAddress } from '../http/authenticate.ts';
import type { DocumentedOpenRoute } from './operation.ts';

const Health = z
  .strictObject({ status: z.literal('ok'), version: z.string().describe('Release of Assay.') })
  .meta({ id: 'Health' });

const OK = { status: 'ok', version: ASSAY_VERSION };

export const HEALTH: readonly DocumentedOpenRoute[] = [
  {
    id: 'checkHealth',
    scope: 'none',
    route: 'GET /healthz',
    tag: 'Health',
    summary: 'Check liveness',
    answers: { status: 200, description: 'The Worker is running.', schema: Health },
    respond: (c) => c.json(OK),
  },
  {
    id: 'checkReadiness',
    scope: 'none',
    route: 'GET /readyz',
    tag: 'Health',
    summary: 'Check readiness: the database answers and is migrated',
    answers: { status: 200, description: 'The deployment is ready.', schema: Health },
    problems: ['not_ready', 'rate_limited'],
    async respond(c) {
      await limitByAddress(c);
      const isApplied = await c.var.services.migrations.isApplied().catch((cause: unknown) => {
        throw new ApiProblem('not_ready', { cause, detail: 'The database does not answer.' });
      });
      if (!isApplied) {
        const detail = `The migration ${NEWEST_MIGRATION} is not applied to the database.`;
        throw new ApiProblem('not_ready', { detail });
      }
      return c.json(OK);
    },
  },
];
