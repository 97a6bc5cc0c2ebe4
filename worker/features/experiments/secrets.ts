import { LIMITS } from '@assay/schema/limits.ts';
import { secretName } from '@assay/schema/secret.ts';
import type { ExperimentVariant, ProjectSecret, SecretInput } from '@assay/schema/types.ts';
import type { Config } from '../../core/config.ts';
import { ApiProblem } from '../../core/problem.ts';
import { importSealingKey, openBytes, sealBytes } from '../../core/sealing.ts';
import type { ProjectSecretStore, StoredSecret } from '../../store/project-secrets.ts';
import { namesIn } from './template.ts';

export interface SecretNeeds {
  projectSecrets: ProjectSecretStore;
  config: Config;
  nowMs(): number;
}

/**
 * Secrets that requests to a project's own endpoints carry. They are sealed with a key that is derived
 * from the deployment's, bound to their project and name, and never returned. Each names the hosts that
 * it may be sent to: who may run experiments could send it to a host of their own otherwise.
 */
export async function putSecret(
  projectId: string,
  name: string,
  { value, hosts }: SecretInput,
  services: SecretNeeds,
): Promise<ProjectSecret> {
  if (!secretName.safeParse(name).success) {
    throw new ApiProblem('invalid_request', {
      detail: 'The name of a secret is 1 to 64 letters, digits and "_", and starts with a letter.',
    });
  }
  const key = await sealingKey(services);
  const place = placeOf(projectId, name);
  const sealed = await sealBytes(new Uint8Array(new TextEncoder().encode(value)), place, key);
  const nowMs = services.nowMs();
  const stored = { projectId, name, sealed, hosts, createdAtMs: nowMs, updatedAtMs: nowMs };
  if (!(await services.projectSecrets.put(stored, LIMITS.secrets))) {
    throw new ApiProblem('quota_exceeded', {
      detail: `The project has ${LIMITS.secrets} secrets. Delete one that is not used.`,
    });
  }
  const [kept = stored] = await services.projectSecrets.find(projectId, [name]);
  return toSecret(kept);
}

export async function listSecrets(
  projectId: string,
  { projectSecrets }: SecretNeeds,
): Promise<ProjectSecret[]> {
  return (await projectSecrets.list(projectId)).map(toSecret);
}

/** @throws ApiProblem `secret_not_found` */
export async function deleteSecret(
  projectId: string,
  name: string,
  { projectSecrets }: SecretNeeds,
): Promise<void> {
  if (!(await projectSecrets.remove(projectId, name))) throw new ApiProblem('secret_not_found');
}

/** The names of the secrets that a variant's endpoint needs. */
export function secretsIn({ target }: Pick<ExperimentVariant, 'target'>): string[] {
  if (typeof target === 'string') return [];
  const names = namesIn([target.headers ?? {}, target.body ?? null]);
  return names.flatMap((name) => (name.startsWith('secrets.') ? [name.slice(8)] : []));
}

/** A secret that can be sent. */
export interface OpenSecret {
  value: string;
  hosts: readonly string[];
}

export type OpenSecrets = ReadonlyMap<string, OpenSecret>;

/** The value of a secret for a request to a URL; undefined if it may not be sent there. */
export function secretFor(secrets: OpenSecrets, name: string, url: string): string | undefined {
  const secret = secrets.get(name);
  return secret?.hosts.includes(new URL(url).host) === true ? secret.value : undefined;
}

/** The secrets that variants need; those that are not there are left out. */
export async function secretsOf(
  projectId: string,
  variants: readonly ExperimentVariant[],
  services: SecretNeeds,
): Promise<OpenSecrets> {
  const names = [...new Set(variants.flatMap(secretsIn))];
  if (names.length === 0) return new Map();
  const stored = await services.projectSecrets.find(projectId, names);
  const key = await sealingKey(services);
  return new Map(await Promise.all(stored.map((one) => opened(one, key))));
}

async function opened(
  { projectId, name, sealed, hosts }: StoredSecret,
  key: CryptoKey,
): Promise<[string, OpenSecret]> {
  try {
    const bytes = await openBytes(sealed, placeOf(projectId, name), key);
    return [name, { value: new TextDecoder().decode(bytes), hosts }];
  } catch (cause) {
    throw new ApiProblem('secrets_unconfigured', {
      detail: `The secret "${name}" cannot be opened with the deployment's key. Save it again.`,
      cause,
    });
  }
}

function placeOf(projectId: string, name: string): string {
  return `secret|${projectId}|${name}`;
}

/** Source: RFC 5869. @throws ApiProblem `secrets_unconfigured` */
async function sealingKey({ config }: SecretNeeds): Promise<CryptoKey> {
  if (config.webhookKey === undefined) throw new ApiProblem('secrets_unconfigured');
  const encoder = new TextEncoder();
  const given = encoder.encode(config.webhookKey);
  const material = await crypto.subtle.importKey('raw', given, 'HKDF', false, ['deriveBits']);
  const info = encoder.encode('assay project secrets v1');
  const algorithm = { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info };
  const bits = await crypto.subtle.deriveBits(algorithm, material, 256);
  return importSealingKey(new Uint8Array(bits));
}

function toSecret({ name, hosts, createdAtMs, updatedAtMs }: StoredSecret): ProjectSecret {
  return {
    name,
    hosts,
    createdAt: new Date(createdAtMs).toISOString(),
    updatedAt: new Date(updatedAtMs).toISOString(),
  };
}
