import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import type { DatasetItem } from '../index.ts';
import { fakeSystem, problem } from '../testing/fake-system.ts';
import { hashesOf, itemsOf, versionHash } from './dataset-file.ts';

const lines =
  '{"id":"b","sample":{"output":"2"},"split":"test"}\n\n{"id":"a","output":"1","expected":"1"}\n';
const items: DatasetItem[] = [
  { id: 'b', sample: { output: '2' }, split: 'test' },
  { id: 'a', sample: { output: '1', expected: '1' } },
];
const HASH = 'f2da2b7e';

async function read(files: Record<string, string>, name: string): Promise<DatasetItem[]> {
  const found: DatasetItem[] = [];
  for await (const item of itemsOf(name, {}, fakeSystem({ files }).system)) found.push(item);
  return found;
}

async function hash(given: readonly DatasetItem[]): Promise<string> {
  async function* all() {
    yield* given;
  }
  return versionHash(await hashesOf(all()));
}

function dataset(version: number, given: string) {
  const counts = { items: 2, labelled: 0, bytes: 1 };
  return { name: 'd', version, description: '', hash: given, counts, splits: {} };
}

test('a line is an item, or a sample with an id', async () => {
  expect(await read({ 'd.jsonl': lines }, 'd.jsonl')).toEqual(items);
  await expect(read({ 'd.jsonl': '{"output":"1"}' }, 'd.jsonl')).rejects.toThrow(
    'd.jsonl, line 1 has no id',
  );
});

test('columns of a table are fields of the sample, or of the item', async () => {
  const csv =
    'id,input,output,split,weight,tags,label.ok,label.tone,team\n' +
    'a,"Why, ""so""?",1,test,2.5,"x, y",TRUE,kind,red\n' +
    'b,=1+1,"line 1\nline 2",,,,4,,\n';
  expect(await read({ 'd.csv': csv }, 'd.csv')).toEqual([
    {
      id: 'a',
      sample: { input: 'Why, "so"?', output: '1', metadata: { team: 'red' } },
      labels: [
        { question: 'ok', value: true },
        { question: 'tone', value: 'kind' },
      ],
      split: 'test',
      weight: 2.5,
      tags: ['x', 'y'],
    },
    {
      id: 'b',
      sample: { input: '=1+1', output: 'line 1\nline 2' },
      labels: [{ question: 'ok', value: 4 }],
    },
  ]);
});

test.each([
  ['a weight that is none', 'id,output,weight\na,1,much\n', '“weight” must be a number'],
  ['a weight beyond all numbers', 'id,output,weight\na,1,1e400\n', '“weight” must be a number'],
  ['an id that is missing', 'id,output\n,1\n', 'has no id'],
  ['a row with too many cells', 'id,output\na,1,2,3\n', 'line 2: the header row has 2 columns'],
  ['a quotation mark that never ends', 'id,output\na,"1\n', 'is not CSV'],
])('a table with %s is refused with its place', async (_, csv, told) => {
  await expect(read({ 'd.csv': csv }, 'd.csv')).rejects.toThrow(told);
});

test('an id that is given twice is named before anything is sent', async () => {
  const files = { 'd.jsonl': `${lines}{"id":"b","output":"3"}\n` };
  const routes = { 'GET /v1/datasets/d': dataset(1, 'other') };
  const system = fakeSystem({ files, routes });
  const { code, stderr } = await system.assay('datasets', 'push', 'd', 'd.jsonl');
  expect([code, stderr]).toEqual([2, 'assay: The id “b” is given twice.\n']);
  expect(system.asked.map(({ method }) => method)).toEqual(['GET']);
});

test('what is unchanged is not sent, in whatever order the lines are', async () => {
  const routes = { 'GET /v1/datasets/d': dataset(4, await hash(items)) };
  const files = { 'd.jsonl': lines.split('\n').reverse().join('\n') };
  const system = fakeSystem({ files, routes });
  const { code, stdout } = await system.assay('datasets', 'push', 'd', 'd.jsonl');
  expect([code, stdout]).toEqual([0, 'unchanged d@4\n']);
  expect(system.asked.map(({ method }) => method)).toEqual(['GET']);
  const differing = fakeSystem({ files, routes: { 'GET /v1/datasets/d': dataset(4, HASH) } });
  const checked = await differing.assay('datasets', 'push', 'd', 'd.jsonl', '--check');
  expect([checked.code, checked.stdout]).toEqual([1, 'd differs from d.jsonl\n']);
});

