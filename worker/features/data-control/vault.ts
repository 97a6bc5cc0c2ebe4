import { newId } from '@assay/schema/ids.ts';
import { ApiProblem } from '../../core/problem.ts';
import { importSealingKey, openBytes, sealBytes } from '../../core/sealing.ts';
import { createTtlCache } from '../../core/ttl-cache.ts';
import type { DataKeyStore, StoredDataKey } from '../../store/data-keys.ts';
import { SEALED } from '../../store/sealed-text.ts';
import type { MasterKeys } from './master-keys.ts';

/** Encrypts texts of projects, each with a key of its project. */
export interface Vault {
  /** @param recordId of the row that holds it: it opens nowhere else */
  seal(projectId: string, recordId: string, text: string): Promise<string>;
  /**
   * A text as it was sealed; one that is not sealed as it is.
   *
   * @throws ApiProblem `sample_unreadable` if its key was dropped, `sample_altered` if it is not as it
   *   was written, `encryption_unconfigured` if its master key is missing
   */
  open(projectId: string, recordId: string, stored: string): Promise<string>;
  /** Whether a key was dropped, so that nothing that it sealed can be read again. */
  isDropped(projectId: string, keyId: string): Promise<boolean>;
  /** Forgets the key that this isolate seals with. */
  forget(projectId: string): void;
}

export { SEALED };

export function isSealed(text: string): boolean {
  return text.startsWith(SEALED);
}

/** Id of the key that sealed a text. */
export function keyOf(sealed: string): string {
  const end = sealed.indexOf(':', SEALED.length);
  return sealed.slice(SEALED.length, end === -1 ? undefined : end);
}

/** How long a key is used to seal without looking whether it was dropped, in milliseconds. */
const KEY_CACHE_MS = 30_000;
const KEY_CACHE_ENTRIES = 5_000;

const encoder = new TextEncoder();

interface VaultNeeds {
  dataKeys: DataKeyStore;
  /** Undefined if the deployment encrypts nothing. */
  masterKeys: MasterKeys | undefined;
  nowMs(): number;
}

export function createVault({ dataKeys, masterKeys, nowMs }: VaultNeeds): Vault {
  const current = createTtlCache<Promise<OpenKey>>(KEY_CACHE_MS, KEY_CACHE_ENTRIES, nowMs);

  async function findCurrent(projectId: string): Promise<OpenKey> {
    const stored = (await dataKeys.current(projectId)) ?? (await makeKey(projectId));
    return { id: stored.id, key: await unwrap(stored) };
  }

  /** Two isolates may make one each: both open what they sealed. */
  async function makeKey(projectId: string): Promise<StoredDataKey> {
    const id = newId('dataKey', nowMs());
    const bytes = crypto.getRandomValues(new Uint8Array(32));
    const stored = {
      ...{ projectId, id, createdAtMs: nowMs(), droppedAtMs: null },
      ...(await wrap(bytes, { projectId, id }, masterKeys)),
    };
    await dataKeys.insert(stored);
    return stored;
  }

  async function unwrap(stored: StoredDataKey): Promise<CryptoKey> {
    return importSealingKey(await unwrapped(stored, masterKeys));
  }

  // Those who read at once share one look; nobody is given a key that was looked up before.
  const looking = new Map<string, Promise<StoredDataKey | undefined>>();

  function findKey(projectId: string, id: string): Promise<StoredDataKey | undefined> {
    const place = `${projectId}/${id}`;
    const found = looking.get(place) ?? dataKeys.find(projectId, id);
    if (!looking.has(place)) {
      looking.set(place, found);
      const end = () => void looking.delete(place);
      found.then(end, end);
    }
    return found;
  }

  return {
    async seal(projectId, recordId, text) {
      let finding = current.get(projectId);
      if (finding === undefined) {
        finding = findCurrent(projectId);
        current.set(projectId, finding);
      }
      try {
        const { id, key } = await finding;
        const bytes = encoder.encode(text);
        return `${SEALED}${id}:${await sealBytes(bytes, `${projectId}|${recordId}`, key)}`;
      } catch (cause) {
        current.delete(projectId);
        throw cause;
      }
    },

    async open(projectId, recordId, text) {
      if (!isSealed(text)) return text;
      const [id = '', ciphertext = ''] = text.slice(SEALED.length).split(':');
      const stored = await findKey(projectId, id);
      if (!isLive(stored)) throw new ApiProblem('sample_unreadable');
      const key = await unwrap(stored);
      try {
        const bytes = await openBytes(ciphertext, `${projectId}|${recordId}`, key);
        return new TextDecoder().decode(bytes);
      } catch (cause) {
        throw new ApiProblem('sample_altered', { cause });
      }
    },

    async isDropped(projectId, keyId) {
      return !isLive(await findKey(projectId, keyId));
    },

    forget: (projectId) => current.delete(projectId),
  };
}

