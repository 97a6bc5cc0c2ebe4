import { toBase64, toHex, utf8Bytes } from '@assay/schema/records/bytes.ts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { repeatsSecret } from './repeats-secret.ts';

const TOKEN = 'hush-Zx9/Qv+81~kLm_27';
const percent = (text: string) =>
  Array.from(utf8Bytes(text), (byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
const codes = (text: string, write: (code: number) => string) =>
  Array.from(text, (sign) => write(sign.charCodeAt(0))).join('');

const ECHOES: Record<string, (token: string) => string> = {
  'as it is': (token) => token,
  'in a sentence': (token) => `Bad header Authorization: Bearer ${token}.`,
  'its second half': (token) => `ending in ${token.slice(token.length / 2)}`,
  'in capitals': (token) => token.toUpperCase(),
  'letter by letter': (token) => [...token].join(' '),
  'for a URL': encodeURIComponent,
  'for a URL, each byte': percent,
  'for a URL, twice': (token) => encodeURIComponent(percent(token)),
  'in JSON': (token) => codes(token, (code) => `\\u${code.toString(16).padStart(4, '0')}`),
  'in HTML': (token) => codes(token, (code) => `&#x${code.toString(16)};`),
  'in HTML, in decimals': (token) => codes(token, (code) => `&#${code};`),
  'in hexadecimal': (token) => toHex(utf8Bytes(token)),
  'in Base64': (token) => toBase64(utf8Bytes(token)),
  'in Base64 of the header': (token) => toBase64(utf8Bytes(`Bearer ${token}`)),
  'in Base64 of a line before it': (token) =>
    toBase64(utf8Bytes(`Authorization: Bearer ${token}\n`)),
  'in Base64 of broken lines': (token) =>
    toBase64(utf8Bytes(`{"a":"Bearer ${token}"}`)).replace(/.{10}/g, '$&\r\n'),
  'in wide letters': (token) =>
    token.replace(/[!-~]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0)),
};

test.each(Object.entries(ECHOES))('a secret is recognised %s', (_, echo) => {
  for (const secret of [`Bearer ${TOKEN}`, TOKEN, `https://hooks.example.com/services/${TOKEN}`]) {
    expect(repeatsSecret(`{"error":"${echo(TOKEN)}"}`, ['other', secret])).toBe(true);
  }
});

test('a password is recognised beside the user that it belongs to', () => {
  const secret = `Basic ${btoa('anna:correct-horse')}`;
  expect(repeatsSecret('no user anna', [secret])).toBe(false);
  expect(repeatsSecret('wrong password correct-horse', [secret])).toBe(true);
});

test.each([
  'invalid_payload',
  '{"status":"invalid event","message":"Event object is invalid","errors":["\'routing_key\' is missing"]}',
  'bad label: 100% of "a%zz" \\u12 &#; &#x; is broken',
  'hooks.example.com is down',
  '',
])('other texts are not secrets: %j', (text) => {
  const secrets = [`Bearer ${TOKEN}`, 'https://hooks.example.com/T0001/B0001/Abcdefghijkl'];
  expect(repeatsSecret(text, secrets)).toBe(false);
});

test('whatever a secret is, it is recognised in whatever is around it', () => {
  const secret = fc
    .string({ unit: 'binary', minLength: 8, maxLength: 60 })
    .filter((text) => text.replace(/[^A-Za-z0-9]/g, '').length >= 8);
  fc.assert(
    fc.property(
      ...([
        secret,
        fc.string(),
        fc.string(),
        fc.constantFrom('as it is', 'in Base64', 'in hexadecimal'),
      ] as const),
      (token, before, after, how) => {
        const echo = ECHOES[how]?.(token) ?? '';
        return repeatsSecret(`${before} ${echo} ${after}`, [token]);
      },
    ),
  );
});
