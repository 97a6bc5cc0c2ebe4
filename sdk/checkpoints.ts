import { fromBase64, fromHex, toHex, utf8Bytes } from '@assay/schema/records/bytes.ts';
import { type Checkpoint, readCheckpoint } from '@assay/schema/records/checkpoint.ts';
import { commitmentOf, resultCommitmentOf } from '@assay/schema/records/commitment.ts';
import { hashesOf, isSame, leafHash, rootOfInclusion } from '@assay/schema/records/merkle-proof.ts';
import { type NoteSignature, noteKeyId } from '@assay/schema/records/signed-note.ts';
import { readTlogProof, type TlogProof } from '@assay/schema/records/tlog-proof.ts';
import type { ResultPlace, SigningKey, SigningKeySet } from '@assay/schema/types.ts';
import { LogError } from './log-error.ts';

/**
 * The keys of a set. @throws LogError `keys_malformed` when it is not a JSON Web Key Set
 */
export function keysIn(set: SigningKeySet): SigningKey[] {
  const keys: unknown = set?.keys;
  if (!Array.isArray(keys)) {
    throw new LogError('keys_malformed', 'The key set must have a list `keys`.');
  }
  for (const [i, key] of keys.entries()) {
    if (typeof key === 'object' && key !== null) continue;
    throw new LogError('keys_malformed', `The key set is malformed: /keys/${i} is not a key.`);
  }
  return keys;
}

/** @throws LogError `key_unusable` when it is not an Ed25519 key */
export function importKey({ kty, crv, x, kid }: SigningKey): Promise<CryptoKey> {
  return crypto.subtle
    .importKey('jwk', { kty, crv, x }, 'Ed25519', false, ['verify'])
    .catch((cause: unknown) => {
      throw new LogError('key_unusable', `The key ${kid} is not an Ed25519 key.`, cause);
    });
}

/**
 * Verifies the signature of a checkpoint.
 *
 * @param text a signed note, such as `checkpoint` of `assay.log.checkpoint()`
 * @param keys the public keys of the deployment
 * @throws LogError with a `code`
 */
export async function verifyCheckpoint(text: string, keys: SigningKeySet): Promise<Checkpoint> {
  const { checkpoint, note } = read(text);
  const known = keysIn(keys);
  const own = note.signatures.filter(({ name }) => name === checkpoint.origin);
  for (const signature of own) {
    const key = await keyOf(signature, known);
    if (key === undefined) continue;
    const verifier = await importKey(key);
    const signed = utf8Bytes(note.text);
    if (await crypto.subtle.verify('Ed25519', verifier, signature.signature, signed)) {
      return checkpoint;
    }
    throw new LogError(
      'signature_invalid',
      'The signature does not match: the checkpoint was altered.',
    );
  }
  throw new LogError(
    'key_unknown',
    `None of the given keys signed this checkpoint of ${checkpoint.origin}.`,
  );
}

function read(text: string): ReturnType<typeof readCheckpoint> {
  try {
    return readCheckpoint(text);
  } catch (cause) {
    throw new LogError('checkpoint_malformed', 'This is not a signed checkpoint.', cause);
  }
}

async function keyOf(
  { name, keyId }: NoteSignature,
  keys: readonly SigningKey[],
): Promise<SigningKey | undefined> {
  for (const key of keys) {
    if ((await noteKeyId(name, publicKeyOf(key))) === keyId) return key;
  }
  return undefined;
}

function publicKeyOf({ x }: SigningKey): Uint8Array {
  try {
    return fromBase64(x);
  } catch {
    // Of another type: it has signed no checkpoint.
    return new Uint8Array();
  }
}

/** An entry that a log has. */
export interface ProvenPlace {
  index: number;
  checkpoint: Checkpoint;
}

/**
 * Verifies that a log has an entry: the signature of the checkpoint, and the path from the leaf to it.
 *
 * @param proof index, hashes and checkpoint, as a c2sp.org/tlog-proof@v1
 * @param commitment the data of the leaf
 * @throws LogError with a `code`
 */
export async function verifyInclusion(
  proof: string,
  commitment: Uint8Array,
  keys: SigningKeySet,
): Promise<ProvenPlace> {
  const { index, proof: hashes, checkpoint: note } = readProof(proof);
  const checkpoint = await verifyCheckpoint(note, keys);
  const place = { index, size: checkpoint.size };
  const root = await rootOfInclusion(await leafHash(commitment), place, hashes);
  if (root === undefined || !isSame(root, checkpoint.root)) {
    throw new LogError('proof_invalid', `The log of ${checkpoint.size} entries has it not there.`);
  }
  return { index, checkpoint };
}

/** A verdict of a batch, and its place among the results of an entry. */
export interface ProvenResult extends ResultPlace {
  verdict: { id: string; salt: string; hash: string };
}

/**
 * The data of the leaf that holds results of a batch, as their places prove it: made of the verdict, and of
 * the path from it to the root over the results.
 *
 * @throws LogError `proof_invalid`
 */
export async function commitmentOfResults({
  verdict,
  result,
  sample,
  ...place
}: ProvenResult): Promise<string> {
  const { id, salt, index, size, proof } = place;
  const of = { id: verdict.id, salt: verdict.salt, verdict: verdict.hash, result, sample };
  const leaf = await leafHash(fromHex(await resultCommitmentOf(of)));
  const root = await rootOfInclusion(leaf, { index, size }, hashesIn(proof));
  if (root === undefined) {
    throw new LogError('proof_invalid', 'The result is not among those of its entry.');
  }
  return commitmentOf({ kind: 'results', id, salt, hash: toHex(root) });
}

function hashesIn(proof: readonly string[]): Uint8Array[] {
  try {
    return hashesOf(proof);
  } catch (cause) {
    throw new LogError('proof_malformed', 'The path to the results is not base64.', cause);
  }
}

function readProof(text: string): TlogProof {
  try {
    return readTlogProof(text);
  } catch (cause) {
    throw new LogError('proof_malformed', 'This is not a c2sp.org/tlog-proof@v1.', cause);
  }
}
