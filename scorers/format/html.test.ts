import { expect, test } from 'vitest';
import { InvalidScorers } from '../resolve.ts';
import { score, scoreValue } from '../testing/score.ts';
import { html } from './html.ts';

const strict = (output: string) => scoreValue(html, { output });
const anywhere = (output: string) => scoreValue('contains-html', { output });

test('is-html asks for elements of HTML and no text outside of them', async () => {
  expect(
    await strict('<!DOCTYPE html><html><head><title>T</title></head><body>Hi</body></html>'),
  ).toBe(1);
  expect(await strict('<p>One</p>\n<p>Two</p>')).toBe(1);
  expect(await strict('Sure: <p>One</p>')).toBe(0);
  expect(await strict('One')).toBe(0);
  expect(await strict('')).toBe(0);
});

test('contains-html asks for one element of HTML', async () => {
  expect(await anywhere('Here: <b>bold</b>')).toBe(1);
  expect(await anywhere('1 < 2 and 3 > 2')).toBe(0);
  expect(await anywhere('AT&amp;T')).toBe(0);
  expect(await anywhere('<thinking>hm</thinking> done')).toBe(0);
  expect(await anywhere('<my-card>x</my-card>')).toBe(1);
});

test('names that HTML does not know are named, those inside svg are not', async () => {
  expect(await score(html, { output: '<div><answer>4</answer></div>' })).toMatchObject({
    value: 0,
    reason: 'The output has an element that is not in HTML: answer.',
  });
  expect(await strict('<svg><linearGradient><stop/></linearGradient></svg>')).toBe(1);
});

test('parse errors are shown, and count where a bound is set', async () => {
  const output = '<p class="a" class="b">x</p>';
  expect(await score(html, { output })).toMatchObject({
    value: 1,
    evidence: [{ note: 'duplicate-attribute' }],
  });
  expect(await scoreValue(html, { output }, { maxParseErrors: 0 })).toBe(0);
});

test('selectors find elements by name, id, class, attribute and place', async () => {
  const output =
    '<div id="d"><ul class="big list"><li>1</li></ul><a href="/x">x</a></div><table><tr><td>1</td></tr></table>';
  const find = (selector: string) => scoreValue(html, { output }, { selectors: [selector] });
  for (const selector of [
    'li',
    '#d ul.list > li',
    'div > a[href="/x"]',
    'a[href]',
    'table tbody > tr',
    '*',
    'DIV LI',
  ]) {
    expect(await find(selector), selector).toBe(1);
  }
  for (const selector of ['div > li', 'ul.small', 'a[href=y]', 'li li', 'ul a']) {
    expect(await find(selector), selector).toBe(0);
  }
  await expect(find('a:hover')).rejects.toThrow(InvalidScorers);
});

test('tags that multiply while they are read end in an error', async () => {
  const formatting = Array.from({ length: 400 }, (_, i) => `<b id=${i}>`).join('');
  for (const output of ['<div>'.repeat(1_000), `<p>${formatting}${'</p><p>x'.repeat(1_000)}`]) {
    expect(await score(html, { output })).toMatchObject({ error: { code: 'sample_too_large' } });
  }
});

test('selectors of many classes are looked for in an element of many classes', async () => {
  const output = `<p class="${'a '.repeat(100_000)}">x</p>`;
  const selectors = Array.from({ length: 50 }, () => '.a'.repeat(100));
  expect(await scoreValue(html, { output }, { selectors })).toBe(1);
});

test('many selectors of many tests over many elements meet the limit of work', async () => {
  const output = '<b class="a">x</b>'.repeat(14_000);
  const selectors = Array.from({ length: 50 }, (_, i) => `${'.a'.repeat(98)}.b${i}`);
  expect(await score(html, { output }, { selectors })).toMatchObject({
    status: 'error',
    value: null,
    error: { code: 'work_limit_exceeded' },
    reason: expect.stringContaining('looking for `selectors`'),
  });
});
