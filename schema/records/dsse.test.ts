import { expect, test } from 'vitest';
import { preAuthenticationEncoding } from './dsse.ts';

const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
const bytes = (written: string) => new TextEncoder().encode(written);

test('the encoding is that of the specification', () => {
  // The test vector of the DSSE protocol.
  const encoded = preAuthenticationEncoding('http://example.com/HelloWorld', bytes('hello world'));
  expect(text(encoded)).toBe('DSSEv1 29 http://example.com/HelloWorld 11 hello world');
});

test('lengths count bytes, not characters', () => {
  expect(text(preAuthenticationEncoding('tüp', bytes('ünïcødé')))).toBe('DSSEv1 4 tüp 11 ünïcødé');
  expect(text(preAuthenticationEncoding('', bytes('')))).toBe('DSSEv1 0  0 ');
});