test('a new data set is uploaded in parts and sealed', async () => {
  const sent: DatasetItem[] = [];
  const system = fakeSystem({
    files: { 'd.jsonl': lines },
    routes: {
      'GET /v1/datasets/d': problem(404, 'dataset_not_found'),
      'POST /v1/datasets/d/uploads': { id: 'upl_1' },
      'POST /v1/datasets/d/uploads/upl_1/items': async (request) => {
        const text = gunzipSync(await request.arrayBuffer()).toString();
        sent.push(
          ...text
            .trim()
            .split('\n')
            .map((line): DatasetItem => JSON.parse(line)),
        );
        return { id: 'upl_1' };
      },
      'POST /v1/datasets/d/uploads/upl_1/seal': dataset(1, HASH),
    },
  });
  const { code, stdout } = await system.assay(
    ...['datasets', 'push', 'd', 'd.jsonl', '--description', 'What for'],
  );
  expect([code, stdout]).toEqual([0, `created d@1  2 items  ${HASH}\n`]);
  expect(system.asked[1]?.body).toBe('{"description":"What for"}');
  expect(sent).toEqual(items);
});

test('a pulled file is canonical, and pushing it changes nothing', async () => {
  const stream = `${items.map((item) => JSON.stringify(item)).join('\n')}\n\n`;
  const system = fakeSystem({
    routes: {
      'GET /v1/datasets/d%401/items': stream,
      'GET /v1/datasets/d': dataset(1, await hash(items)),
    },
  });
  await system.assay('datasets', 'pull', 'd@1', '--out', 'd.jsonl');
  expect(system.files.get('d.jsonl')?.split('\n')[1]).toBe(
    '{"id":"a","sample":{"expected":"1","output":"1"}}',
  );
  const pushed = await system.assay('datasets', 'push', 'd', 'd.jsonl');
  expect(pushed.stdout).toBe('unchanged d@1\n');
});

test('a file is compared with a version by its hashes, two versions by the API', async () => {
  const system = fakeSystem({
    files: { 'd.jsonl': '{"id":"a","output":"other"}\n{"id":"c","output":"3"}\n' },
    routes: {
      'GET /v1/datasets/d/items': `${items.map((item) => JSON.stringify(item)).join('\n')}\n\n`,
      'GET /v1/datasets/d%402/diff/d%401': {
        items: [{ id: 'a', change: 'changed', fields: ['/sample/output'] }],
        nextCursor: null,
      },
    },
  });
  const local = await system.assay('datasets', 'diff', 'd', 'd.jsonl', '--check');
  expect([local.code, local.stdout]).toEqual([1, '~ a\n- b\n+ c\n']);
  const stored = await system.assay('datasets', 'diff', 'd@1', 'd@2');
  expect([stored.code, stored.stdout]).toEqual([0, '~ a  /sample/output\n']);
  expect(stored.stderr).toBe('0 added, 0 removed, 1 changed\n');
});

test('a batch of a data set sends its reference, and no file', async () => {
  const both = await fakeSystem().assay('batch', 'x.jsonl', '--dataset', 'd', '-s', 'length');
  expect([both.code, both.stderr]).toEqual([2, 'assay: Give a file or --dataset, not both.\n']);
  const made = {
    id: 'bat_1',
    dataset: { name: 'd', version: 3, hash: HASH, split: 'test', tags: [] },
  };
  const system = fakeSystem({
    routes: { 'POST /v1/batches': made, 'GET /v1/batches/bat_1': made },
  });
  const { code } = await system.assay(
    ...['batch', '--dataset', 'd@3', '--split', 'test', '-s', 'exact-match', '--detach'],
  );
  expect(code).toBe(0);
  expect(JSON.parse(system.asked[0]?.body ?? '')).toEqual({
    scorers: ['exact-match'],
    dataset: { name: 'd@3', split: 'test' },
  });
});
