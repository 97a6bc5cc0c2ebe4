import fc from 'fast-check';
import { expect, test } from 'vitest';
import { restoreTokens } from './restore-tokens.ts';

const tokens = { '[EMAIL_1]': 'a@b.example', '[EMAIL_11]': 'c@d.example' };

test('tokens become what they stand for, wherever they stand', () => {
  expect(restoreTokens('[EMAIL_1]: see [EMAIL_11], [EMAIL_1]', tokens)).toBe(
    'a@b.example: see c@d.example, a@b.example',
  );
});

test('what is no token of the map stays', () => {
  const text = '[EMAIL_2] [email_1] [EMAIL_1 [[EMAIL_1]] [CONSTRUCTOR] $& $1';
  expect(restoreTokens(text, tokens)).toBe(text.replace('[[EMAIL_1]]', '[a@b.example]'));
});

test('an original is not read again for tokens', () => {
  expect(restoreTokens('[A_1]', { '[A_1]': '[B_1]$&', '[B_1]': 'no' })).toBe('[B_1]$&');
});

test('a text without brackets is never changed', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const plain = text.replaceAll('[', '');
      expect(restoreTokens(plain, tokens)).toBe(plain);
    }),
  );
});
