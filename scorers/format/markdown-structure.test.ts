import { describe, expect, test } from 'vitest';
import { score, scoreValue } from '../testing/score.ts';
import { markdownStructure } from './markdown-structure.ts';

const none = { headingLevels: false, codeLanguages: false, tables: false };
const check = (output: string, params: object) =>
  scoreValue(markdownStructure, { output }, { ...none, ...params });

test('required headings are found in their order, whatever their level, case and emphasis', async () => {
  const output =
    '# **Summary**\n\ntext\n\n## Aside\n\nNext Steps\n----------\n\n### 次の一歩 `now`\n';
  expect(await check(output, { requiredHeadings: ['summary', 'next steps', '次の一歩 now'] })).toBe(
    1,
  );
  const result = await score(
    markdownStructure,
    { output },
    { ...none, requiredHeadings: ['next steps', 'summary'] },
  );
  expect(result).toMatchObject({
    value: 0,
    reason: '0 of 1 checks pass; not: required headings ("summary" is not in its place).',
  });
  expect(await check('```\n# Summary\n```', { requiredHeadings: ['Summary'] })).toBe(0);
});

test('a level of headings may not be omitted on the way down', async () => {
  expect(await check('# a\n## b\n### c\n# d', { headingLevels: true })).toBe(1);
  expect(await check('## a\n#### b', { headingLevels: true })).toBe(0);
  expect(await check('# a\n## b', { maxHeadingLevel: 1 })).toBe(0);
});

test('fenced code is closed and names its language; indented code is not asked', async () => {
  expect(
    await check('```js\nx\n```\n\n~~~~ py\n~~~\n~~~~\n\n    indented', { codeLanguages: true }),
  ).toBe(1);
  expect(await check('```\nx\n```', { codeLanguages: true })).toBe(0);
  expect(await check('```js\nx', { codeLanguages: true })).toBe(0);
  expect(await check('> ```js\n> x\n> ```', { codeLanguages: true })).toBe(1);
});

describe('tables', () => {
  const cases: [string, string, number][] = [
    ['rows as wide as the head', '| a | b |\n|---|---|\n| 1 | 2 |', 1],
    ['a row that is short', '| a | b |\n|---|---|\n| 1 |', 0],
    ['a row that is long', '| a | b |\n|---|---|\n| 1 | 2 | 3 |', 0],
    ['no delimiter row', '| a | b |\n| 1 | 2 |', 0],
    ['no table', 'a | b', 1],
  ];
  for (const [title, output, value] of cases) {
    test(title, async () => {
      expect(await check(output, { tables: true })).toBe(value);
    });
  }
});

test('links, lists, tables and code blocks are counted', async () => {
  const output = 'See [a](/a), [b][] and <https://c.example>.\n\n[b]: /b\n\n- one\n  1. two\n';
  expect(await check(output, { minLinks: 3, maxLinks: 3, minListItems: 2 })).toBe(1);
  expect(await check(output, { minLinks: 4, maxLinks: 2, minListItems: 3, minTables: 0 })).toBe(
    0.25,
  );
});

test('what is about nothing is met, and no check at all is no value', async () => {
  expect(await scoreValue(markdownStructure, { output: '' })).toBe(1);
  expect(await score(markdownStructure, { output: 'x' }, none)).toMatchObject({
    status: 'abstained',
  });
});

test('long texts and deep quotes are errors', async () => {
  for (const output of ['a'.repeat(30_001), `${'> '.repeat(60)}a`]) {
    expect(await score(markdownStructure, { output })).toMatchObject({
      error: { code: 'sample_too_large' },
    });
  }
});
