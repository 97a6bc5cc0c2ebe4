import { describe, expect, test } from 'vitest';
import { score, scoreValue } from '../testing/score.ts';
import { xml } from './xml.ts';

test('a document is well-formed, or the first fault is named and placed', async () => {
  expect(await scoreValue(xml, { output: '<?xml version="1.0"?>\n<a b="1"><c/>text</a>\n' })).toBe(
    1,
  );
  const result = await score(xml, { output: '<a><b></a>' });
  expect(result).toMatchObject({
    value: 0,
    reason: expect.stringContaining('at character'),
    evidence: [{ note: expect.any(String) }],
  });
});

describe('what is not well-formed', () => {
  const cases = [
    '',
    'text',
    '<a/><b/>',
    '<a b=1/>',
    '<a b="1" b="2"/>',
    '<a>&nbsp;</a>',
    '<a>&</a>',
    '<1/>',
    'x<a/>',
  ];
  for (const output of cases) {
    test(output || 'nothing', async () => {
      expect(await scoreValue(xml, { output })).toBe(0);
    });
  }
});

test('entities that expand without end are not expanded, and nothing external is read', async () => {
  const bomb = '<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><l>&b;</l>';
  expect(await score(xml, { output: bomb })).toMatchObject({
    status: 'abstained',
    reason: expect.stringContaining('its own declarations'),
  });
  const external = '<!DOCTYPE a SYSTEM "file:///etc/passwd"><a>&x;</a>';
  expect(await scoreValue(xml, { output: external })).toBe(0);
});

test('required elements are paths from the root, as in promptfoo', async () => {
  const output = '<analysis><class>T-shirt</class><color>blue</color></analysis>';
  expect(
    await scoreValue(xml, { output }, { requiredElements: ['analysis.class', 'analysis.color'] }),
  ).toBe(1);
  expect(
    await score(xml, { output }, { requiredElements: ['class', 'analysis.size'] }),
  ).toMatchObject({
    value: 0,
    reason: 'The XML is well-formed, but lacks required elements: class, analysis.size.',
  });
});

test('contains-xml finds elements between other text, in any script', async () => {
  const result = await score('contains-xml', { output: 'If a < b: <答案><値>京都</値></答案>.' });
  expect(result).toMatchObject({ value: 1, evidence: [{ start: 10, end: 28 }] });
  expect(await scoreValue('contains-xml', { output: 'a < b and c > d' })).toBe(0);
  expect(await scoreValue('contains-xml', { output: '<b>open' })).toBe(0);
});

test('thirty thousand levels are read without recursion', async () => {
  const output = '<a>'.repeat(30_000) + '</a>'.repeat(30_000);
  expect(await scoreValue(xml, { output })).toBe(1);
  expect(await scoreValue('contains-xml', { output: `x ${output}` })).toBe(1);
});

test('abstains where only the declarations of a document type could tell', async () => {
  for (const output of ['<!DOCTYPE a []><a/>', '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>']) {
    expect(await score(xml, { output }), output).toMatchObject({
      status: 'abstained',
      passed: null,
    });
  }
  expect(await scoreValue(xml, { output: '<!DOCTYPE a []><a>' })).toBe(0);
  expect(await scoreValue(xml, { output: '<!DOCTYPE a []><a></b>' })).toBe(0);
});
