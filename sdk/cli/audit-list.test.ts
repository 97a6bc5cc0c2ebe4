import type { AuditEntry } from '@assay/schema/types.ts';
import { expect, test } from 'vitest';
import { fakeSystem } from '../testing/fake-system.ts';

const entry: AuditEntry = {
  ...{ id: 'aud_1', at: '2026-01-01T00:00:00.000Z', kind: 'change' },
  actor: { id: 'key_1', name: 'anna' },
  ...{ operation: 'createKey', subject: 'key_2', outcome: 'succeeded', code: null },
  ...{ before: null, after: { id: 'key_2' }, requestId: 'req_1' },
};
const refused: AuditEntry = {
  ...{ ...entry, id: 'aud_0', actor: { id: 'operator', name: null }, subject: null },
  ...{ outcome: 'refused', code: 'key_not_found' },
};
const routes = { 'GET /v1/audit': { items: [entry, refused], nextCursor: null } };

test('entries are listed with who, what and the outcome', async () => {
  const machine = fakeSystem({ routes });
  const { stdout } = await machine.assay('audit', 'list');
  expect(stdout).toBe(
    [
      '2026-01-01T00:00:00.000Z  anna (key_1)  createKey  key_2  succeeded\n',
      '2026-01-01T00:00:00.000Z  operator      createKey  –      refused: key_not_found\n',
    ].join(''),
  );
  const { stdout: asJson } = await machine.assay('audit', 'list', '--json');
  expect(JSON.parse(asJson)).toEqual([entry, refused]);
});

test('filters are sent, and a kind that there is not is refused before anything is asked', async () => {
  const machine = fakeSystem({ routes });
  await machine.assay('audit', 'list', '--kind', 'change', '--actor', 'key_1', '--limit', '1');
  expect(machine.asked[0]?.url).toContain('kind=change');
  expect(machine.asked[0]?.url).toContain('actor=key_1');
  expect((await machine.assay('audit', 'list', '--kind', 'all')).stderr).toContain(
    '--kind must be one of change, read',
  );
  expect(machine.asked).toHaveLength(1);
});
