import { fromBase64, fromHex, toBase64, toHex, utf8Bytes } from './bytes.ts';

/** A signature under a note. */
export interface NoteSignature {
  /** Name of the key. */
  name: string;
  /** Eight hex digits that tell keys of one name apart. */
  keyId: string;
  signature: Uint8Array<ArrayBuffer>;
}

/** A signed text; the signatures are not verified yet. */
export interface SignedNote {
  /** With its last newline: what the signatures cover. */
  text: string;
  signatures: NoteSignature[];
}

const ED25519 = 1;
const KEY_ID_BYTES = 4;
const MOST_SIGNATURES = 100;
/** A note is UTF-8 without control characters but its newlines; halves of a pair are no UTF-8. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const NO_TEXT = /[\0-\t\v-\x1f\x7f-\x9f\ud800-\udfff]/u;

/**
 * The id of an Ed25519 key under a name, as eight hex digits.
 *
 * Source: C2SP signed-note.
 */
export async function noteKeyId(name: string, publicKey: Uint8Array): Promise<string> {
  const hashed = Uint8Array.of(...utf8Bytes(`${name}\n`), ED25519, ...publicKey);
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', hashed));
  return toHex(digest.subarray(0, KEY_ID_BYTES));
}

/** A public key as verifiers of notes are configured with it: `name+id+key`. */
export async function verifierKey(name: string, publicKey: Uint8Array): Promise<string> {
  const key = toBase64(Uint8Array.of(ED25519, ...publicKey));
  return `${name}+${await noteKeyId(name, publicKey)}+${key}`;
}

/** @param text ends with a newline */
export function writeNote(text: string, signatures: readonly NoteSignature[]): string {
  const lines = signatures.map(
    ({ name, keyId, signature }) =>
      `— ${name} ${toBase64(Uint8Array.of(...fromHex(keyId), ...signature))}\n`,
  );
  return `${text}\n${lines.join('')}`;
}

/** @throws TypeError when the text is not a note with at least one signature */
export function readNote(note: string): SignedNote {
  const end = note.lastIndexOf('\n\n');
  if (end < 1 || !note.endsWith('\n')) throw new TypeError('no signatures after a blank line');
  if (NO_TEXT.test(note)) throw new TypeError('signs that no note may have');
  const lines = note.slice(end + 2, -1).split('\n');
  if (lines.length > MOST_SIGNATURES) throw new TypeError('too many signatures');
  return { text: note.slice(0, end + 1), signatures: lines.map(readSignature) };
}

function readSignature(line: string): NoteSignature {
  const [, name, encoded] = /^— ([^\s+]+) (\S+)$/.exec(line) ?? [];
  if (name === undefined || encoded === undefined) throw new TypeError('not a signature line');
  const bytes = fromBase64(encoded);
  if (bytes.length <= KEY_ID_BYTES) throw new TypeError('a signature that is too short');
  return {
    name,
    keyId: toHex(bytes.subarray(0, KEY_ID_BYTES)),
    signature: bytes.slice(KEY_ID_BYTES),
  };
}
