import { newId } from '@assay/schema/ids.ts';
import type {
  ApiKey,
  ApiKeyInput,
  ApiKeyRotation,
  CreatedApiKey,
  CurrentKey,
  Page,
} from '@assay/schema/types.ts';
import { PAGE_ITEMS, pageFrom } from '../../core/page-from.ts';
import { ApiProblem } from '../../core/problem.ts';
import type { ApiKeyStore, StoredApiKey } from '../../store/api-keys.ts';
import type { ProjectStore } from '../../store/projects.ts';
import { hashApiKey, hintOf, newApiKey } from './api-key-format.ts';
import type { Keyring } from './keyring.ts';
import type { Principal } from './principal.ts';

export interface KeyNeeds {
  apiKeys: ApiKeyStore;
  keyring: Keyring;
  projects: ProjectStore;
  nowMs(): number;
}

const DAY_SECONDS = 86_400;

/**
 * Creates a key and returns it; it cannot be read again. @throws ApiProblem `invalid_request` for a
 * time that is past
 */
export async function createKey(
  projectId: string,
  { name, scopes, review, expiresAt }: ApiKeyInput,
  { apiKeys, nowMs }: KeyNeeds,
): Promise<CreatedApiKey> {
  const expiresAtMs = expiresAt === undefined ? null : Date.parse(expiresAt);
  if (expiresAtMs !== null && expiresAtMs <= nowMs()) {
    throw new ApiProblem('invalid_request', {
      errors: [{ pointer: '/expiresAt', message: 'must be in the future' }],
    });
  }
  const { key, stored } = makeKey(
    { projectId, name, scopes, review: review ?? null, expiresAtMs },
    nowMs(),
  );
  await apiKeys.insert(stored);
  return { ...toApiKey(stored), key };
}

/** Keys of a project, newest first. */
export async function listKeys(
  projectId: string,
  { limit = PAGE_ITEMS, cursor }: { limit?: number | undefined; cursor?: string | undefined },
  { apiKeys }: KeyNeeds,
): Promise<Page<ApiKey>> {
  const rows = await apiKeys.list(projectId, limit + 1, cursor);
  return pageFrom(rows, limit, toApiKey, ({ id }) => id);
}

/** @throws ApiProblem `key_not_found` */
export async function getKey(projectId: string, id: string, services: KeyNeeds): Promise<ApiKey> {
  return toApiKey(await find(projectId, id, services));
}

/** The key of a caller and its project; the development key is not stored. */
export async function describeCaller(
  { projectId, keyId, scopes }: Principal,
  { apiKeys, projects }: KeyNeeds,
): Promise<CurrentKey> {
  const [stored, projectName] = await Promise.all([
    apiKeys.find(projectId, keyId),
    projects.nameOf(projectId),
  ]);
  const known = stored && toApiKey(stored);
  return {
    id: keyId,
    name: known?.name ?? null,
    scopes: [...scopes],
    expiresAt: known?.expiresAt ?? null,
    project: { id: projectId, name: projectName ?? null },
  };
}

/** Revokes a key. @throws ApiProblem `key_not_found` */
export async function revokeKey(
  projectId: string,
  id: string,
  services: KeyNeeds,
): Promise<ApiKey> {
  const stored = await find(projectId, id, services);
  const revokedAtMs = stored.revokedAtMs ?? services.nowMs();
  await services.apiKeys.setRevoked(projectId, id, revokedAtMs);
  services.keyring.forget(stored.hash);
  return toApiKey({ ...stored, revokedAtMs });
}

/**
 * Creates a new key with the same name and scopes; the old key expires after the overlap.
 *
 * @throws ApiProblem `key_not_found` or `key_not_active`
 */
export async function rotateKey(
  projectId: string,
  id: string,
  { overlapSeconds = DAY_SECONDS }: ApiKeyRotation,
  services: KeyNeeds,
): Promise<CreatedApiKey> {
  const nowMs = services.nowMs();
  const old = await find(projectId, id, services);
  const { key, stored } = makeKey(old, nowMs);
  const endsAtMs = Math.min(
    nowMs + overlapSeconds * 1000,
    old.endsAtMs ?? Number.POSITIVE_INFINITY,
  );
  const isReplaced = await services.apiKeys.replace(old, endsAtMs, stored, nowMs);
  if (!isReplaced) throw new ApiProblem('key_not_active');
  services.keyring.forget(old.hash);
  return { ...toApiKey(stored), key };
}

async function find(projectId: string, id: string, { apiKeys }: KeyNeeds): Promise<StoredApiKey> {
  const stored = await apiKeys.find(projectId, id);
  if (stored === undefined) throw new ApiProblem('key_not_found');
  return stored;
}

/** A new key, and the row that stands for it without holding it. */
export function makeKey(
  {
    projectId,
    name,
    scopes,
    review = null,
    expiresAtMs,
  }: Pick<StoredApiKey, 'projectId' | 'name' | 'scopes' | 'expiresAtMs'> &
    Partial<Pick<StoredApiKey, 'review'>>,
  nowMs: number,
): { key: string; stored: StoredApiKey } {
  const key = newApiKey();
  const stored = {
    id: newId('key', nowMs),
    projectId,
    name,
    hash: hashApiKey(key),
    hint: hintOf(key),
    scopes: [...new Set(scopes)],
    review,
    createdAtMs: nowMs,
    expiresAtMs,
    endsAtMs: null,
    revokedAtMs: null,
  };
  return { key, stored };
}

function toApiKey(stored: StoredApiKey): ApiKey {
  const { id, name, hint, scopes, review, createdAtMs, revokedAtMs } = stored;
  const ends = [stored.expiresAtMs, stored.endsAtMs].filter((ms) => ms !== null);
  return {
    id,
    name,
    hint,
    scopes,
    review,
    createdAt: new Date(createdAtMs).toISOString(),
    expiresAt: isoOrNull(ends.length === 0 ? null : Math.min(...ends)),
    revokedAt: isoOrNull(revokedAtMs),
  };
}

function isoOrNull(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString();
}
