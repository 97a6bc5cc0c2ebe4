export type ReceiptProblem =
  | 'receipt_malformed'
  | 'keys_malformed'
  | 'key_unknown'
  | 'key_unusable'
  | 'key_out_of_period'
  | 'signature_invalid'
  | 'verdict_differs'
  | 'sample_differs'
  | 'value_differs'
  | 'log_invalid';

/** Thrown by `verifyReceipt()` and `verifyDeletionReport()` for a receipt or report that proves nothing; `code` says why. */
export class ReceiptError extends Error {
  override name = 'ReceiptError';
  readonly code: ReceiptProblem;

  constructor(code: ReceiptProblem, message: string, cause?: unknown) {
    super(message, cause === undefined ? {} : { cause });
    this.code = code;
  }
}
