import { newId } from '@assay/schema/ids.ts';
import type { DataKey, Encryption } from '@assay/schema/types.ts';
import { ApiProblem } from '../../core/problem.ts';
import type { DataKeyStore, StoredDataKey } from '../../store/data-keys.ts';
import type { MasterKeys } from './master-keys.ts';
import { unwrapped, type Vault, wrap } from './vault.ts';

export interface EncryptionNeeds {
  dataKeys: DataKeyStore;
  /** Undefined if the deployment encrypts nothing. */
  masterKeys: MasterKeys | undefined;
  vault: Vault;
  nowMs(): number;
}

/** Whether samples of a project are encrypted, and by which keys. */
export async function getEncryption(
  projectId: string,
  { dataKeys, masterKeys }: EncryptionNeeds,
): Promise<Encryption> {
  const keys = await dataKeys.list(projectId);
  return { isOn: masterKeys !== undefined, keys: keys.map(toDataKey) };
}

/** Makes a new key, which encrypts from now on; the others still decrypt. @throws ApiProblem `encryption_unconfigured` */
export async function rotateDataKey(
  projectId: string,
  { dataKeys, masterKeys, vault, nowMs }: EncryptionNeeds,
): Promise<DataKey> {
  const id = newId('dataKey', nowMs());
  const bytes = crypto.getRandomValues(new Uint8Array(32));
  const key = {
    ...{ projectId, id, createdAtMs: nowMs(), droppedAtMs: null },
    ...(await wrap(bytes, { projectId, id }, masterKeys)),
  };
  await dataKeys.insert(key);
  vault.forget(projectId);
  return toDataKey(key);
}

/** Drops every key of a project: what they encrypted cannot be read any more, by anyone, from now on. */
export async function dropDataKeys(projectId: string, needs: EncryptionNeeds): Promise<Encryption> {
  const { dataKeys, vault, nowMs } = needs;
  await dataKeys.drop(projectId, nowMs());
  vault.forget(projectId);
  return getEncryption(projectId, needs);
}

/** What one run of the schedule wraps anew. */
const KEYS_A_RUN = 200;

/**
 * Wraps keys that an older master key wrapped by the newest one, a bounded number of them. Once none is
 * left, the older master key can be removed from the secret.
 *
 * @returns how many there were
 */
export async function rewrapDataKeys({
  dataKeys,
  masterKeys,
}: Pick<EncryptionNeeds, 'dataKeys' | 'masterKeys'>): Promise<number> {
  if (masterKeys === undefined) return 0;
  const keys = await dataKeys.wrappedByOthers(masterKeys.ids[0], KEYS_A_RUN);
  let count = 0;
  for (const stored of keys) {
    try {
      const bytes = await unwrapped(stored, masterKeys);
      const { masterKey, wrapped } = await wrap(bytes, stored, masterKeys);
      await dataKeys.rewrap(stored, masterKey, wrapped);
      count += 1;
    } catch (cause) {
      // Its master key is missing: it must not keep the others from being wrapped.
      if (!(cause instanceof ApiProblem && cause.code === 'encryption_unconfigured')) throw cause;
    }
  }
  return count;
}

function toDataKey({ id, masterKey, createdAtMs, droppedAtMs }: StoredDataKey): DataKey {
  return {
    ...{ id, masterKey },
    createdAt: new Date(createdAtMs).toISOString(),
    droppedAt: droppedAtMs === null ? null : new Date(droppedAtMs).toISOString(),
  };
}
