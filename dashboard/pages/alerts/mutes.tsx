import type { AlertMute } from '@assay/sdk';
import { Failure } from '../../parts/failure.tsx';
import { useAction } from '../../parts/use-action.ts';
import { may, session } from '../../session/session.ts';
import { UntrustedText } from '../../text/untrusted-text.tsx';

const HOUR_MS = 3_600_000;

/** Mutes a channel or a source for some hours. */
export function muteFor(target: string, hours: number): Promise<unknown> {
  const until = new Date(Date.now() + hours * HOUR_MS).toISOString();
  return session()
    .assay.alerts.mute({ target, until })
    .then(() => undefined);
}

/** What is muted, and until when. */
export function Mutes({ mutes, onChange }: { mutes: readonly AlertMute[]; onChange: () => void }) {
  const { isBusy, error, run } = useAction();
  if (mutes.length === 0) return null;
  const end = (target: string) =>
    void run(async () => {
      await session().assay.alerts.mute({ target, until: null });
      onChange();
    });
  return (
    <>
      <h2>Muted</h2>
      <ul class="alert-list">
        {mutes.map(({ target, until, reason }) => (
          <li key={target} class="alert-actions">
            <UntrustedText text={target} />
            <span class="muted">until {new Date(until).toLocaleString()}</span>
            {reason !== '' && <UntrustedText text={reason} />}
            {may('admin') && (
              <button type="button" class="button" disabled={isBusy} onClick={() => end(target)}>
                Unmute
              </button>
            )}
          </li>
        ))}
      </ul>
      {error !== undefined && <Failure error={error} />}
    </>
  );
}
