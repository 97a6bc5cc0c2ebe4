import { expect, test } from 'vitest';
import { scoreValue } from '../testing/score.ts';
import { oneOf } from './one-of.ts';

const values = ['yes', 'no', 'U.S.'];

test('white space, quotes and a full stop around an answer do not count', async () => {
  for (const output of ['yes', ' yes\n', '"yes"', 'yes.', "'no'.", '`no`']) {
    expect(await scoreValue(oneOf, { output }, { values }), output).toBe(1);
  }
});

test('quotation marks of any language and Markdown emphasis do not count', async () => {
  const around =
    '“%” „%“ „%” ”%” «%» »%« »%» ‹%› 「%」 『%』 〝%〟 ‘%’ ‚%‘ ’%’ **%** *%* __%__ _%_ ***%*** ~~%~~ **“%.”** %。 `%`. "**%**".';
  for (const form of around.split(' ')) {
    const output = form.replace('%', 'yes');
    expect(await scoreValue(oneOf, { output }, { values }), output).toBe(1);
  }
});

test('marks that do not belong together count', async () => {
  for (const output of ['“yes', 'yes”', '«yes“', '**yes*', '"yes" "no"', '*yes* or *no*']) {
    expect(await scoreValue(oneOf, { output }, { values }), output).toBe(0);
  }
});

test('case is folded and letters are composed', async () => {
  const sample = { output: 'STRASSE' };
  expect(await scoreValue(oneOf, sample, { values: ['straße'], caseSensitive: false })).toBe(1);
  expect(await scoreValue(oneOf, { output: 'cafe\u0301' }, { values: ['café'] })).toBe(1);
});

test('anything besides the answer does', async () => {
  for (const output of ['yes, I think', 'yesno', '', '"', 'YES']) {
    expect(await scoreValue(oneOf, { output }, { values }), output).toBe(0);
  }
  expect(await scoreValue(oneOf, { output: 'YES' }, { values, caseSensitive: false })).toBe(1);
});

test('an answer that ends in a full stop of its own is found', async () => {
  expect(await scoreValue(oneOf, { output: 'U.S.' }, { values })).toBe(1);
});

test('the expected texts stand in for the parameter', async () => {
  expect(await scoreValue(oneOf, { output: 'no', expected: ['yes', 'no'] })).toBe(1);
});
