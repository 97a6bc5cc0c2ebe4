import { expect, test } from 'vitest';
import { isWhitespaceOnly, withMarks } from './visible-whitespace.ts';

test('a change of nothing but whitespace is told, and has a mark for each', () => {
  expect(isWhitespaceOnly('to  Rome', 'to Rome\n')).toBe(true);
  expect(isWhitespaceOnly('to Rome', 'to rome')).toBe(false);
  expect(withMarks('to  Rome\t\n')).toBe('to␣␣Rome⇥⏎\n');
  expect(withMarks('\u00a0')).toBe('<U+00A0>');
});
