import type { DailySpend, ProjectSettings } from '@assay/schema/types.ts';
import type { ApiPromise } from '../api-promise.ts';
import type { Call } from '../call.ts';
import type { RequestOptions } from '../options.ts';
import { listOf, type PagePromise } from '../page.ts';

const SETTINGS = '/v1/project/settings';

/** The project that the key belongs to. */
export class Project {
  readonly #call: Call;

  constructor(call: Call) {
    this.#call = call;
  }

  /** Which models may be asked, and what they may cost. */
  settings(options?: RequestOptions): ApiPromise<ProjectSettings> {
    return this.#call(
      { operation: 'project.settings', args: [], method: 'GET', path: SETTINGS },
      options,
    );
  }

  /** Replaces the settings, all of them; they hold everywhere within 10 seconds. */
  replaceSettings(
    settings: ProjectSettings,
    options?: RequestOptions,
  ): ApiPromise<ProjectSettings> {
    return this.#call(
      {
        operation: 'project.replaceSettings',
        args: [settings],
        method: 'PUT',
        path: SETTINGS,
        body: settings,
      },
      options,
    );
  }

  /** What models cost, by day (UTC): the last 31 days that have any, newest first. */
  spend(options?: RequestOptions): PagePromise<DailySpend> {
    const request = { operation: 'project.spend', path: '/v1/project/spend' };
    return listOf(this.#call, request, {}, options);
  }
}
