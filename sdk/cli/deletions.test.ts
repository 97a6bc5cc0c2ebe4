import type { Deletion, DeletionStatement, Retention } from '@assay/schema/types.ts';
import { expect, test } from 'vitest';
import { fakeSystem } from '../testing/fake-system.ts';
import { keyNamed, signedBy } from '../testing/receipt.ts';

const signer = keyNamed('first');
const at = '2026-01-01T00:00:00.000Z';
const statement: DeletionStatement = {
  _type: 'https://in-toto.io/Statement/v1',
  subject: [{ name: 'del_1', digest: { sha256: 'aa' } }],
  predicateType: 'urn:assay:deletion:v1',
  predicate: {
    ...{ verifier: { id: 'assay', version: '1' }, deletion: 'del_1', project: 'prj_1' },
    ...{ target: { kind: 'verdicts', verdictIds: ['ver_1'] }, requestedAt: at, completedAt: at },
    ...{ signedAt: at, erased: { verdicts: 1 } },
    staying: [{ what: 'backups', why: 'The platform keeps them.' }],
    notSearched: [],
  },
};
const report = {
  deletionId: 'del_1',
  keyId: 'first',
  signedAt: at,
  ...signedBy(signer, statement),
};
const deletion: Deletion = {
  ...{ id: 'del_1', status: 'completed', target: statement.predicate.target, step: null },
  ...{ erased: { verdicts: 1 }, createdAt: at, endedAt: at, report },
};

test('a deletion needs --yes and one thing to delete, and prints its report', async () => {
  const { assay, asked } = fakeSystem({ routes: { 'POST /v1/deletions': deletion } });
  for (const args of [
    ['--verdict', 'ver_1'],
    ['--yes'],
    ['--verdict', 'ver_1', '--project', 'p', '--yes'],
    ['--metadata', 'user', '--yes'],
  ]) {
    expect((await assay('deletions', 'create', ...args)).code).toBe(2);
  }
  expect(asked).toEqual([]);
  const printed = await assay('deletions', 'create', '--verdict', 'ver_1', '--yes');
  expect(printed.stdout).toBe('del_1  completed  1 verdict: 1 verdict\n');
  const made = await assay('deletions', 'create', '--metadata', 'user=u=1', '--yes', '--json');
  expect(JSON.parse(made.stdout)).toEqual(report);
});

test('assay verify tells a report from a receipt, and says what stays', async () => {
  const files = {
    'report.json': JSON.stringify(report),
    'report.jws': report.jws,
    'envelope.json': JSON.stringify(report.envelope),
    'jwks.json': JSON.stringify({ keys: [signer.shown] }),
  };
  const { assay } = fakeSystem({ routes: {}, files });
  for (const file of ['report.json', 'report.jws', 'envelope.json']) {
    const { stdout, code } = await assay('verify', file, '--keys', 'jwks.json');
    expect(stdout).toContain('VALID  del_1: 1 verdict');
    expect(stdout).toContain('backups: The platform keeps them.');
    expect(code).toBe(0);
  }
  const other = await assay('verify', 'report.json', '--keys', 'jwks.json', '--value', 'u');
  expect(other).toMatchObject({ code: 1 });
});

test('days that are not named stay as they are', async () => {
  const others = { samples: null, batches: null, labels: null, judgeAnswers: null };
  const days = { verdicts: 30, ...others, webhooks: 7 };
  const stored: Retention = { days, updatedAt: at, lastRun: null };
  const { assay, asked } = fakeSystem({
    routes: { 'GET /v1/project/retention': stored, 'PUT /v1/project/retention': stored },
  });
  expect((await assay('retention')).stdout).toContain('webhooks      7 days');
  await assay('retention', '--verdicts', 'forever', '--judge-answers', '5');
  const sent = JSON.parse(asked.at(-1)?.body ?? '');
  expect(sent).toEqual({ ...days, verdicts: null, judgeAnswers: 5 });
  expect((await assay('retention', '--labels', '0')).code).toBe(2);
});
