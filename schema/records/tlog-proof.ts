import { fromBase64, toBase64 } from './bytes.ts';

const HEAD = 'c2sp.org/tlog-proof@v1';

/** A proof that a log has an entry, which can be verified offline. */
export interface TlogProof {
  index: number;
  /** Hashes from the leaf up. */
  proof: readonly Uint8Array[];
  /** The checkpoint that it is for, with its signatures. */
  checkpoint: string;
}

/** Source: C2SP tlog-proof. */
export function writeTlogProof({ index, proof, checkpoint }: TlogProof): string {
  const hashes = proof.map((hash) => `${toBase64(hash)}\n`).join('');
  return `${HEAD}\nindex ${index}\n${hashes}\n${checkpoint}`;
}

/** The checkpoint in it is not read. @throws TypeError when the text is not a proof */
export function readTlogProof(text: string): TlogProof {
  const end = text.indexOf('\n\n');
  const [head, ...lines] = text.slice(0, Math.max(end, 0)).split('\n');
  // Nothing authenticates the extra data.
  if (lines[0]?.startsWith('extra ')) lines.shift();
  const [, index] = /^index (0|[1-9]\d{0,15})$/.exec(lines.shift() ?? '') ?? [];
  if (head !== HEAD || index === undefined) throw new TypeError(`not a ${HEAD}`);
  const proof = lines.map(fromBase64);
  if (proof.some(({ length }) => length !== 32)) throw new TypeError('not hashes of SHA-256');
  return { index: Number(index), proof, checkpoint: text.slice(end + 2) };
}
