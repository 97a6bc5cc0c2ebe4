import type {
  AlertChannel,
  AlertChannelContent,
  AlertChannelInput,
  Page,
} from '@assay/schema/types.ts';
import type { Config } from '../../core/config.ts';
import { ApiProblem } from '../../core/problem.ts';
import type { AlertChannelStore, StoredChannel } from '../../store/alert-channels.ts';
import { targetFault } from '../webhooks/targets.ts';
import { sealSecret } from './channel-secret.ts';
import { channelOf, partsOf, remindMinutesOf, settingsOf } from './channel-settings.ts';
import { channelTarget } from './mutes.ts';

export interface ChannelNeeds {
  alertChannels: AlertChannelStore;
  config: Config;
  nowMs(): number;
}

export const MOST_CHANNELS = 50;

/**
 * Creates a channel.
 *
 * @throws ApiProblem `invalid_request`, `channel_exists` or `webhooks_unconfigured`
 */
export async function createChannel(
  projectId: string,
  { name, ...content }: AlertChannelInput,
  needs: ChannelNeeds,
): Promise<AlertChannel> {
  if ((await needs.alertChannels.list(projectId)).length >= MOST_CHANNELS) {
    throw new ApiProblem('invalid_request', {
      detail: `A project has at most ${MOST_CHANNELS} channels. Delete one first.`,
    });
  }
  const made = await storedOf({ projectId, name, content }, undefined, needs);
  if (!(await needs.alertChannels.insert(made))) {
    throw new ApiProblem('channel_exists', {
      detail: `A channel "${name}" exists. Use PUT /v1/channels/${name} to replace it.`,
    });
  }
  return shown(made, needs);
}

/**
 * Replaces a channel; a secret that is omitted stays, unless the kind or the host changes: nobody learns
 * a secret by pointing its channel elsewhere.
 *
 * @throws ApiProblem `channel_not_found`, `invalid_request` or `webhooks_unconfigured`
 */
export async function replaceChannel(
  projectId: string,
  name: string,
  content: AlertChannelContent,
  needs: ChannelNeeds,
): Promise<AlertChannel> {
  const before = await findChannel(projectId, name, needs);
  const made = await storedOf({ projectId, name, content }, before, needs);
  if (!(await needs.alertChannels.update(made))) throw notFound(name);
  return shown(made, needs);
}

/** @throws ApiProblem `channel_not_found` */
export async function getChannel(
  projectId: string,
  name: string,
  needs: ChannelNeeds,
): Promise<AlertChannel> {
  return shown(await findChannel(projectId, name, needs), needs);
}

/** All channels of the project, by name. */
export async function listChannels(
  projectId: string,
  { alertChannels, nowMs }: ChannelNeeds,
): Promise<Page<AlertChannel>> {
  const [channels, mutes] = await Promise.all([
    alertChannels.list(projectId),
    alertChannels.mutes(projectId, nowMs()),
  ]);
  const until = new Map(mutes.map(({ target, untilMs }) => [target, untilMs]));
  const items = channels.map((stored) => channelOf(stored, until.get(channelTarget(stored.name))));
  return { items, nextCursor: null };
}

/** Deletes a channel; what is on its way to it is not sent. @throws ApiProblem `channel_not_found` */
export async function deleteChannel(
  projectId: string,
  name: string,
  needs: ChannelNeeds,
): Promise<void> {
  await findChannel(projectId, name, needs);
  await needs.alertChannels.remove(projectId, name);
}

/** @throws ApiProblem `channel_not_found` */
export async function findChannel(
  projectId: string,
  name: string,
  { alertChannels }: Pick<ChannelNeeds, 'alertChannels'>,
): Promise<StoredChannel> {
  const found = await alertChannels.find(projectId, name);
  if (found === undefined) throw notFound(name);
  return found;
}

interface Given {
  projectId: string;
  name: string;
  content: AlertChannelContent;
}

async function storedOf(
  { projectId, name, content }: Given,
  before: StoredChannel | undefined,
  { config, nowMs }: ChannelNeeds,
): Promise<StoredChannel> {
  const { settings, secret, needsSecret } = partsOf(content);
  if ('url' in content && content.url !== undefined) checkUrl(content.url, config);
  const same = before !== undefined && isFor(content, settings.host, before) ? before : undefined;
  const kept = same?.secret ?? null;
  if (secret === undefined && kept === null && needsSecret !== undefined) {
    throw new ApiProblem('invalid_request', {
      errors: [{ pointer: `/${needsSecret}`, message: 'is required' }],
    });
  }
  if (content.kind === 'webhook' && config.webhookKey === undefined) {
    throw new ApiProblem('webhooks_unconfigured');
  }
  const stillLacks =
    secret === undefined && same !== undefined && settingsOf(same).lacksSecret === true;
  const stored = { ...settings, ...(stillLacks && { lacksSecret: true }) };
  const atMs = nowMs();
  return {
    ...{ projectId, name, kind: content.kind, settings: JSON.stringify(stored) },
    secret: secret === undefined ? kept : await sealSecret({ projectId, name }, secret, config),
    minSeverity: content.minSeverity ?? 'info',
    sources: content.sources === undefined ? null : JSON.stringify(content.sources),
    remindMinutes: remindMinutesOf(content),
    createdAtMs: before?.createdAtMs ?? atMs,
    updatedAtMs: atMs,
  };
}

/** Whether the secret of the channel before is for what replaces it. That of Slack has its host in itself. */
function isFor({ kind }: AlertChannelContent, host: string, before: StoredChannel): boolean {
  return before.kind === kind && (kind === 'slack' || settingsOf(before).host === host);
}

function checkUrl(url: string, config: Config): void {
  const fault = targetFault(url, config);
  if (fault === undefined) return;
  throw new ApiProblem('invalid_request', { errors: [{ pointer: '/url', message: fault }] });
}

async function shown(
  stored: StoredChannel,
  { alertChannels, nowMs }: ChannelNeeds,
): Promise<AlertChannel> {
  const mutes = await alertChannels.mutes(stored.projectId, nowMs());
  const mute = mutes.find(({ target }) => target === channelTarget(stored.name));
  return channelOf(stored, mute?.untilMs);
}

function notFound(name: string): ApiProblem {
  return new ApiProblem('channel_not_found', {
    detail: `There is no channel "${name}" in this project. GET /v1/channels lists them.`,
  });
}
