import type { Log } from '../../core/log.ts';

/** A task of the schedule by name, loaded when it is due. */
export type Tasks<Services> = Readonly<
  Record<string, () => Promise<(services: Services) => Promise<unknown>>>
>;

/**
 * Runs the tasks one after the other; one that fails keeps none of the others from running.
 *
 * @throws the first failure once all have run, so that the platform reports it
 */
export async function runTasks<Services extends { log: Log }>(
  tasks: Tasks<Services>,
  services: Services,
): Promise<void> {
  const failures: unknown[] = [];
  for (const [name, load] of Object.entries(tasks)) {
    try {
      const run = await load();
      await run(services);
    } catch (cause) {
      const error = cause instanceof Error ? cause.name : 'unknown';
      services.log({ level: 'error', event: 'task_failed', task: name, error });
      failures.push(cause);
    }
  }
  if (failures.length > 0) throw failures[0];
}
