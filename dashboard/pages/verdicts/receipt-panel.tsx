import type { Receipt } from '@assay/sdk';
import { useSignal } from '@preact/signals';
import { useLoaded } from '../../data/use-loaded.ts';
import { Failure } from '../../parts/failure.tsx';
import { Moment } from '../../parts/moment.tsx';
import { RawJson } from '../../parts/raw-json.tsx';
import { session } from '../../session/session.ts';

/** A verdict as a signed statement, made when it is opened. */
export function ReceiptPanel({ id }: { id: string }) {
  const isOpen = useSignal(false);
  return (
    <details onToggle={({ currentTarget }) => (isOpen.value = currentTarget.open)}>
      <summary>Receipt</summary>
      {isOpen.value && <Made id={id} />}
    </details>
  );
}

function Made({ id }: { id: string }) {
  const { assay } = session();
  const { loaded, reload } = useLoaded(id, (signal) => assay.verdicts.receipt(id, { signal }));
  const { data, error } = loaded.value;
  if (error !== undefined) return <Failure error={error} onRetry={reload} />;
  if (data === undefined) return <p class="loading">Signing …</p>;
  return <Shown receipt={data} />;
}

function Shown({ receipt }: { receipt: Receipt }) {
  const { signedAt, keyId, log } = receipt;
  return (
    <>
      <dl class="fact-list">
        <dt>Signed</dt>
        <dd>
          <Moment at={signedAt} /> by <code>{keyId}</code>
        </dd>
        <dt>Log</dt>
        <dd>
          {log.status === 'pending' && 'pending: it will be sealed within a minute or two'}
          {log.status === 'sealed' && (log.within === undefined ? 'sealed' : 'sealed in ')}
          {log.status === 'sealed' && log.within && <code>{log.within.id}</code>}
        </dd>
      </dl>
      <RawJson title="Receipt as JSON" value={receipt} />
    </>
  );
}
