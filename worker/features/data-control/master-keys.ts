import { Buffer } from 'node:buffer';
import { ConfigurationError } from '../../core/configuration-error.ts';
import { importSealingKey } from '../../core/sealing.ts';

/** The master keys of a deployment, which wrap the keys of its projects. */
export interface MasterKeys {
  /** Their ids; the first wraps, all unwrap. */
  ids: readonly [string, ...string[]];
  /** Undefined for one that is not configured any more. */
  find(id: string): Promise<CryptoKey> | undefined;
}

const NAME = 'ASSAY_ENCRYPTION_KEYS';
const ENTRY = /^([A-Za-z0-9_-]{1,40}):([A-Za-z0-9_-]{43})$/;

/**
 * The keys of the secret ASSAY_ENCRYPTION_KEYS: `id:key`, comma-separated, newest first, each key 32
 * bytes as base64url.
 *
 * @throws ConfigurationError saying what is wrong, without the secret itself
 */
export function readMasterKeys(text: string): MasterKeys {
  const keys = new Map<string, string>();
  for (const [i, entry] of text.split(',').entries()) {
    const [, id, key] = ENTRY.exec(entry.trim()) ?? [];
    if (id === undefined || key === undefined) {
      throw new ConfigurationError(
        `${NAME}: entry ${i + 1} must be \`id:key\`, the key 32 bytes as base64url. Make one with \`npm run --silent encryption-key\`.`,
      );
    }
    if (keys.has(id)) throw new ConfigurationError(`${NAME} has the id "${id}" twice`);
    keys.set(id, key);
  }
  const [newest = '', ...older] = keys.keys();
  const imported = new Map<string, Promise<CryptoKey>>();
  return {
    ids: [newest, ...older],
    find(id) {
      const key = keys.get(id);
      if (key === undefined) return undefined;
      const known =
        imported.get(id) ?? importSealingKey(new Uint8Array(Buffer.from(key, 'base64url')));
      imported.set(id, known);
      return known;
    },
  };
}
