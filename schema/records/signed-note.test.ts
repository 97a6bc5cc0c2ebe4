import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fromBase64, toBase64, utf8Bytes } from './bytes.ts';
import { checkpointText, readCheckpoint } from './checkpoint.ts';
import { noteKeyId, readNote, verifierKey, writeNote } from './signed-note.ts';
import { readTlogProof, writeTlogProof } from './tlog-proof.ts';

// The example of C2SP signed-note.
const VKEY = 'example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k';
const TEXT = 'This is an example message.\n';
const SIGNATURE =
  'Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=';
const NOTE = `${TEXT}\n— example.com/foo ${SIGNATURE}\n`;
const publicKey = fromBase64(VKEY.split('+')[2] ?? '').slice(1);

test('the published key has the published id and form', async () => {
  expect(await noteKeyId('example.com/foo', publicKey)).toBe('530d903a');
  expect(await verifierKey('example.com/foo', publicKey)).toBe(VKEY);
});

test('the published note is read, verified by its key, and written as it was', async () => {
  const { text, signatures } = readNote(NOTE);
  expect(text).toBe(TEXT);
  const [first] = signatures;
  if (first === undefined) throw new Error('the note has a signature');
  expect(first).toMatchObject({ name: 'example.com/foo', keyId: '530d903a' });
  const key = await crypto.subtle.importKey('raw', publicKey, 'Ed25519', false, ['verify']);
  const signed = utf8Bytes(text);
  expect(await crypto.subtle.verify('Ed25519', key, first.signature, signed)).toBe(true);
  expect(writeNote(text, signatures)).toBe(NOTE);
});

test.each([
  '',
  TEXT,
  NOTE.slice(0, -1),
  NOTE.replace('—', '-'),
  NOTE.replace('example.com/foo U', 'example.com/foo+1 U'),
  `${TEXT}\n— example.com/foo UwWQ\n`,
  `${NOTE}not a signature\n`,
  `${TEXT}\n${`— example.com/foo ${SIGNATURE}\n`.repeat(101)}`,
])('%j is not a note', (note) => {
  expect(() => readNote(note)).toThrow(TypeError);
});

const hash = fc.uint8Array({ minLength: 32, maxLength: 32 });

test('every checkpoint and proof is read as it was written', () => {
  const parts = fc.record({ size: fc.maxSafeNat(), root: hash, proof: fc.array(hash) });
  fc.assert(
    fc.property(parts, ({ size, root, proof }) => {
      const written = checkpointText({ origin: 'example.com/log', size, root });
      const checkpoint = writeNote(written, readNote(NOTE).signatures);
      const read = readCheckpoint(checkpoint);
      expect(read.note.text).toBe(written);
      expect(read.checkpoint.size).toBe(size);
      expect(toBase64(read.checkpoint.root)).toBe(toBase64(root));
      const whole = readTlogProof(writeTlogProof({ index: size, proof, checkpoint }));
      expect(whole).toMatchObject({ index: size, checkpoint });
      expect(whole.proof.map(toBase64)).toEqual(proof.map(toBase64));
    }),
  );
});

const ROOT = toBase64(new Uint8Array(32));

test.each([
  `\n1\n${ROOT}\n`,
  `log\n01\n${ROOT}\n`,
  `log\n-1\n${ROOT}\n`,
  `log\n1e3\n${ROOT}\n`,
  'log\n1\nAAAA\n',
  'log\n1\n',
])('%j is not the text of a checkpoint', (text) => {
  expect(() => readCheckpoint(writeNote(text, readNote(NOTE).signatures))).toThrow(TypeError);
});

test('extra data of a proof is passed over, and what is not a proof is refused', () => {
  const made = writeTlogProof({ index: 3, proof: [new Uint8Array(32)], checkpoint: NOTE });
  const head = 'c2sp.org/tlog-proof@v1\n';
  expect(readTlogProof(made.replace(head, `${head}extra AAAA\n`))).toMatchObject({ index: 3 });
  for (const wrong of [
    '',
    made.replace('@v1', '@v2'),
    made.replace('index 3', 'index 03'),
    made.replace('index 3\n', ''),
    made.replace(ROOT, 'AAAA'),
  ]) {
    expect(() => readTlogProof(wrong)).toThrow(TypeError);
  }
});

test.each([
  ['a size beyond what is counted exactly', 'log\n9007199254740993\n'],
  ['a carriage return', 'log\r\n1\n'],
  ['an origin with a NUL', 'log\0\n1\n'],
  ['half a surrogate pair, which is signed like another sign', 'log\ud800\n1\n'],
  ['no origin', '\n1\n'],
  ['a size with a leading zero', 'log\n01\n'],
])('a checkpoint with %s is refused', (_, head) => {
  const signature = { name: 'log', keyId: '00000000', signature: new Uint8Array(64) };
  const root = `${toBase64(new Uint8Array(32))}\n`;
  expect(readCheckpoint(writeNote(`log\n1\n${root}`, [signature])).checkpoint.size).toBe(1);
  expect(() => readCheckpoint(writeNote(`${head}${root}`, [signature]))).toThrow(TypeError);
});
