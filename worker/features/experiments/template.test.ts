import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MissingVariable, namesIn, renderJson, renderText, unclosedNamesIn } from './template.ts';

const values = { input: 'Who?', count: 3, tags: ['a', 'b'], empty: '' };
const lookup = (name: string) => (values as Record<string, string | number | string[]>)[name];

test('placeholders are replaced in texts, with and without spaces', () => {
  expect(renderText('Q: {{input}} ({{ count }})', lookup)).toBe('Q: Who? (3)');
  expect(renderText('[{{empty}}]', lookup)).toBe('[]');
  expect(renderText('{{tags}}', lookup)).toBe('["a","b"]');
  expect(renderText('{not} {{ two words }} {}', lookup)).toBe('{not} {{ two words }} {}');
});

test('a text of JSON that is one placeholder becomes the value itself', () => {
  expect(
    renderJson({ n: '{{count}}', text: 'n={{count}}', list: ['{{tags}}', 1] }, lookup),
  ).toEqual({ n: 3, text: 'n=3', list: [['a', 'b'], 1] });
});

test('what has no value is named', () => {
  expect(() => renderText('{{inputs}}', lookup)).toThrow(MissingVariable);
  expect(() => renderJson({ deep: ['{{inputs}}'] }, lookup)).toThrow('{{inputs}} has no value.');
  expect(namesIn({ a: '{{x}} {{y}}', b: ['{{x}}', 1, null] })).toEqual(['x', 'y']);
});

test('what a value says is never read as a template', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (before, value) => {
      const plain = before.replaceAll('{', '(');
      const given = (name: string) => (name === 'x' ? `${value}{{secret}}$&` : undefined);
      expect(renderText(`${plain}{{x}}`, given)).toBe(`${plain}${value}{{secret}}$&`);
    }),
  );
});

test('a name that nothing closes is found, and other braces are text', () => {
  expect(unclosedNamesIn('{{input} and {{ id')).toEqual(['input', 'id']);
  expect(unclosedNamesIn('{{input}} {{"input": 1}} {} }} {{}}')).toEqual(['"input":']);
});
