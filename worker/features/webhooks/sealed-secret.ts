import { createHmac } from 'node:crypto';
import type { Config } from '../../core/config.ts';
import { ApiProblem } from '../../core/problem.ts';
import { importSealingKey, openBytes, sealBytes } from '../../core/sealing.ts';

/** Where a secret of a project is stored: it opens nowhere else. */
export interface SecretPlace {
  projectId: string;
  place: string;
}

/** Encrypts what an endpoint wants to see, such as a token. @throws ApiProblem `webhooks_unconfigured` */
export async function sealSecret(
  { projectId, place }: SecretPlace,
  secret: string,
  config: Config,
): Promise<string> {
  const bytes = new Uint8Array(new TextEncoder().encode(secret));
  return sealBytes(bytes, `${projectId}|${place}`, await keyOf(projectId, config));
}

/**
 * A secret as it was sealed.
 *
 * @throws ApiProblem `webhooks_unconfigured`
 * @throws Error if it was sealed with another ASSAY_WEBHOOK_KEY
 */
export async function openSecret(
  { projectId, place }: SecretPlace,
  sealed: string,
  config: Config,
): Promise<string> {
  const key = await keyOf(projectId, config);
  return new TextDecoder().decode(await openBytes(sealed, `${projectId}|${place}`, key));
}

function keyOf(projectId: string, { webhookKey }: Config): Promise<CryptoKey> {
  if (webhookKey === undefined) throw new ApiProblem('webhooks_unconfigured');
  const bytes = createHmac('sha256', webhookKey)
    .update(`assay endpoint secrets v1\n${projectId}`)
    .digest();
  return importSealingKey(new Uint8Array(bytes));
}
