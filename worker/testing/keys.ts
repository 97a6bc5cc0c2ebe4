import { env } from 'cloudflare:workers';
import { newId } from '@assay/schema/ids.ts';
import type { Scope } from '@assay/schema/types.ts';
import { makeKey } from '../features/auth/manage-keys.ts';
import { createApiKeyStore } from '../store/api-keys.ts';
import { createDatabase } from '../store/database.ts';

interface TestKey {
  key: string;
  id: string;
  projectId: string;
}

/** A live key, by default with every scope in a project of its own. */
export async function giveKey(
  scopes: Scope[] = ['admin'],
  projectId: string = newId('project'),
  expiresAtMs: number | null = null,
): Promise<TestKey> {
  const { key, stored } = makeKey({ projectId, name: 'test', scopes, expiresAtMs }, Date.now());
  await createApiKeyStore(createDatabase(env.DB)).insert(stored);
  return { key, id: stored.id, projectId };
}
