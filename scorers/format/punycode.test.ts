import { domainToASCII } from 'node:url';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodePunycode } from './punycode.ts';

// RFC 3492, section 7.1.
test.each([
  ['egbpdaj6bu4bxfgehfvwxn', 'ليهمابتكلموشعربي؟'],
  ['ihqwcrb4cv8a8dqg056pqjye', '他们为什么不说中文'],
  ['Proprostnemluvesky-uyb24dma41a', 'Pročprostěnemluvíčesky'],
  ['3B-ww4c5e180e575a65lsy2b', '3年B組金八先生'],
])('%s is %s', (code, text) => {
  expect(decodePunycode(code)).toBe(text);
});

test.each(['X', '!', 'a-!', '99999999999'])('%s is none', (code) => {
  expect(decodePunycode(code)).toBeUndefined();
});

test('what a URL encodes is decoded again', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[a-zäöüßéа-яα-ω一-龠]{1,12}$/u), (label) => {
      const ascii = domainToASCII(label);
      fc.pre(ascii.startsWith('xn--'));
      expect(domainToASCII(decodePunycode(ascii.slice(4)) ?? '')).toBe(ascii);
    }),
  );
});
