import { manifestHash, pageHash } from '@assay/schema/records/export-hashes.ts';
import { beforeAll, expect, test } from 'vitest';
import { fakeSystem } from '../testing/fake-system.ts';

const head = JSON.stringify({
  export: { format: 'assay-export-v1', project: 'prj_1', createdAt: 'now', assayVersion: '1' },
});
const record = JSON.stringify({ class: 'suites', record: { name: 'a', version: 1 } });
let lines: string[];

beforeAll(async () => {
  const rest = { previous: '', records: 1 };
  const sha256 = await pageHash(`${head}\n${record}\n`, rest);
  const page = JSON.stringify({ page: { cursor: 'c', ...rest, sha256 } });
  const counted = { project: 'prj_1', classes: { suites: 1 }, previous: sha256 };
  const manifest = { ...counted, sha256: await manifestHash(counted) };
  lines = [head, record, page, JSON.stringify({ manifest })];
});

const fileOf = (text: readonly string[]) => ({ 'project.jsonl': `${text.join('\n')}\n` });

test('a whole export is sent once it was verified', async () => {
  const report = { pages: 1, records: 1, added: 1, isComplete: true };
  const { assay, asked } = fakeSystem({
    routes: { 'POST /v1/project/import': report },
    files: fileOf(lines),
  });
  const checked = await assay('import-project', 'project.jsonl', '--check');
  expect(checked).toMatchObject({ code: 0, stdout: 'project.jsonl is whole\n' });
  expect(asked).toEqual([]);
  const sent = await assay('import-project', 'project.jsonl');
  expect(sent.stdout).toBe('1 records in 1 pages, 1 added\n');
  expect(asked).toMatchObject([{ method: 'POST' }]);
});

test.each([
  ['altered', () => lines.map((line) => line.replace('"version":1', '"version":2')), 3],
  ['cut off', () => lines.slice(0, -1), 3],
  ['cut within a line', () => [...lines.slice(0, 3), lines[3]?.slice(0, 20) ?? ''], 4],
  ['without its head', () => lines.slice(1), 1],
  ['miscounted', () => lines.map((line) => line.replace('"suites":1', '"suites":2')), 4],
] as const)('one that is %s is refused, and nothing is sent', async (_, changed, line) => {
  const { assay, asked } = fakeSystem({ routes: {}, files: fileOf(changed()) });
  const { code, stderr } = await assay('import-project', 'project.jsonl');
  expect(code).toBe(2);
  expect(stderr).toContain(`project.jsonl: Line ${line}`);
  expect(asked).toEqual([]);
});
