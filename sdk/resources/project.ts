import type {
  DailySpend,
  DataKey,
  DataMap,
  DataSettings,
  Encryption,
  ExportLine,
  ImportReport,
  JudgeModel,
  Overview,
  ProjectSettings,
  Retention,
  RetentionDays,
} from '@assay/schema/types.ts';
import type { ApiPromise } from '../api-promise.ts';
import type { Call } from '../call.ts';
import type { RequestOptions } from '../options.ts';
import { listOf, type PagePromise } from '../page.ts';

const SETTINGS = '/v1/project/settings';
const ENCRYPTION = '/v1/project/encryption';
const DATA_SETTINGS = '/v1/project/data-settings';
const RETENTION = '/v1/project/retention';

/** The project of the key. */
export class Project {
  readonly #call: Call;

  constructor(call: Call) {
    this.#call = call;
  }

  /** Gets what happened lately: batches with their trend, verdicts by day, spend, errors. */
  overview(options?: RequestOptions): ApiPromise<Overview> {
    const path = '/v1/project/overview';
    return this.#call({ operation: 'project.overview', args: [], method: 'GET', path }, options);
  }

  /** Gets the settings: allowed models, self-evaluation and the daily cap. */
  settings(options?: RequestOptions): ApiPromise<ProjectSettings> {
    return this.#call(
      { operation: 'project.settings', args: [], method: 'GET', path: SETTINGS },
      options,
    );
  }

  /** Replaces all settings; takes effect everywhere within 10 seconds. */
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

  /** Gets whether samples are encrypted where they are stored, and by which keys. */
  encryption(options?: RequestOptions): ApiPromise<Encryption> {
    return this.#call(
      { operation: 'project.encryption', args: [], method: 'GET', path: ENCRYPTION },
      options,
    );
  }

  /** Makes a new key, which encrypts from now on. */
  rotateDataKey(options?: RequestOptions): ApiPromise<DataKey> {
    const path = `${ENCRYPTION}/keys`;
    return this.#call(
      { operation: 'project.rotateDataKey', args: [], method: 'POST', path },
      options,
    );
  }

  /** Drops all keys of the project: what they encrypted can never be read again. */
  dropDataKeys(options?: RequestOptions): ApiPromise<Encryption> {
    const path = `${ENCRYPTION}/keys`;
    return this.#call(
      { operation: 'project.dropDataKeys', args: [], method: 'DELETE', path },
      options,
    );
  }

  /** Gets what the project keeps of its data. */
  dataSettings(options?: RequestOptions): ApiPromise<DataSettings> {
    return this.#call(
      { operation: 'project.dataSettings', args: [], method: 'GET', path: DATA_SETTINGS },
      options,
    );
  }

  /** Replaces what the project keeps of its data; takes effect everywhere within 30 seconds. */
  replaceDataSettings(settings: DataSettings, options?: RequestOptions): ApiPromise<DataSettings> {
    return this.#call(
      {
        operation: 'project.replaceDataSettings',
        args: [settings],
        method: 'PUT',
        path: DATA_SETTINGS,
        body: settings,
      },
      options,
    );
  }

  /** Gets for how many days the project keeps each class of data, and what the last run deleted. */
  retention(options?: RequestOptions): ApiPromise<Retention> {
    return this.#call(
      { operation: 'project.retention', args: [], method: 'GET', path: RETENTION },
      options,
    );
  }

  /**
   * Sets for how many days each class of data is kept; null keeps it until it is deleted. Enforced
   * within an hour, then daily.
   */
  replaceRetention(days: RetentionDays, options?: RequestOptions): ApiPromise<Retention> {
    return this.#call(
      {
        operation: 'project.replaceRetention',
        args: [days],
        method: 'PUT',
        path: RETENTION,
        body: days,
      },
      options,
    );
  }

  /** Gets where the data of the project is, for how long, and which third parties could see it. */
  dataMap(options?: RequestOptions): ApiPromise<DataMap> {
    return this.#call(
      { operation: 'project.dataMap', args: [], method: 'GET', path: '/v1/data-map' },
      options,
    );
  }

  /**
   * Gets the lines of an export, from its start or after a page. `exportProject()` of
   * `@assay/sdk/transfer` also continues if the connection is lost.
   *
   * @param cursor of the last page that was received whole
   */
  export(cursor?: string, options?: RequestOptions): ApiPromise<AsyncIterable<ExportLine>> {
    const path = '/v1/project/export';
    const place = { operation: 'project.export', args: [cursor], method: 'GET', path } as const;
    return this.#call({ ...place, query: { cursor }, reads: 'lines' }, options);
  }

  /**
   * Adds whole pages of an export. Ids stay; what exists is not changed, so that it can be repeated.
   * `importProject()` of `@assay/sdk/transfer` verifies an export and sends it in parts.
   *
   * @param lines of an export, in their order
   */
  import(lines: readonly string[], options?: RequestOptions): ApiPromise<ImportReport> {
    const path = '/v1/project/import';
    const place = { operation: 'project.import', args: [lines], method: 'POST', path } as const;
    return this.#call({ ...place, lines }, options);
  }

  /** Lists the models called in the last 31 days, by version: calls, cache hits, errors, cost. */
  judges(options?: RequestOptions): PagePromise<JudgeModel> {
    const request = { operation: 'project.judges', path: '/v1/project/judges' };
    return listOf(this.#call, request, {}, options);
  }

  /** Lists the cost of models by day (UTC): the last 31 days with any cost, newest first. */
  spend(options?: RequestOptions): PagePromise<DailySpend> {
    const request = { operation: 'project.spend', path: '/v1/project/spend' };
    return listOf(this.#call, request, {}, options);
  }
}
