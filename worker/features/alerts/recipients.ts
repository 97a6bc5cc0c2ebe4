import type { StoredChannel, StoredMute } from '../../store/alert-channels.ts';
import type { StoredAlert } from '../../store/alerts.ts';
import { channelTarget } from './mutes.ts';
import { isAtLeast } from './severity.ts';

/** A channel that an alert goes to; if it is muted, what would be sent is only listed. */
export interface AlertRecipient {
  channel: string;
  isMuted: boolean;
}

export interface Addressed {
  channels: readonly StoredChannel[];
  /** What is muted now. */
  mutes: readonly StoredMute[];
}

/** The channels that an alert goes to by its severity and its source. */
export function recipientsOf(
  { severity, source }: Pick<StoredAlert, 'severity' | 'source'>,
  { channels, mutes }: Addressed,
): AlertRecipient[] {
  const isSourceMuted = mutes.some(({ target }) => covers(target, source));
  return channels
    .filter(
      ({ minSeverity, sources }) => isAtLeast(severity, minSeverity) && takes(sources, source),
    )
    .map(({ name }) => ({
      channel: name,
      isMuted: isSourceMuted || mutes.some(({ target }) => target === channelTarget(name)),
    }));
}

function takes(sources: string | null, source: string): boolean {
  if (sources === null) return true;
  const named: string[] = JSON.parse(sources);
  return named.some((one) => covers(one, source));
}

/** Whether a source is the one that is named, or of the kind that is named. */
export function covers(named: string, source: string): boolean {
  return named === source || source.startsWith(`${named}:`);
}
