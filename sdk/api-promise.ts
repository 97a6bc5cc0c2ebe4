import { AssayError } from './errors.ts';
import type { Answer } from './transport.ts';

export interface WithResponse<Data> {
  /** The result of the call. */
  data: Data;
  /** The HTTP response; its body is already consumed. */
  response: Response;
  /** Id of the request, from the header X-Request-Id. */
  requestId: string | null;
}

/** A promise of the data, which also gives access to the HTTP response. */
export class ApiPromise<Data> extends Promise<Data> {
  /** @internal */
  readonly answer: Promise<Answer<Data>>;

  // What is derived from it, as by `finally`, is a promise like any other.
  static override get [Symbol.species](): PromiseConstructor {
    return Promise;
  }

  constructor(answer: Promise<Answer<Data>>) {
    super(() => {});
    this.answer = answer;
  }

  // biome-ignore lint/suspicious/noThenProperty: it is a promise.
  override then<Fulfilled = Data, Rejected = never>(
    onFulfilled?: ((data: Data) => Fulfilled | PromiseLike<Fulfilled>) | null,
    onRejected?: ((reason: unknown) => Rejected | PromiseLike<Rejected>) | null,
  ): Promise<Fulfilled | Rejected> {
    return this.answer.then(({ data }) => data).then(onFulfilled, onRejected);
  }

  /**
   * Returns the data with the HTTP response, for its status and headers.
   *
   * @throws AssayError `no_response` over a service binding, which has none
   */
  async withResponse(): Promise<WithResponse<Data>> {
    const { data, response } = await this.answer;
    if (response) return { data, response, requestId: response.headers.get('x-request-id') };
    throw new AssayError({
      code: 'no_response',
      message: 'There is no HTTP response: it was lost, or the call used a service binding.',
    });
  }
}
