import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ColumnRules } from './csv-columns.ts';
import { csvSamples } from './csv-samples.ts';
import { readText } from './read-text.ts';

async function* pieces(text: string, size = text.length): AsyncGenerator<string> {
  for (let at = 0; at < text.length; at += size) yield text.slice(at, at + size);
}

function read(text: string, rules: ColumnRules = {}, size?: number) {
  const extra: string[] = [];
  const onExtra = (columns: readonly string[]) => void extra.push(...columns);
  const samples = csvSamples(pieces(text, size), { name: 'a.csv', onExtra, ...rules });
  return { extra, samples: Array.fromAsync(samples) };
}

test('fields are found in any case and with any separators', async () => {
  const { samples } = read('ID,Output,Reference Contexts,metadata.Team\n1,a,"[""d1""]",blue\n');
  expect(await samples).toEqual([
    { id: '1', output: 'a', referenceContexts: ['d1'], metadata: { Team: 'blue' } },
  ]);
});

test('columns are read as the fields they are mapped to, and omitted where they are ignored', async () => {
  const { samples, extra } = read('question,answer,notes,gold\nq,a,n,g\n', {
    map: ['question=input', 'Answer=output', 'gold=metadata.gold'],
    ignore: ['notes'],
  });
  expect(await samples).toEqual([{ input: 'q', output: 'a', metadata: { gold: 'g' } }]);
  expect(extra).toEqual([]);
});

test('columns of no field are kept as metadata and reported', async () => {
  const { samples, extra } = read('output,score,empty\na,3,\n');
  expect(await samples).toEqual([{ output: 'a', metadata: { score: '3' } }]);
  expect(extra).toEqual(['score', 'empty']);
});

test.each([
  ['semicolons', 'input;output\n"a;b";c,d\n'],
  ['tabs', 'input\toutput\na;b\tc,d\n'],
  ['a declared separator', 'sep=;\r\ninput;output\r\n"a;b";c,d\r\n'],
  ['quoted titles', '"input";"output"\n"a;b";"c,d"\n'],
])('%s are the delimiter where the header row has them', async (_, text) => {
  for (const size of [1, 7, text.length]) {
    expect(await read(text, {}, size).samples).toEqual([{ input: 'a;b', output: 'c,d' }]);
  }
});

test('rows of empty cells are no samples, and an empty output is one', async () => {
  const { samples } = read('id,output\n1,fine\n,\n,\n\n2,\n');
  expect(await samples).toEqual([
    { id: '1', output: 'fine' },
    { id: '2', output: '' },
  ]);
});

test('an error names every fault of a header row', async () => {
  const { samples } = read('ouput,input,Input,x\na,b,c,d\n', {
    map: ['gone=expected', 'x=answer'],
    ignore: ['nowhere'],
  });
  const error = await samples.catch((cause: Error) => cause.message);
  expect(error).toContain('There is no column “gone” to map.');
  expect(error).toContain('There is no column “nowhere” to ignore.');
  expect(error).toContain('a sample has no field “answer”');
  expect(error).toContain('“ouput” is not a field. Did you mean “output”?');
  expect(error).toContain('The columns “input” and “Input” both map to “input”.');
  expect(error).toContain('No column is mapped to the output');
});

test('a table with the columns of another tool is told how to map them', async () => {
  await expect(read('user_input,response,Ground Truth,note\na,b,c,d\n').samples).rejects.toThrow(
    'such as --map user_input=input --map response=output --map "Ground Truth=expected".',
  );
  await expect(read('question,note\na,b\n').samples).rejects.toThrow(
    'such as --map answer=output.',
  );
});

test('a row of too few or too many cells is named with its line', async () => {
  await expect(read('id,output\n1,a\n2,b,c\n').samples).rejects.toThrow(
    'a.csv, line 3: the header row has 2 columns, but this row has 3.',
  );
  await expect(read('id,output\n1\n').samples).rejects.toThrow('this row has 1.');
});

test('a cell that must be JSON and is not is named with its line', async () => {
  const { samples } = read('output,messages\n"two\nlines",[]\nb,oops\n');
  await expect(samples).rejects.toThrow('a.csv, line 4: “messages” must be JSON.');
});

test('a table is the same samples however the text is cut', async () => {
  const cell = fc.string({ maxLength: 6 });
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(cell, cell)), fc.nat({ max: 9 }), async (rows, size) => {
      const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
      const text = ['input,output', ...rows.map((row) => row.map(quoted).join(','))].join('\n');
      const wanted = rows
        .filter(([input, output]) => input.trim() !== '' || output.trim() !== '')
        .map(([input, output]) => ({ ...(input !== '' && { input }), output }));
      expect(await read(text, {}, size + 1).samples).toEqual(wanted);
    }),
  );
});

test('a packed table of several members is read', async () => {
  async function* bytes() {
    yield Buffer.concat([gzipSync('output\na\n'), gzipSync('b\n')]);
  }
  const text = readText(bytes(), { name: 'a.csv.gz' });
  const samples = csvSamples(text, { name: 'a.csv.gz' });
  expect(await Array.fromAsync(samples)).toEqual([{ output: 'a' }, { output: 'b' }]);
});

test('a column that would be the key __proto__ is refused', async () => {
  for (const head of ['output,metadata.__proto__', 'output,__proto__']) {
    await expect(read(`${head}\na,b\n`).samples).rejects.toThrow(
      '“__proto__” is not allowed as a metadata key',
    );
  }
});
