import type {
  PageQuery,
  RuleVerdictQuery,
  RuleVerdicts,
  TraceRule,
  TraceRuleActivity,
  TraceRuleInput,
  TraceRulePreview,
  TraceRuleVersionInput,
} from '@assay/schema/types.ts';
import type { ApiPromise } from '../api-promise.ts';
import type { Call } from '../call.ts';
import type { RequestOptions } from '../options.ts';
import { listOf, type PagePromise } from '../page.ts';
import { pathOf } from '../transport.ts';

/** Rules that say which live traces are scored, and by what. */
export class Rules {
  readonly #call: Call;

  constructor(call: Call) {
    this.#call = call;
  }

  /** Lists rules by name, each in its newest version. */
  list(query: PageQuery = {}, options?: RequestOptions): PagePromise<TraceRule> {
    return listOf(this.#call, { operation: 'rules.list', path: '/v1/rules' }, query, options);
  }

  /** Gets a rule by `name` (newest version) or `name@3`. */
  get(reference: string, options?: RequestOptions): ApiPromise<TraceRule> {
    const path = pathOf('rules', reference);
    return this.#call({ operation: 'rules.get', args: [reference], method: 'GET', path }, options);
  }

  /**
   * Creates a rule. Needs a key with the scope `admin`.
   *
   * @throws ConflictError `trace_rule_exists`
   */
  create(rule: TraceRuleInput, options?: RequestOptions): ApiPromise<TraceRule> {
    const path = '/v1/rules';
    return this.#call(
      { operation: 'rules.create', args: [rule], method: 'POST', path, body: rule },
      options,
    );
  }

  /** Shows what a rule would have scored in the last hour; nothing is saved. */
  preview(rule: TraceRuleVersionInput, options?: RequestOptions): ApiPromise<TraceRulePreview> {
    const path = '/v1/rules/preview';
    return this.#call(
      { operation: 'rules.preview', args: [rule], method: 'POST', path, body: rule },
      options,
    );
  }

  /** Shows what a rule matched and scored in the last hour, by the minute. */
  activity(name: string, options?: RequestOptions): ApiPromise<TraceRuleActivity> {
    const path = pathOf('rules', name, 'activity');
    return this.#call({ operation: 'rules.activity', args: [name], method: 'GET', path }, options);
  }

  /**
   * Lists verdicts of the rule in the order in which they were stored: the last ones, or those after
   * the `cursor` of an earlier answer.
   */
  verdicts(
    name: string,
    query: RuleVerdictQuery = {},
    options?: RequestOptions,
  ): ApiPromise<RuleVerdicts> {
    const request = { operation: 'rules.verdicts', args: [name, query], query: { ...query } };
    const path = pathOf('rules', name, 'verdicts');
    return this.#call({ ...request, method: 'GET', path }, options);
  }

  /** Lists the versions of a rule, newest first. */
  versions(name: string, options?: RequestOptions): PagePromise<TraceRule> {
    const path = pathOf('rules', name, 'versions');
    return listOf(this.#call, { operation: 'rules.versions', path }, {}, options, [name]);
  }

  /**
   * Adds a version. If the content equals the newest version, no version is added and that one is
   * returned.
   */
  addVersion(
    name: string,
    version: TraceRuleVersionInput,
    options?: RequestOptions,
  ): ApiPromise<TraceRule> {
    return this.#call(
      {
        operation: 'rules.addVersion',
        args: [name, version],
        method: 'POST',
        path: pathOf('rules', name, 'versions'),
        body: version,
      },
      options,
    );
  }

  /** Deletes `name` with all versions, or only `name@3`. */
  delete(reference: string, options?: RequestOptions): ApiPromise<void> {
    const path = pathOf('rules', reference);
    return this.#call(
      { operation: 'rules.delete', args: [reference], method: 'DELETE', path },
      options,
    );
  }
}
