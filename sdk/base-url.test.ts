import { expect, test } from 'vitest';
import { baseUrlFault } from './base-url.ts';
import { Assay } from './index.ts';

test.each(['https://assay.example.com', 'http://127.0.0.1:8787', 'https://host/below/'])(
  '%s is an address',
  (text) => {
    expect(baseUrlFault(text)).toBeUndefined();
  },
);

test.each([
  'http://user:sEcret@127.0.0.1:8787',
  'https://user:sEc/ret@host',
  'https://:sEcret@host/path',
  'HTTPS://user:sEcret@host',
  'ftp://user:sEcret@host',
  'user:sEcret@host',
  'https://sEcret@host',
])('the password in %s is refused, and not shown', (baseUrl) => {
  expect(baseUrlFault(baseUrl)).toBeTypeOf('string');
  expect(() => new Assay({ baseUrl, apiKey: 'assay_live_x' })).toThrow(/^(?!.*sEc)/s);
});
