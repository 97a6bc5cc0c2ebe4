import type {
  FinalLabelFilter,
  Label,
  LabelFilter,
  LabelsInput,
  LabelsTaken,
  TargetLabels,
} from '@assay/schema/types.ts';
import type { ApiPromise } from '../api-promise.ts';
import type { Call } from '../call.ts';
import type { RequestOptions } from '../options.ts';
import { listOf, type PagePromise } from '../page.ts';

const PATH = '/v1/labels';

/** What people said of samples. */
export class Labels {
  readonly #call: Call;

  constructor(call: Call) {
    this.#call = call;
  }

  /**
   * Adds up to 1,000 labels, all or none; sent again they change nothing.
   *
   * @throws ValidationError with a pointer to each fault
   */
  push(labels: LabelsInput, options?: RequestOptions): ApiPromise<LabelsTaken> {
    return this.#call(
      { operation: 'labels.push', args: [labels], method: 'POST', path: PATH, body: labels },
      options,
    );
  }

  /** Lists labels, newest first, with earlier revisions. */
  list(filter: LabelFilter = {}, options?: RequestOptions): PagePromise<Label> {
    return listOf(this.#call, { operation: 'labels.list', path: PATH }, filter, options);
  }

  /** What people said of each target of a question, with the final value. */
  final(filter: FinalLabelFilter, options?: RequestOptions): PagePromise<TargetLabels> {
    const path = `${PATH}/final`;
    return listOf(this.#call, { operation: 'labels.final', path }, filter, options);
  }
}
