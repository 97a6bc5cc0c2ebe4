export type LogProblem =
  | 'keys_malformed'
  | 'key_unknown'
  | 'key_unusable'
  | 'checkpoint_malformed'
  | 'signature_invalid'
  | 'proof_malformed'
  | 'proof_invalid';

/** Thrown for a checkpoint or proof that proves nothing; `code` says why. */
export class LogError extends Error {
  override name = 'LogError';
  readonly code: LogProblem;

  constructor(code: LogProblem, message: string, cause?: unknown) {
    super(message, cause === undefined ? {} : { cause });
    this.code = code;
  }
}
