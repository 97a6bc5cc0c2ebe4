import type { AlertMute, AlertMuteInput, Page } from '@assay/schema/types.ts';
import { ApiProblem } from '../../core/problem.ts';
import type { AlertChannelStore, StoredMute } from '../../store/alert-channels.ts';

export interface MuteNeeds {
  alertChannels: AlertChannelStore;
  nowMs(): number;
}

const CHANNEL = 'channel:';
const MOST_MS = 366 * 24 * 3_600_000;
const MOST_MUTES = 200;

/** What a mute of a channel names. */
export const channelTarget = (name: string) => `${CHANNEL}${name}`;

/**
 * Mutes a channel, a source or a kind of sources until a time; null ends it.
 *
 * @throws ApiProblem `invalid_request` or `channel_not_found`
 */
export async function muteAlerts(
  projectId: string,
  { target, until, reason = '' }: AlertMuteInput,
  needs: MuteNeeds,
): Promise<Page<AlertMute>> {
  const { alertChannels, nowMs } = needs;
  const atMs = nowMs();
  if (until === null) {
    await alertChannels.unmute(projectId, target);
    return listMutes(projectId, needs);
  }
  const untilMs = Date.parse(until);
  if (untilMs <= atMs || untilMs > atMs + MOST_MS) {
    throw new ApiProblem('invalid_request', {
      errors: [{ pointer: '/until', message: 'must be within the next 366 days' }],
    });
  }
  if (target.startsWith(CHANNEL)) {
    const name = target.slice(CHANNEL.length);
    if (!(await alertChannels.find(projectId, name))) throw new ApiProblem('channel_not_found');
  }
  if ((await alertChannels.mutes(projectId, atMs)).length >= MOST_MUTES) {
    throw new ApiProblem('invalid_request', {
      detail: `A project has at most ${MOST_MUTES} mutes. End one first.`,
    });
  }
  await alertChannels.mute({ projectId, target, untilMs, reason, createdAtMs: atMs });
  return listMutes(projectId, needs);
}

/** What is muted now. */
export async function listMutes(
  projectId: string,
  { alertChannels, nowMs }: MuteNeeds,
): Promise<Page<AlertMute>> {
  const items = (await alertChannels.mutes(projectId, nowMs())).map(muteOf);
  return { items, nextCursor: null };
}

function muteOf({ target, untilMs, reason, createdAtMs }: StoredMute): AlertMute {
  return {
    target,
    until: new Date(untilMs).toISOString(),
    reason,
    createdAt: new Date(createdAtMs).toISOString(),
  };
}
