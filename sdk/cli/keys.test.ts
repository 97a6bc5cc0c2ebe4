import type { ApiKey } from '@assay/schema/types.ts';
import { expect, test } from 'vitest';
import { fakeSystem } from '../testing/fake-system.ts';

const key: ApiKey = {
  id: 'key_1',
  name: 'ci',
  hint: 'assay_live_ab…',
  scopes: ['score', 'read'],
  createdAt: '2026-01-01T00:00:00Z',
  review: null,
  expiresAt: null,
  revokedAt: null,
};
const routes = {
  'GET /v1/keys': { items: [key], nextCursor: null },
  'POST /v1/keys': { ...key, key: 'assay_live_secret' },
  'POST /v1/keys/key_1/rotate': { ...key, id: 'key_2', key: 'assay_live_next' },
  'DELETE /v1/keys/key_1': { ...key, revokedAt: '2026-01-02T00:00:00Z' },
};

test('a key that is made is all that stands in the output', async () => {
  const machine = fakeSystem({ routes });
  const made = await machine.assay('keys', 'create', 'ci', '--scope', 'score', '--scope', 'read');
  expect(made).toMatchObject({ code: 0, stdout: 'assay_live_secret\n' });
  expect(made.stderr).toContain('shown only once');
  expect(JSON.parse(machine.asked[0]?.body ?? '')).toEqual({
    name: 'ci',
    scopes: ['score', 'read'],
  });
  const rotated = await machine.assay('keys', 'rotate', 'key_1', '--overlap', '60', '--json');
  expect(JSON.parse(rotated.stdout)).toMatchObject({ id: 'key_2', key: 'assay_live_next' });
  expect(JSON.parse(machine.asked[1]?.body ?? '')).toEqual({ overlapSeconds: 60 });
});

test('keys are listed and revoked, without the key', async () => {
  const machine = fakeSystem({ routes });
  expect((await machine.assay('keys', 'list')).stdout).toBe(
    'key_1  ci  assay_live_ab…  score,read  active\n',
  );
  expect((await machine.assay('keys', 'revoke', 'key_1')).stdout).toContain('revoked 2026-01-02');
});

test('scopes and overlaps that there are not are refused before anything is asked', async () => {
  const machine = fakeSystem({ routes });
  expect((await machine.assay('keys', 'create', 'ci')).stderr).toContain('--scope');
  expect((await machine.assay('keys', 'create', 'ci', '--scope', 'all')).stderr).toContain(
    '--scope must be one of score, read, suites, review, audit, admin, not “all”',
  );
  expect((await machine.assay('keys', 'rotate', 'key_1', '--overlap', 'x')).code).toBe(2);
  expect(machine.asked).toEqual([]);
});
