import type {
  PageQuery,
  Schedule,
  ScheduleContent,
  ScheduleInput,
  ScheduleRun,
} from '@assay/schema/types.ts';
import type { ApiPromise } from '../api-promise.ts';
import type { Call } from '../call.ts';
import type { RequestOptions } from '../options.ts';
import { listOf, type PagePromise } from '../page.ts';
import { pathOf } from '../transport.ts';

/** What a project runs every so often. Changes need a key with the scope `admin`. */
export class Schedules {
  readonly #call: Call;

  constructor(call: Call) {
    this.#call = call;
  }

  /** Lists schedules by name, each with its next times and its newest run. */
  list(query: PageQuery = {}, options?: RequestOptions): PagePromise<Schedule> {
    const path = '/v1/schedules';
    return listOf(this.#call, { operation: 'schedules.list', path }, query, options);
  }

  /** Gets a schedule. */
  get(name: string, options?: RequestOptions): ApiPromise<Schedule> {
    const path = pathOf('schedules', name);
    return this.#call({ operation: 'schedules.get', args: [name], method: 'GET', path }, options);
  }

  /**
   * Creates a schedule.
   *
   * @throws ConflictError `schedule_exists`
   */
  create(schedule: ScheduleInput, options?: RequestOptions): ApiPromise<Schedule> {
    const path = '/v1/schedules';
    return this.#call(
      { operation: 'schedules.create', args: [schedule], method: 'POST', path, body: schedule },
      options,
    );
  }

  /** Replaces what a schedule runs, and when. */
  replace(name: string, content: ScheduleContent, options?: RequestOptions): ApiPromise<Schedule> {
    return this.#call(
      {
        operation: 'schedules.replace',
        args: [name, content],
        method: 'PUT',
        path: pathOf('schedules', name),
        body: content,
      },
      options,
    );
  }

  /** Pauses a schedule. */
  pause(name: string, options?: RequestOptions): ApiPromise<Schedule> {
    const path = pathOf('schedules', name, 'pause');
    return this.#call(
      { operation: 'schedules.pause', args: [name], method: 'POST', path },
      options,
    );
  }

  /** Resumes a schedule; times that passed in between are not caught up. */
  resume(name: string, options?: RequestOptions): ApiPromise<Schedule> {
    const path = pathOf('schedules', name, 'resume');
    return this.#call(
      { operation: 'schedules.resume', args: [name], method: 'POST', path },
      options,
    );
  }

  /** Runs a schedule now; it starts within a minute. */
  run(name: string, options?: RequestOptions): ApiPromise<ScheduleRun> {
    const path = pathOf('schedules', name, 'run');
    return this.#call({ operation: 'schedules.run', args: [name], method: 'POST', path }, options);
  }

  /** Lists the runs of a schedule, newest first, with outcome and what they made. */
  runs(name: string, query: PageQuery = {}, options?: RequestOptions): PagePromise<ScheduleRun> {
    const path = pathOf('schedules', name, 'runs');
    return listOf(this.#call, { operation: 'schedules.runs', path }, query, options, [name]);
  }

  /** Deletes a schedule; its runs stay. */
  delete(name: string, options?: RequestOptions): ApiPromise<void> {
    const path = pathOf('schedules', name);
    return this.#call(
      { operation: 'schedules.delete', args: [name], method: 'DELETE', path },
      options,
    );
  }
}
