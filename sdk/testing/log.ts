import { sign as signBytes } from 'node:crypto';
import { fromBase64, fromHex, utf8Bytes } from '@assay/schema/records/bytes.ts';
import { checkpointText } from '@assay/schema/records/checkpoint.ts';
import { commitmentOf } from '@assay/schema/records/commitment.ts';
import { inclusionRanges } from '@assay/schema/records/merkle.ts';
import { leafHash, rootsAt } from '@assay/schema/records/merkle-proof.ts';
import { noteKeyId, writeNote } from '@assay/schema/records/signed-note.ts';
import { writeTlogProof } from '@assay/schema/records/tlog-proof.ts';
import type { LogEntry, LogEntryKind } from '@assay/schema/types.ts';
import type { TestSigner } from './receipt.ts';

export const ORIGIN = 'assay.test/v1/logs/prj_1';

/** An entry as the log makes it. */
export async function entryOf(
  index: number,
  { kind = 'verdict', id, hash }: { kind?: LogEntryKind; id: string; hash: string },
): Promise<LogEntry> {
  const salt = index.toString(16).padStart(64, '0');
  const commitment = await commitmentOf({ kind, id, salt, hash });
  return { index, kind, id, salt, hash, commitment };
}

/** The checkpoint of a log of these entries, as the Worker signs it. */
export async function checkpointBy(
  { shown, privateKey }: TestSigner,
  entries: readonly LogEntry[],
  origin = ORIGIN,
): Promise<string> {
  const [root = new Uint8Array()] = await rootsAt([entries.length], await leavesOf(entries));
  const text = checkpointText({ origin, size: entries.length, root });
  const keyId = await noteKeyId(origin, fromBase64(shown.x));
  const signature = Uint8Array.from(signBytes(null, utf8Bytes(text), privateKey));
  return writeNote(text, [{ name: origin, keyId, signature }]);
}

/** The proof of an entry in the log of these. */
export async function proofIn(
  entries: readonly LogEntry[],
  index: number,
  checkpoint: string,
): Promise<string> {
  const leaves = await leavesOf(entries);
  const ranges = inclusionRanges(index, entries.length);
  const proof = await Promise.all(
    // The subtrees of a proof are trees of their own.
    ranges.map(async ([start, end]) => {
      const [root = new Uint8Array()] = await rootsAt([end - start], leaves.slice(start, end));
      return root;
    }),
  );
  return writeTlogProof({ index, proof, checkpoint });
}

function leavesOf(entries: readonly LogEntry[]): Promise<Uint8Array[]> {
  return Promise.all(entries.map(({ commitment }) => leafHash(fromHex(commitment))));
}
