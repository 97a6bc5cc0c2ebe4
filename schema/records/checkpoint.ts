import { fromBase64, toBase64 } from './bytes.ts';
import type { TreeHead } from './merkle-proof.ts';
import { readNote, type SignedNote } from './signed-note.ts';

/** What a log says of itself at one time. */
export interface Checkpoint extends TreeHead {
  /** The name of the log. */
  origin: string;
}

/**
 * The text that a log signs.
 *
 * Source: C2SP tlog-checkpoint.
 */
export function checkpointText({ origin, size, root }: Checkpoint): string {
  return `${origin}\n${size}\n${toBase64(root)}\n`;
}

/**
 * A checkpoint, whose signatures are not verified yet. Lines of extensions are allowed and ignored.
 *
 * @throws TypeError when the text is not a checkpoint
 */
export function readCheckpoint(text: string): { checkpoint: Checkpoint; note: SignedNote } {
  const note = readNote(text);
  const [origin = '', size = '', root = '', ...extensions] = note.text.slice(0, -1).split('\n');
  if (origin === '' || extensions.includes('') || !/^(0|[1-9]\d{0,15})$/.test(size)) {
    throw new TypeError('not a checkpoint');
  }
  if (!Number.isSafeInteger(Number(size))) throw new TypeError('not a size that can be counted');
  const bytes = fromBase64(root);
  if (bytes.length !== 32) throw new TypeError('not a root of SHA-256');
  return { checkpoint: { origin, size: Number(size), root: bytes }, note };
}
