import { z } from 'zod';
import type { App } from '../context.ts';
import { describe } from '../http/describe.ts';
import { ApiProblem } from '../http/problem.ts';
import { appliedMigration, NEWEST_MIGRATION } from '../store/migrations.ts';
import { ASSAY_VERSION } from '../version.ts';

const Health = z
  .strictObject({ status: z.literal('ok'), version: z.string() })
  .meta({ id: 'Health' });

export function registerHealth(app: App): void {
  app.get(
    '/healthz',
    describe({
      tag: 'Health',
      summary: 'Whether the process answers',
      isOpen: true,
      answers: { status: 200, description: 'It does.', schema: Health },
    }),
    (c) => c.json({ status: 'ok', version: ASSAY_VERSION }),
  );

  app.get(
    '/readyz',
    describe({
      tag: 'Health',
      summary: 'Whether the database answers and is migrated',
      isOpen: true,
      answers: { status: 200, description: 'It is ready.', schema: Health },
      problems: ['not_ready'],
    }),
    async (c) => {
      const applied = await appliedMigration(c.env.DB).catch((cause: unknown) => {
        throw new ApiProblem('not_ready', { cause, detail: 'The database does not answer.' });
      });
      if (applied !== NEWEST_MIGRATION) {
        throw new ApiProblem('not_ready', {
          detail: `The database is at ${applied ?? 'no migration'}, not at ${NEWEST_MIGRATION}. Apply the migrations.`,
        });
      }
      return c.json({ status: 'ok', version: ASSAY_VERSION });
    },
  );
}
