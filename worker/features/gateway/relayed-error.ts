import type { UpstreamFault } from '../../models/provider.ts';

/** An error of a provider that callers get as it is. */
export class RelayedError extends Error {
  override readonly name = 'RelayedError';
  readonly fault: UpstreamFault;

  constructor(fault: UpstreamFault) {
    super(fault.message);
    this.fault = fault;
  }
}
