import type { DataSettings } from '@assay/schema/types.ts';
import { expect, test } from 'vitest';
import { fakeSystem } from '../testing/fake-system.ts';

const settings: DataSettings = {
  keep: 'sample',
  redact: { stored: [{ scorer: 'detect-pii', params: { kinds: ['email'] } }] },
};
const routes = {
  'GET /v1/project/data-settings': settings,
  'PUT /v1/project/data-settings': settings,
};

test('what is kept and redacted is shown', async () => {
  const { assay, asked } = fakeSystem({ routes });
  expect((await assay('data-settings')).stdout).toBe(
    'keeps                   sample\nredacts before storing  detect-pii\nredacts for models      nothing\n',
  );
  expect(asked).toHaveLength(1);
});

test.each([
  [['--keep', 'scores'], { ...settings, keep: 'scores' }],
  [
    ['--redact-models', 'detect-pii, detect-secrets'],
    { ...settings, redact: { ...settings.redact, models: ['detect-pii', 'detect-secrets'] } },
  ],
  [['--redact-stored', 'none'], { keep: 'sample' }],
])('%j changes that, and keeps the rest', async (args, sent) => {
  const { assay, asked } = fakeSystem({ routes });
  await assay('data-settings', ...args);
  expect(JSON.parse(asked.at(-1)?.body ?? '')).toEqual(sent);
});

test('a level that does not exist is refused before anything is asked', async () => {
  const { assay, asked } = fakeSystem({ routes });
  const { code, stderr } = await assay('data-settings', '--keep', 'score');
  expect([code, stderr]).toEqual([2, expect.stringContaining('Did you mean “scores”?')]);
  expect(asked).toEqual([]);
});
