import { Webhook } from 'standardwebhooks';
import { type SecretNeeds, signingSecrets } from './secrets.ts';

/** A message to an endpoint of a project. */
export interface SignedMessage {
  projectId: string;
  /** The same for each attempt to send it. */
  id: string;
  body: string;
}

/**
 * The headers of a message, with a signature by each secret that is valid now.
 *
 * Source: Standard Webhooks. @throws ApiProblem `webhooks_unconfigured`
 */
export async function signedHeaders(
  { projectId, id, body }: SignedMessage,
  services: SecretNeeds,
): Promise<Record<string, string>> {
  const timestamp = new Date(services.nowMs());
  const secrets = await signingSecrets(projectId, services);
  const signatures = secrets.map((secret) => new Webhook(secret).sign(id, timestamp, body));
  return {
    'Content-Type': 'application/json',
    'User-Agent': 'assay-webhooks',
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(timestamp.getTime() / 1000)),
    'webhook-signature': signatures.join(' '),
  };
}
