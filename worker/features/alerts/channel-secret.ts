import { createHmac } from 'node:crypto';
import type { Config } from '../../core/config.ts';
import { ApiProblem } from '../../core/problem.ts';
import { importSealingKey, openBytes, sealBytes } from '../../core/sealing.ts';

/** A channel whose secret is stored. */
interface Place {
  projectId: string;
  name: string;
}

/** Encrypts the secret of a channel: it opens for this channel only. @throws ApiProblem `webhooks_unconfigured` */
export async function sealSecret(place: Place, secret: string, config: Config): Promise<string> {
  const bytes = new Uint8Array(new TextEncoder().encode(secret));
  return sealBytes(bytes, nameOf(place), await keyOf(place, config));
}

/**
 * The secret of a channel.
 *
 * @throws ApiProblem `webhooks_unconfigured`, or `channel_secret_unreadable` if it was encrypted with
 *   another ASSAY_WEBHOOK_KEY
 */
export async function openSecret(place: Place, sealed: string, config: Config): Promise<string> {
  const key = await keyOf(place, config);
  try {
    return new TextDecoder().decode(await openBytes(sealed, nameOf(place), key));
  } catch (cause) {
    throw new ApiProblem('channel_secret_unreadable', { cause });
  }
}

const nameOf = ({ projectId, name }: Place) => `${projectId}|channel|${name}`;

async function keyOf({ projectId }: Place, { webhookKey }: Config): Promise<CryptoKey> {
  if (webhookKey === undefined) throw new ApiProblem('webhooks_unconfigured');
  const bytes = createHmac('sha256', webhookKey)
    .update(`assay alert channels v1\n${projectId}`)
    .digest();
  return importSealingKey(new Uint8Array(bytes));
}
