import { expect, test } from 'vitest';
import { assayWith } from './testing/fake-fetch.ts';

test('guard sends what is to be checked', async () => {
  const { assay, seen } = assayWith(() => Response.json({ action: 'allow' }));
  const request = { stage: 'input' as const, text: 'Hello', policy: 'support@2' };
  expect(await assay.guard(request)).toEqual({ action: 'allow' });
  expect(seen[0]?.url).toBe('https://example.com/assay/v1/guard');
  expect(seen[0]?.init).toMatchObject({ method: 'POST', body: JSON.stringify(request) });
});

test('tokens are restored without a request', () => {
  const { assay, seen } = assayWith(() => Response.error());
  expect(assay.guard.restore('To [EMAIL_1].', { '[EMAIL_1]': 'a@b.c' })).toBe('To a@b.c.');
  expect(seen).toEqual([]);
});

test('policies are reached by name and version', async () => {
  const { assay, seen } = assayWith(() => Response.json({ items: [], nextCursor: null }));
  const rules = [{ scorer: 'detect-pii', action: 'block' as const }];
  const { policies } = assay.guard;
  await policies.list({ limit: 5 });
  await policies.get('a@2');
  await policies.create({ name: 'a', rules });
  await policies.versions('a');
  await policies.addVersion('a', { rules });
  await policies.delete('a@1');
  const asked = seen.map(({ url, init }) => `${init?.method} ${url.split('/v1/guard/')[1]}`);
  expect(asked).toEqual([
    'GET policies?limit=5',
    'GET policies/a%402',
    'POST policies',
    'GET policies/a/versions',
    'POST policies/a/versions',
    'DELETE policies/a%401',
  ]);
});
