import fc from 'fast-check';
import { expect, test } from 'vitest';
import { findJson } from './find-json.ts';

const values = (text: string, mode: 'strict' | 'fenced' | 'anywhere') => {
  const search = findJson(text, mode);
  return 'found' in search ? search.found.map(({ value }) => value) : search.fault;
};

test('the whole text is JSON or the place where it stops being so is named', () => {
  expect(values(' [1, "a"]\n', 'strict')).toEqual([[1, 'a']]);
  expect(values('{"a": 1,}', 'strict')).toBe(
    'The output is not JSON: unexpected "}" where a name was expected, at character 9.',
  );
  expect(values('[1] 2', 'strict')).toContain('after the end of the value, at character 5');
  expect(values('{"a": [1', 'strict')).toContain('it ends before its end, at character 9');
  expect(values("{'a': 1}", 'strict')).toContain('where a name was expected');
  expect(values('', 'strict')).toContain('not JSON');
});

test('each code fence that holds JSON and nothing else is found', () => {
  const text = 'A:\n```json\n{"a": 1}\n```\nB:\n~~~~\n[2]\n~~~~\n```js\nlet a = {"b": 3}\n```\n';
  expect(values(text, 'fenced')).toEqual([{ a: 1 }, [2]]);
  expect(values('Sure: {"a": 1}', 'fenced')).toContain('code fence');
});

test('code fences count in quotes, in lists, and where they are not closed', () => {
  expect(values('> ```json\n> {"a":\n> 1}\n> ```', 'fenced')).toEqual([{ a: 1 }]);
  expect(values('> > ```\n> > [1]\n> > ```\nand', 'fenced')).toEqual([[1]]);
  expect(values('> ```json\n> {"a": 1}\nnot quoted', 'fenced')).toEqual([{ a: 1 }]);
  expect(values('1. So:\n\n     ```json\n     {"a": 1}\n     ```', 'fenced')).toEqual([{ a: 1 }]);
  expect(values('- ```json\n  {"a": 1}\n  ```\n- b', 'fenced')).toEqual([{ a: 1 }]);
  expect(values('```json\n{"a": 1}', 'fenced')).toEqual([{ a: 1 }]);
  expect(values('```json\r\n{"a": 1}\r\n```\r\n', 'fenced')).toEqual([{ a: 1 }]);
  expect(values('```json\n{"a": 1', 'fenced')).toContain('code fence');
});

test('lists and objects between other text are found, the outermost of each', () => {
  expect(values('So {"a": [1, {"b": 2}]} or [3]!', 'anywhere')).toEqual([
    { a: [1, { b: 2 }] },
    [3],
  ]);
  expect(values('Use [brackets] and {"a": 1}', 'anywhere')).toEqual([{ a: 1 }]);
  expect(values('[5" wide, {"a": 1}', 'anywhere')).toEqual([{ a: 1 }]);
  expect(values('cut {"a": {"b": 1}, "c": ', 'anywhere')).toEqual([{ b: 1 }]);
  expect(values('结果:{"城市":"京都"}。', 'anywhere')).toEqual([{ 城市: '京都' }]);
  expect(values('nothing', 'anywhere')).toBe('The output is without JSON.');
});

test('where a value was found, the text there is its JSON', () => {
  const text = 'x {"a": 1} y';
  const search = findJson(text, 'anywhere');
  expect(search).toEqual({ found: [{ value: { a: 1 }, json: '{"a": 1}', start: 2, end: 10 }] });
});

test('reads exactly what JSON.parse reads', () => {
  const almost = fc
    .tuple(
      fc.json(),
      fc.nat(),
      fc.constantFrom('', ',', '"', '\\', '}', '[', '\n', '0', 'e', '\u0001'),
    )
    .map(([json, at, more]) => {
      const i = at % (json.length + 1);
      return json.slice(0, i) + more + json.slice(i);
    });
  fc.assert(
    fc.property(almost, (text) => {
      let parsed: unknown;
      try {
        parsed = [JSON.parse(text)];
      } catch {
        parsed = undefined;
      }
      const found = values(text, 'strict');
      expect(typeof found === 'string' ? undefined : found).toEqual(parsed);
    }),
    { numRuns: 500 },
  );
});
