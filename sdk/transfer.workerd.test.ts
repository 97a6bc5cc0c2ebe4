import { exports } from 'cloudflare:workers';
import type { ExportLine } from '@assay/schema/types.ts';
import { beforeAll, expect, inject, test } from 'vitest';
import { Assay } from './index.ts';
import { ExportFault, exportProject, importProject } from './transfer.ts';

let breaks = 0;
/** The real Worker; while `breaks` is above 0, a response ends after its first chunks. */
const reach = async (url: string | URL | Request, init?: RequestInit) => {
  const response = await exports.default.fetch(new Request(url, init));
  if (breaks <= 0 || response.body === null) return response;
  breaks -= 1;
  let chunks = 0;
  const cut = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      chunks += 1;
      if (chunks > 2) controller.error(new Error('connection lost'));
      else controller.enqueue(chunk);
    },
  });
  return new Response(response.body.pipeThrough(cut), response);
};
const owner = new Assay({
  baseUrl: 'http://localhost',
  apiKey: inject('developmentKey'),
  fetch: reach,
});
let whole: ExportLine[];

async function collect<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const all: Item[] = [];
  for await (const item of items) all.push(item);
  return all;
}

/** Without the time of the export. */
const bodyOf = (lines: ExportLine[]) => lines.filter((line) => 'class' in line);

beforeAll(async () => {
  const samples = [{ output: 'harmless' }, { output: 'Yes.' }];
  await owner.score({ samples, scorers: ['detect-refusal'] });
  await owner.suites.create({ name: 'exported', scorers: ['levenshtein'] });
  await owner.datasets.create({ name: 'exported', items: [{ id: 'a', sample: { output: 'a' } }] });
  whole = await collect(exportProject(owner));
});

test('an export goes on by itself where the connection breaks off', async () => {
  breaks = 3;
  const again = await collect(exportProject(owner));
  expect(bodyOf(again)).toEqual(bodyOf(whole));
  expect(again.at(-1)).toHaveProperty('manifest');
});

test('an export that is there already adds nothing', async () => {
  const report = await importProject(owner, whole);
  expect(report).toMatchObject({ isComplete: true, added: 0 });
});

test('an altered export is refused before its page is sent, naming the line', async () => {
  const lines = whole.map((line) => JSON.stringify(line).replace('harmless', 'harmful'));
  const cause = await importProject(owner, lines).catch((error: unknown) => error);
  expect(cause).toBeInstanceOf(ExportFault);
  expect(String(cause)).toMatch(/Line \d+: the checksum is wrong/);
});
