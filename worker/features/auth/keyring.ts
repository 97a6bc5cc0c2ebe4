import type { Config } from '../../core/config.ts';
import { ApiProblem } from '../../core/problem.ts';
import { createTtlCache } from '../../core/ttl-cache.ts';
import type { ApiKeyStore, StoredApiKey } from '../../store/api-keys.ts';
import type { DataSettingsCache } from '../data-control/data-settings-cache.ts';
import { hashApiKey, isWellFormed } from './api-key-format.ts';
import { DEVELOPMENT_KEY, DEVELOPMENT_PRINCIPAL, isLoopback } from './development.ts';
import type { Principal } from './principal.ts';

/** How long another isolate may still accept a revoked key, in milliseconds. */
export const KEY_CACHE_MS = 30_000;
const KEY_CACHE_ENTRIES = 5_000;

/** Identifies the owner of a key. */
export interface Keyring {
  /**
   * @param key as the caller sent it
   * @param url of the request, which the development key is tied to
   * @param beforeLookup asked before the database is: may refuse by throwing
   * @throws ApiProblem `key_malformed`, `key_unknown`, `key_revoked` or `key_expired`
   */
  identify(key: string, url: string, beforeLookup: () => Promise<void>): Promise<Principal>;
  /** Removes a key from the cache of this isolate. */
  forget(hash: string): void;
}

interface Dependencies {
  apiKeys: ApiKeyStore;
  /** Learns what is read together with a key. */
  dataSettings: Pick<DataSettingsCache, 'learn'>;
  config: Config;
  nowMs(): number;
}

export function createKeyring({ apiKeys, dataSettings, config, nowMs }: Dependencies): Keyring {
  const cache = createTtlCache<StoredApiKey | 'unknown'>(KEY_CACHE_MS, KEY_CACHE_ENTRIES, nowMs);

  // Counts up when a key is forgotten.
  const generations = createTtlCache<number>(KEY_CACHE_MS, KEY_CACHE_ENTRIES, nowMs);

  return {
    async identify(key, url, beforeLookup) {
      if (key === DEVELOPMENT_KEY) {
        if (config.isDevelopment && isLoopback(url)) return DEVELOPMENT_PRINCIPAL;
        throw new ApiProblem('key_unknown', {
          detail:
            'The development key works only over loopback, on a Worker started with `npm run dev`.',
        });
      }
      const hash = hashApiKey(key);
      let stored = cache.get(hash);
      if (stored === undefined) {
        if (!isWellFormed(key)) throw new ApiProblem('key_malformed');
        await beforeLookup();
        const generation = generations.get(hash);
        const found = await apiKeys.findByHash(hash);
        stored = found?.key ?? 'unknown';
        if (found) dataSettings.learn(found.key.projectId, found.dataSettings);
        // A key that was revoked while it was looked up must not be remembered as it was.
        if (generations.get(hash) === generation) cache.set(hash, stored);
      }
      return check(stored, nowMs());
    },
    forget(hash) {
      cache.delete(hash);
      generations.set(hash, (generations.get(hash) ?? 0) + 1);
    },
  };
}

function check(stored: StoredApiKey | 'unknown', nowMs: number): Principal {
  if (stored === 'unknown') throw new ApiProblem('key_unknown');
  if (stored.revokedAtMs !== null && stored.revokedAtMs <= nowMs)
    throw new ApiProblem('key_revoked');
  if (stored.expiresAtMs !== null && stored.expiresAtMs <= nowMs)
    throw new ApiProblem('key_expired');
  if (stored.endsAtMs !== null && stored.endsAtMs <= nowMs) throw new ApiProblem('key_expired');
  const { projectId, id: keyId, name: keyName, scopes, review } = stored;
  return { projectId, keyId, keyName, scopes, review: review ?? undefined };
}
