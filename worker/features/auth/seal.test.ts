import { expect, test } from 'vitest';
import { newApiKey } from './api-key-format.ts';
import { open, seal } from './seal.ts';

test('what was sealed opens with the same key, and with no other', async () => {
  const key = newApiKey();
  const sealed = await seal('{"secret":"ü"}', key);
  expect(await open(sealed, key)).toBe('{"secret":"ü"}');
  await expect(open(sealed, newApiKey())).rejects.toThrow();
});

test('the same text sealed twice looks different', async () => {
  const key = newApiKey();
  expect(await seal('text', key)).not.toEqual(await seal('text', key));
});
