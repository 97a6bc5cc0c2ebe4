import { expect, test } from 'vitest';
import { extractOf } from './extract-of.ts';

test.each<[transform: string, steps: unknown]>([
  ['output', []],
  ['output.trim()', ['trim']],
  ['return output.trim().toLowerCase();', ['trim', 'lowercase']],
  ['JSON.parse(output)', [{ by: 'json', path: '' }]],
  ['JSON.parse(output).answer', [{ by: 'json', path: '/answer' }]],
  ['output.items[0].name', [{ by: 'json', path: '/items/0/name' }]],
  ["output['a/b'].c.toUpperCase()", [{ by: 'json', path: '/a~1b/c' }, 'uppercase']],
  ["output.split('\\n')[0]", ['first-line']],
  ['output.split("\\n").pop().trim()', ['last-line', 'trim']],
])('%s is steps of `extract`', (transform, steps) => {
  expect(extractOf(transform)).toEqual(steps);
});

test.each([
  'output.length',
  'output.slice(0, 3)',
  'context.vars.x',
  'file://transform.js',
  'output.trim() + "x"',
  '(output) => output.trim()',
  'JSON.parse(output).items.map(x => x.name)',
])('%s is not', (transform) => {
  expect(extractOf(transform)).toBeUndefined();
});
