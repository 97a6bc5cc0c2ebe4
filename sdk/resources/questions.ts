import type {
  AgreementReport,
  PageQuery,
  Question,
  QuestionFromScorer,
  QuestionInput,
  QuestionVersionInput,
} from '@assay/schema/types.ts';
import type { ApiPromise } from '../api-promise.ts';
import type { Call } from '../call.ts';
import type { RequestOptions } from '../options.ts';
import { listOf, type PagePromise } from '../page.ts';
import { pathOf } from '../transport.ts';

const PATH = '/v1/questions';

/** What is asked of people, in versions. */
export class Questions {
  readonly #call: Call;

  constructor(call: Call) {
    this.#call = call;
  }

  /** Lists questions by name, each in its newest version. */
  list(query: PageQuery = {}, options?: RequestOptions): PagePromise<Question> {
    return listOf(this.#call, { operation: 'questions.list', path: PATH }, query, options);
  }

  /** Gets a question by `name` (newest version) or `name@3`. */
  get(reference: string, options?: RequestOptions): ApiPromise<Question> {
    const path = pathOf('questions', reference);
    const operation = 'questions.get';
    return this.#call({ operation, args: [reference], method: 'GET', path }, options);
  }

  /**
   * Creates a question.
   *
   * @throws ConflictError `question_exists`
   */
  create(question: QuestionInput, options?: RequestOptions): ApiPromise<Question> {
    return this.#post('questions.create', PATH, question, [question], options);
  }

  /** Makes a question of what a judge is asked; adds a version only if the rubric has changed. */
  fromScorer(request: QuestionFromScorer, options?: RequestOptions): ApiPromise<Question> {
    return this.#post('questions.fromScorer', `${PATH}/from-scorer`, request, [request], options);
  }

  /** Lists the versions of a question, newest first. */
  versions(name: string, options?: RequestOptions): PagePromise<Question> {
    const path = pathOf('questions', name, 'versions');
    return listOf(this.#call, { operation: 'questions.versions', path }, {}, options, [name]);
  }

  /** Adds a version; the same content as the newest adds none. */
  addVersion(
    name: string,
    version: QuestionVersionInput,
    options?: RequestOptions,
  ): ApiPromise<Question> {
    const path = pathOf('questions', name, 'versions');
    return this.#post('questions.addVersion', path, version, [name, version], options);
  }

  /** How far all who answered a question agree. */
  agreement(reference: string, options?: RequestOptions): ApiPromise<AgreementReport> {
    const path = pathOf('questions', reference, 'agreement');
    const operation = 'questions.agreement';
    return this.#call({ operation, args: [reference], method: 'GET', path }, options);
  }

  /** Deletes a question, or one version of it; labels are kept. */
  delete(reference: string, options?: RequestOptions): ApiPromise<null> {
    const path = pathOf('questions', reference);
    const operation = 'questions.delete';
    return this.#call({ operation, args: [reference], method: 'DELETE', path }, options);
  }

  #post(
    operation: string,
    path: string,
    body: object,
    args: unknown[],
    options?: RequestOptions,
  ): ApiPromise<Question> {
    return this.#call({ operation, args, method: 'POST', path, body }, options);
  }
}
