import * as z from 'zod';
import { ApiProblem } from '../../core/problem.ts';
import { ASSAY_VERSION } from '../../core/version.ts';
import { NEWEST_MIGRATION } from '../../store/migrations.ts';
import type { App } from '../context.ts';
import { limitByAddress } from '../http/authenticate.ts';
import { describe } from '../http/describe.ts';

const Health = z
  .strictObject({ status: z.literal('ok'), version: z.string().describe('Release of Assay.') })
  .meta({ id: 'Health' });

export function registerHealth(app: App): void {
  app.get(
    '/healthz',
    describe({
      id: 'checkHealth',
      tag: 'Health',
      summary: 'Check liveness',
      isOpen: true,
      answers: { status: 200, description: 'The Worker is running.', schema: Health },
    }),
    (c) => c.json({ status: 'ok', version: ASSAY_VERSION }),
  );

  app.get(
    '/readyz',
    describe({
      id: 'checkReadiness',
      tag: 'Health',
      summary: 'Check readiness: the database answers and is migrated',
      isOpen: true,
      answers: { status: 200, description: 'The deployment is ready.', schema: Health },
      problems: ['not_ready', 'rate_limited'],
    }),
    async (c) => {
      await limitByAddress(c);
      const isApplied = await c
        .get('services')
        .migrations.isApplied()
        .catch((cause: unknown) => {
          throw new ApiProblem('not_ready', { cause, detail: 'The database does not answer.' });
        });
      if (!isApplied) {
        const detail = `The migration ${NEWEST_MIGRATION} is not applied to the database.`;
        throw new ApiProblem('not_ready', { detail });
      }
      return c.json({ status: 'ok', version: ASSAY_VERSION });
    },
  );
}
