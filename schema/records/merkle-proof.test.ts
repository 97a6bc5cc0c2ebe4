import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { consistencyRanges, inclusionRanges, type Range, splitOf } from './merkle.ts';
import { isConsistent, leafHash, rootOfInclusion, rootsAt } from './merkle-proof.ts';
import vectors from './merkle-proofs.json' with { type: 'json' };

// The inputs and hashes of Certificate Transparency's own tests.
const INPUTS = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657'].concat(
  '606162636465666768696a6b6c6d6e6f',
);
const ROOTS = [
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];
const L1 = '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7';
const L4 = 'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b';
const N23 = '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e';
const N45 = '0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a';
const N67 = 'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0';
const N47 = '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4';
const [, R1 = '', R2 = '', , R4 = ''] = ROOTS;

const bytes = (digits: string) => new Uint8Array(Buffer.from(digits, 'hex'));
const hex = (hash: Uint8Array | undefined) => Buffer.from(hash ?? []).toString('hex');

const MOST = 300;
const leaves: Uint8Array[] = [];
const published: Uint8Array[] = [];
let roots: Uint8Array[] = [];
const memo = new Map<string, Uint8Array>();

/** The Merkle tree hash as RFC 9162, section 2.1.1 defines it. */
function treeHash([start, end]: Range, over: readonly Uint8Array[] = leaves): Uint8Array {
  if (end - start === 1) return over[start] ?? new Uint8Array();
  const key = `${over === leaves}${start}-${end}`;
  const known = memo.get(key);
  if (known) return known;
  const middle = start + splitOf(end - start);
  const hash = createHash('sha256').update(Uint8Array.of(1));
  hash.update(treeHash([start, middle], over)).update(treeHash([middle, end], over));
  const made = new Uint8Array(hash.digest());
  memo.set(key, made);
  return made;
}

beforeAll(async () => {
  for (const input of INPUTS) published.push(await leafHash(bytes(input)));
  for (let i = 0; i < MOST; i++) leaves.push(await leafHash(Uint8Array.of(i % 256, i >> 8)));
  roots = await rootsAt(
    Array.from({ length: MOST + 1 }, (_, size) => size),
    leaves,
  );
});

test('roots are those that Certificate Transparency publishes', async () => {
  const sizes = ROOTS.map((_, size) => size);
  expect((await rootsAt(sizes, published)).map(hex)).toEqual(ROOTS);
});

test.each([
  [0, 8, [L1, N23, N47]],
  [5, 8, [L4, N67, R4]],
  [2, 3, [R2]],
  [1, 5, [R1, N23, L4]],
])('the inclusion proof of leaf %i of %i is the published one', async (index, size, proof) => {
  const hashes = inclusionRanges(index, size).map((range) => treeHash(range, published));
  expect(hashes.map(hex)).toEqual(proof);
  const leaf = published[index] ?? new Uint8Array();
  expect(hex(await rootOfInclusion(leaf, { index, size }, hashes))).toBe(ROOTS[size]);
});

test.each([
  [1, 8, [L1, N23, N47]],
  [6, 8, [N45, N67, R4]],
  [2, 5, [N23, L4]],
])('the consistency proof from %i to %i is the published one', async (from, to, proof) => {
  const hashes = consistencyRanges(from, to).map((range) => treeHash(range, published));
  expect(hashes.map(hex)).toEqual(proof);
  const [older, newer] = [from, to].map((size) => ({ size, root: bytes(ROOTS[size] ?? '') }));
  if (older && newer) expect(await isConsistent(older, newer, hashes)).toBe(true);
});

test('every size to 300 has the root of the definition', () => {
  for (let size = 1; size <= MOST; size++) {
    expect(hex(roots[size])).toBe(hex(treeHash([0, size])));
  }
});

const pair = fc
  .tuple(fc.integer({ min: 1, max: MOST }), fc.nat())
  .map(([size, other]) => ({ size, other: other % size }));

test('every proof of inclusion leads to the root, and no altered one does', async () => {
  await fc.assert(
    fc.asyncProperty(pair, fc.nat(), async ({ size, other: index }, at) => {
      const proof = inclusionRanges(index, size).map((range) => treeHash(range));
      const leaf = leaves[index] ?? new Uint8Array();
      const rootFor = async (place: { index: number; size: number }, given = proof) =>
        hex(await rootOfInclusion(leaf, place, given));
      const root = hex(roots[size]);
      expect(await rootFor({ index, size })).toBe(root);
      expect(await rootFor({ index, size }, [...proof, leaf])).not.toBe(root);
      expect(await rootFor({ index: size, size })).not.toBe(root);
      if (size === 1) return;
      expect(await rootFor({ index, size }, proof.slice(1))).not.toBe(root);
      expect(await rootFor({ index: (index + 1) % size, size })).not.toBe(root);
      expect(await rootFor({ index, size }, proof.with(at % proof.length, leaf))).not.toBe(root);
    }),
    { numRuns: 300 },
  );
});

test('every older log is consistent with every newer, and with no other root or proof', async () => {
  await fc.assert(
    fc.asyncProperty(pair, fc.nat(), async ({ size: to, other: from }, at) => {
      const proof = consistencyRanges(from, to).map((range) => treeHash(range));
      const older = { size: from, root: roots[from] ?? new Uint8Array() };
      const newer = { size: to, root: roots[to] ?? new Uint8Array() };
      expect(await isConsistent(older, newer, proof)).toBe(true);
      const wrong = leaves[0] ?? new Uint8Array();
      if (from > 1) expect(await isConsistent({ ...older, root: wrong }, newer, proof)).toBe(false);
      if (from === 0) return;
      expect(await isConsistent(older, { ...newer, root: new Uint8Array(32) }, proof)).toBe(false);
      expect(await isConsistent(older, newer, proof.slice(1))).toBe(false);
      expect(await isConsistent(older, newer, [...proof, wrong])).toBe(false);
      const altered = proof.with(at % proof.length, new Uint8Array(32));
      expect(await isConsistent(older, newer, altered)).toBe(false);
    }),
    { numRuns: 300 },
  );
});

test('indices beyond 32 bits split and prove as small ones do', () => {
  expect(splitOf(2 ** 40 + 1)).toBe(2 ** 40);
  expect(inclusionRanges(2 ** 40, 2 ** 40 + 1)).toEqual([[0, 2 ** 40]]);
  expect(consistencyRanges(2 ** 40, 2 ** 40 + 1)).toEqual([[2 ** 40, 2 ** 40 + 1]]);
});

// Made for the library of the logs of Certificate Transparency, with many that must be refused.
const base64 = (text: string | null) => new Uint8Array(Buffer.from(text ?? '', 'base64'));

test.each(vectors.inclusion)(
  'the published proof of $leafIdx in $treeSize ($desc) is judged right',
  async (vector) => {
    const place = { index: Number(vector.leafIdx), size: Number(vector.treeSize) };
    const root = await rootOfInclusion(base64(vector.leafHash), place, vector.proof.map(base64));
    const isProven = root !== undefined && hex(root) === hex(base64(vector.root));
    expect(isProven).toBe(!vector.wantErr);
  },
);

test.each(vectors.consistency)(
  'the published proof from $size1 to $size2 ($desc) is judged right',
  async (vector) => {
    const older = { size: Number(vector.size1), root: base64(vector.root1) };
    const newer = { size: Number(vector.size2), root: base64(vector.root2) };
    expect(await isConsistent(older, newer, vector.proof.map(base64))).toBe(!vector.wantErr);
  },
);
