import fc from 'fast-check';
import { expect, test } from 'vitest';
import { escaped } from './html.ts';
import { wordDiff } from './word-diff.ts';

test('words that only one of two texts has are marked, and are never markup', () => {
  expect(wordDiff('Returns within 30 days.', 'Returns within <b>60</b> days.')?.html).toBe(
    'Returns within <del>30</del><ins>&lt;b&gt;60&lt;/b&gt;</ins> days.',
  );
  expect(wordDiff('same', 'same')?.html).toBe('same');
  expect(wordDiff('', 'new')?.html).toBe('<ins>new</ins>');
});

test('the marks leave either text when the other is taken out', () => {
  const text = fc.array(fc.constantFrom('a', 'b', 'c ', ' ', '\n'), { maxLength: 30 });
  fc.assert(
    fc.property(text, text, (one, other) => {
      const [before, after] = [one.join(''), other.join('')];
      const diff = wordDiff(before, after)?.html ?? '';
      const without = (tag: string) =>
        diff.replaceAll(new RegExp(`<${tag}>[^<]*</${tag}>`, 'g'), '').replaceAll(/<[^>]+>/g, '');
      expect(without('ins')).toBe(escaped(before));
      expect(without('del')).toBe(escaped(after));
    }),
  );
});

test('texts that would take too long are not compared', () => {
  const long = (word: string) => Array.from({ length: 2_000 }, (_, i) => `${word}${i}`).join(' ');
  expect(wordDiff(long('a'), long('b'))).toBeUndefined();
});
