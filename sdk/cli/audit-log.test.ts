import { canonicalJson } from '@assay/schema/canonical-json.ts';
import { sha256Hex } from '@assay/schema/sha256.ts';
import type { LogEntry } from '@assay/schema/types.ts';
import { beforeAll, expect, test } from 'vitest';
import { fakeSystem } from '../testing/fake-system.ts';
import { checkpointBy, entryOf, ORIGIN, proofIn } from '../testing/log.ts';
import { keyNamed } from '../testing/receipt.ts';
import { scoreOf, verdictOf } from '../testing/verdict.ts';

const signer = keyNamed('first');
const keys = { keys: [signer.shown] };
const verdicts = [0, 1, 2, 3, 4].map((i) => ({
  ...verdictOf([scoreOf({ name: `tone-${i}` })]),
  id: `ver_${i}`,
}));
const hashes = verdicts.map((verdict) => sha256Hex(canonicalJson(verdict)));
let entries: LogEntry[];
let checkpoints: string[];
let files: Record<string, string>;

const linesOf = (records: readonly object[]) =>
  records.map((record) => `${JSON.stringify(record)}\n`).join('');
const logOf = (kept: readonly LogEntry[], checkpoint: string) => linesOf([{ checkpoint }, ...kept]);

beforeAll(async () => {
  entries = await Promise.all(
    hashes.map((hash, i) => entryOf(i, { id: verdicts[i]?.id ?? '', hash })),
  );
  checkpoints = await Promise.all(
    [0, 1, 2, 3, 4, 5].map((size) => checkpointBy(signer, entries.slice(0, size))),
  );
  const [last = ''] = checkpoints.slice(-1);
  const [second = entries[0]] = entries.slice(1);
  files = {
    'log.jsonl': logOf(entries, last),
    'short.jsonl': logOf(entries.slice(0, 4), last),
    'swapped.jsonl': logOf(
      [...entries.slice(0, 3), entries[4], entries[3]].flatMap((e) => e ?? []),
      last,
    ),
    'altered.jsonl': logOf(entries.with(1, { ...second, hash: hashes[0] ?? '' } as LogEntry), last),
    'unsigned.jsonl': logOf(entries, last.replace('\n5\n', '\n6\n')),
    'jwks.json': JSON.stringify(keys),
    'others.json': JSON.stringify({ keys: [keyNamed('other').shown] }),
    'two.checkpoint': checkpoints[2] ?? '',
    'other.checkpoint': await checkpointBy(signer, entries.slice(1, 4)),
    'verdicts.jsonl': linesOf(verdicts),
    'page.json': JSON.stringify({ items: verdicts, nextCursor: null }, null, 2),
    'forged.jsonl': linesOf([{ ...verdicts[3], passed: true, tags: ['forged'] }]),
    'samples.jsonl': linesOf([{ output: 'a' }]),
  };
});

const offline = (log: string, ...more: string[]) => {
  const machine = fakeSystem({ files });
  return machine.assay('audit', 'verify', '--log', log, '--keys', 'jwks.json', ...more);
};

test('a log in a file is verified offline, with what was remembered and copies of verdicts', async () => {
  for (const copies of ['verdicts.jsonl', 'page.json']) {
    const { code, stdout } = await offline(
      ...['log.jsonl', '--checkpoint', 'two.checkpoint', '--verdicts', copies],
    );
    expect(stdout).toBe(`INTACT  5 entries of ${ORIGIN}\n  entries   5 verdict; 0 erased\n`);
    expect(code).toBe(0);
  }
  expect((await offline('log.jsonl')).stdout).toContain('no checkpoint was remembered');
});

