import { AssayError } from '@assay/sdk';
import { UntrustedText } from '../text/untrusted-text.tsx';

interface FailureProps {
  error: unknown;
  onRetry?: (() => void) | undefined;
}

/** Says why something could not be shown, and offers to try again. */
export function Failure({ error, onRetry }: FailureProps) {
  const isOurs = error instanceof AssayError;
  const message = error instanceof Error ? error.message : String(error);
  return (
    <div class="failure" role="alert">
      <p>
        <UntrustedText text={message} />
      </p>
      {isOurs && error.requestId !== undefined && (
        <p class="muted">
          Request <code>{error.requestId}</code>
        </p>
      )}
      {onRetry && (
        <button type="button" class="button" onClick={onRetry}>
          Try again
        </button>
      )}
    </div>
  );
}
