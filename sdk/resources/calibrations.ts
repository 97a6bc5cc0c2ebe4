import type { Calibration, CalibrationFilter, CalibrationHead } from '@assay/schema/types.ts';
import type { ApiPromise } from '../api-promise.ts';
import type { Call } from '../call.ts';
import type { RequestOptions } from '../options.ts';
import { listOf, type PagePromise } from '../page.ts';
import { type PollOptions, pollUntilEnded } from '../poll.ts';
import { pathOf } from '../transport.ts';
import type { CalibrationInput } from '../types.ts';

/** What is known of judges against labels of people. */
export class Calibrations {
  readonly #call: Call;

  constructor(call: Call) {
    this.#call = call;
  }

  /**
   * Calibrates a judge against labels of people: a batch scores the labelled samples, then the report
   * tells how far the judge agrees with people.
   *
   * @example
   * const labels = [{ sample: { output: 'Paris', contexts: ['…'] }, value: true }];
   * const { id } = await assay.calibrations.create({ scorer: 'faithfulness', labels });
   * const { report } = await assay.calibrations.wait(id);
   */
  create(input: CalibrationInput, options?: RequestOptions): ApiPromise<Calibration> {
    return this.#call(
      {
        operation: 'calibrations.create',
        args: [input],
        method: 'POST',
        path: '/v1/calibrations',
        body: input,
      },
      options,
    );
  }

  /** Lists calibrations without their reports, newest first. */
  list(filter: CalibrationFilter = {}, options?: RequestOptions): PagePromise<CalibrationHead> {
    const place = { operation: 'calibrations.list', path: '/v1/calibrations' };
    return listOf(this.#call, place, filter, options);
  }

  /** Gets a calibration with its progress and its report. */
  get(id: string, options?: RequestOptions): ApiPromise<Calibration> {
    const path = pathOf('calibrations', id);
    return this.#call({ operation: 'calibrations.get', args: [id], method: 'GET', path }, options);
  }

  /**
   * Waits until a calibration has ended: `completed`, with a report, or `failed`.
   *
   * @throws TimeoutError if `totalTimeoutMs` is exceeded; the calibration keeps running
   */
  wait(id: string, options?: PollOptions<Calibration>): Promise<Calibration> {
    return pollUntilEnded(`The calibration ${id}`, (request) => this.get(id, request), options);
  }

  /** Deletes a calibration with its labels; scores fall back to the one before it. */
  delete(id: string, options?: RequestOptions): ApiPromise<void> {
    const path = pathOf('calibrations', id);
    return this.#call(
      { operation: 'calibrations.delete', args: [id], method: 'DELETE', path },
      options,
    );
  }
}
