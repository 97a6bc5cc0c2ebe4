import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { jsonOf, keepJson } from './kept-json.ts';

test('the text of a value is the same whether it was kept or not', () => {
  fc.assert(
    fc.property(fc.object(), (value) => {
      const text = JSON.stringify(value);
      expect(jsonOf(value)).toBe(text);
      expect(keepJson(value)).toBe(text);
      expect(jsonOf(value)).toBe(text);
      expect(jsonOf({ ...value })).toBe(JSON.stringify({ ...value }));
    }),
  );
});

test('a value whose text was kept is written once', () => {
  const toJSON = vi.fn(() => 'written');
  const value = { toJSON };
  keepJson(value);
  expect(jsonOf(value)).toBe('"written"');
  expect(toJSON).toHaveBeenCalledOnce();
});

test('what is no object is written as JSON has it', () => {
  expect([null, 1, 'a'].map(jsonOf)).toEqual(['null', '1', '"a"']);
});