/**
 * Writes what is sealed for a project; again with another key, if the one that this isolate seals with was
 * dropped since it looked: the database refuses what such a key sealed.
 *
 * @param write seals and writes, and may run twice
 */
export async function writeSealed<Answer>(
  vault: Vault,
  projectIds: readonly string[],
  write: () => Promise<Answer>,
): Promise<Answer> {
  try {
    return await write();
  } catch (cause) {
    if (!(cause instanceof ApiProblem && cause.code === 'storage_unavailable')) throw cause;
    for (const projectId of projectIds) vault.forget(projectId);
    return write();
  }
}

/** A text as it was sealed; undefined if it can never be read again. @throws ApiProblem `sample_altered` */
export async function openOrGone(
  vault: Vault,
  projectId: string,
  recordId: string,
  stored: string,
): Promise<string | undefined> {
  if (!isSealed(stored)) return stored;
  try {
    return await vault.open(projectId, recordId, stored);
  } catch (cause) {
    if (cause instanceof ApiProblem && cause.code === 'sample_unreadable') return undefined;
    throw cause;
  }
}

function isLive(stored: StoredDataKey | undefined): stored is StoredDataKey {
  return stored?.droppedAtMs === null;
}

interface OpenKey {
  id: string;
  key: CryptoKey;
}

/** A key of a project, wrapped by the newest master key. @throws ApiProblem `encryption_unconfigured` */
export async function wrap(
  bytes: Uint8Array<ArrayBuffer>,
  { projectId, id }: Pick<StoredDataKey, 'projectId' | 'id'>,
  masterKeys: MasterKeys | undefined,
): Promise<Pick<StoredDataKey, 'masterKey' | 'wrapped'>> {
  const masterKey = masterKeys?.ids[0] ?? '';
  const key = await masterKeys?.find(masterKey);
  if (key === undefined) throw new ApiProblem('encryption_unconfigured');
  return { masterKey, wrapped: await sealBytes(bytes, `${projectId}|${id}`, key) };
}

/** @throws ApiProblem `encryption_unconfigured` or `sample_unreadable` */
export async function unwrapped(
  { projectId, id, masterKey, wrapped }: StoredDataKey,
  masterKeys: MasterKeys | undefined,
): Promise<Uint8Array<ArrayBuffer>> {
  const key = await masterKeys?.find(masterKey);
  if (key === undefined) {
    throw new ApiProblem('encryption_unconfigured', {
      detail: `The master key "${masterKey}" is missing. Put it back into the secret ASSAY_ENCRYPTION_KEYS.`,
    });
  }
  try {
    return new Uint8Array(await openBytes(wrapped, `${projectId}|${id}`, key));
  } catch (cause) {
    throw new ApiProblem('encryption_unconfigured', {
      detail: `The master key "${masterKey}" is not the one that was used. Put that back into the secret ASSAY_ENCRYPTION_KEYS.`,
      cause,
    });
  }
}
