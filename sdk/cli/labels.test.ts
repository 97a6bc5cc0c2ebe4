import { expect, test } from 'vitest';
import { answerIn, readLabels } from './read-labels.ts';

const read = (text: string, name: string, kind: 'pass-fail' | 'levels' | 'text' = 'pass-fail') =>
  readLabels(text, { name, format: undefined, kindOf: async () => kind });

test('CSV gives targets, answers by the kind of the question, and lines', async () => {
  const csv = [
    'verdictId,batchId,index,value,by,comment,inclusionProbability',
    'ver_1,,,pass,anna,"so, yes",0.5',
    '',
    ',bat_1,7,no,,,',
  ].join('\n');
  expect(await read(csv, 'labels.csv')).toEqual([
    {
      line: 2,
      label: {
        ...{ target: { verdictId: 'ver_1' }, value: true, by: 'anna', comment: 'so, yes' },
        inclusionProbability: 0.5,
      },
    },
    { line: 4, label: { target: { batchId: 'bat_1', index: 7 }, value: false } },
  ]);
});

test('JSON Lines and a JSON array say the same', async () => {
  const label = { target: { dataset: 'golden@1', itemId: 'a' }, value: 3 };
  const line = JSON.stringify(label);
  expect(await read(`${line}\n\n${line}\n`, 'x.jsonl')).toEqual([
    { line: 1, label },
    { line: 3, label },
  ]);
  expect(await read(`[${line}]`, 'x.json')).toEqual([{ line: 1, label }]);
});

test('a cell that is no answer stays as it is, for the API to name', () => {
  expect(answerIn('perhaps', 'pass-fail')).toBe('perhaps');
  expect(answerIn('1', 'levels')).toBe(1);
  expect(answerIn('1', 'categories')).toBe('1');
});

test('an unknown column and a line that is no JSON are named', async () => {
  await expect(read('verdict,value\nx,1\n', 'x.csv')).rejects.toThrow('“verdict” is not a column');
  await expect(read('{}\n{', 'x.jsonl')).rejects.toThrow('x.jsonl, line 2 is not JSON');
});
