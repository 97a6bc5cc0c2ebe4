import { expect, test } from 'vitest';
import { citedStatements } from './cited-statements.ts';

const contexts = [{ text: 'a' }, { id: 'guide', text: 'b' }, { id: '1', text: 'c' }, { text: 'd' }];
const read = (text: string, firstNumber = 1) =>
  citedStatements(text, contexts.slice(0, 2), firstNumber).map((each) => [
    each.text,
    each.contexts,
    each.dangling,
  ]);

test('citations are read by place and by id, in lists and ranges', () => {
  expect(read('It is tall [1]. It is old [guide; 1], so they say [^2].')).toEqual([
    ['It is tall [1].', [1], []],
    ['It is old [guide; 1], so they say [^2].', [2, 1], []],
  ]);
  expect(read('It is tall [1-3].')).toEqual([['It is tall [1-3].', [1, 2], ['3']]]);
  expect(read('Both [0][1].', 0)).toEqual([['Both [0][1].', [1, 2], []]]);
});

test('an id goes before a place', () => {
  expect(citedStatements('It is tall [1].', contexts, 1)).toMatchObject([{ contexts: [3] }]);
});

test('marks after the full stop belong to the sentence before, on a new line to what follows', () => {
  expect(read('It is tall. [1] It is old.[2]\n[1] The guide')).toEqual([
    ['It is tall. [1]', [1], []],
    ['It is old.[2]', [2], []],
    ['[1] The guide', [1], []],
  ]);
});

test('brackets that name no context are no citation, numbers that none has cite nothing', () => {
  expect(read('It is tal [sic] and old [7].')).toEqual([
    ['It is tal [sic] and old [7].', [], ['7']],
  ]);
});

test('offsets are those of the text', () => {
  const text = 'So. It is tall. [1]';
  const last = citedStatements(text, contexts, 1).at(-1);
  expect(last && text.slice(last.start, last.end)).toBe('It is tall. [1]');
});
