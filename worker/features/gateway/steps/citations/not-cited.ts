/** Why it cannot be said what supports a text. */
export class NotCited extends Error {
  override readonly name = 'NotCited';
  /** Of a judge that could not judge; undefined if nothing failed. */
  readonly code: string | undefined;

  constructor(reason: string, code?: string) {
    super(reason);
    this.code = code;
  }
}
