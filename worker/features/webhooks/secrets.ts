import { createHmac } from 'node:crypto';
import type { WebhookRotation, WebhookSecret } from '@assay/schema/types.ts';
import type { Config } from '../../core/config.ts';
import { ApiProblem } from '../../core/problem.ts';
import type { StoredGeneration, WebhookStore } from '../../store/webhooks.ts';

export interface SecretNeeds {
  webhooks: WebhookStore;
  config: Config;
  nowMs(): number;
}

const DAY_SECONDS = 86_400;

/** The signing secret of a project, for verification. @throws ApiProblem `webhooks_unconfigured` */
export async function getSecret(projectId: string, services: SecretNeeds): Promise<WebhookSecret> {
  const { generation, previousUntilMs } = await generationOf(projectId, services);
  return {
    secret: derive(projectId, generation, services),
    previousUntil:
      previousUntilMs > services.nowMs() ? new Date(previousUntilMs).toISOString() : null,
  };
}

/**
 * Rotates the secret; the old one also signs during the overlap. @throws ApiProblem
 * `webhooks_unconfigured`
 */
export async function rotateSecret(
  projectId: string,
  { overlapSeconds = DAY_SECONDS }: WebhookRotation,
  services: SecretNeeds,
): Promise<WebhookSecret> {
  const nowMs = services.nowMs();
  const { generation } = await generationOf(projectId, services);
  const next: StoredGeneration = {
    projectId,
    generation: generation + 1,
    previousUntilMs: nowMs + overlapSeconds * 1000,
    rotatedAtMs: nowMs,
  };
  await services.webhooks.rotate(next, generation);
  return getSecret(projectId, services);
}

/** The secrets that sign a message now, the newest first. @throws ApiProblem `webhooks_unconfigured` */
export async function signingSecrets(projectId: string, services: SecretNeeds): Promise<string[]> {
  const { generation, previousUntilMs } = await generationOf(projectId, services);
  const current = derive(projectId, generation, services);
  if (previousUntilMs <= services.nowMs()) return [current];
  return [current, derive(projectId, generation - 1, services)];
}

async function generationOf(
  projectId: string,
  { webhooks }: SecretNeeds,
): Promise<StoredGeneration> {
  const stored = await webhooks.generation(projectId);
  return stored ?? { projectId, generation: 1, previousUntilMs: 0, rotatedAtMs: 0 };
}

/** Source: Standard Webhooks, which wants `whsec_` and 24 to 64 random bytes in base64. */
function derive(projectId: string, generation: number, { config }: SecretNeeds): string {
  if (config.webhookKey === undefined) throw new ApiProblem('webhooks_unconfigured');
  const bytes = createHmac('sha256', config.webhookKey)
    .update(`assay webhook v1\n${projectId}\n${generation}`)
    .digest('base64');
  return `whsec_${bytes}`;
}