test.each([
  ['short.jsonl', [], 'entry_missing'],
  ['swapped.jsonl', [], 'entry_missing'],
  ['altered.jsonl', [], 'entry_altered  entry 1 ver_1'],
  ['unsigned.jsonl', [], 'INVALID  The signature does not match'],
  ['log.jsonl', ['--verdicts', 'forged.jsonl'], 'row_altered  entry 3 ver_3'],
  ['log.jsonl', ['--checkpoint', 'other.checkpoint'], 'history_rewritten'],
  ['log.jsonl', ['--keys', 'others.json'], 'INVALID  None of the given keys'],
])('%s with %j is told as %s', async (log, more, said) => {
  const { code, stdout } = await offline(log, ...more);
  expect(stdout).toContain(said);
  expect(code).toBe(1);
});

test.each([
  [['--log', 'log.jsonl'], '--log needs --keys'],
  [['--verdicts', 'verdicts.jsonl'], '--verdicts needs --log'],
  [['--log', 'jwks.json', '--keys', 'jwks.json'], 'jwks.json is not a log'],
  [['--log', 'verdicts.jsonl', '--keys', 'jwks.json'], 'verdicts.jsonl is not a log'],
  [
    ['--log', 'log.jsonl', '--keys', 'jwks.json', '--verdicts', 'samples.jsonl'],
    'samples.jsonl has something that is not a verdict',
  ],
])('%j is refused', async (args, said) => {
  const { code, stderr } = await fakeSystem({ files }).assay('audit', 'verify', ...args);
  expect(stderr).toContain(said);
  expect(code).toBe(2);
});

function deployment(kept: readonly LogEntry[], size: number) {
  return {
    'GET /.well-known/jwks.json': keys,
    'GET /v1/log/checkpoint': () => ({ checkpoint: checkpoints[size], size }),
    'GET /v1/log/entries': (request: Request) => {
      const query = new URL(request.url).searchParams;
      const [start, limit] = [Number(query.get('start')), Number(query.get('limit'))];
      const items = kept.slice(start, start + limit).map((entry) => ({
        ...entry,
        ...(query.has('include') && { row: { hash: entry.hash, sampleHash: null } }),
      }));
      return { items, size: kept.length };
    },
    'GET /v1/log/pending': { items: [], nextCursor: null },
    'GET /v1/log/unlogged': { items: [], nextCursor: null },
    'GET /v1/log/consistency': { proof: [] },
  };
}

test('the log of a deployment is verified, and its checkpoint remembered for the next time', async () => {
  const machine = fakeSystem({ routes: deployment(entries, 5), files });
  const first = await machine.assay('audit', 'verify', '--checkpoint', 'mine');
  expect(first).toMatchObject({ code: 0 });
  expect(machine.files.get('mine')).toBe(checkpoints[5]);
  expect((await machine.assay('audit', 'verify', '--checkpoint', 'mine', '--json')).code).toBe(0);
  // A log that has shrunk is not remembered.
  const shrunk = fakeSystem({
    routes: deployment(entries, 4),
    files: { mine: checkpoints[5] ?? '' },
  });
  const ended = await shrunk.assay('audit', 'verify', '--checkpoint', 'mine', '--history');
  expect(ended.stdout).toContain('The log had 5 entries and now has 4.');
  expect(ended.code).toBe(1);
  expect(shrunk.files.get('mine')).toBe(checkpoints[5]);
});

test('a log that is pulled is the file that is verified, and an entry of it is proven alone', async () => {
  const proof = await proofIn(entries, 2, checkpoints[5] ?? '');
  const routes = {
    ...deployment(entries, 5),
    'GET /v1/log/proof': { entry: entries[2] ?? {}, proof },
  };
  const machine = fakeSystem({ routes, files });
  await machine.assay('audit', 'pull', '--out', 'pulled.jsonl');
  expect(machine.files.get('pulled.jsonl')).toBe(files['log.jsonl']);
  expect((await machine.assay('audit', 'pull')).stdout).toBe(files['log.jsonl']);
  expect((await machine.assay('audit', 'proof', 'ver_2')).stdout).toBe(proof);
  const other = await machine.assay('audit', 'proof', 'ver_2', '--kind', 'other');
  expect(other.stderr).toContain('--kind must be one of verdict, sample, deletion, audit');
});
