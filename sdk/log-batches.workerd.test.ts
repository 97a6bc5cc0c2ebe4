import { env, exports } from 'cloudflare:workers';
import type { BatchItem, SigningKeySet } from '@assay/schema/types.ts';
import { beforeEach, describe, expect, test } from 'vitest';
import { logOlderResults } from '../worker/features/batches/log-older-results.ts';
import { sealPending } from '../worker/features/records/seal.ts';
import { dropSamplesOfBatch } from '../worker/features/retention/drop-batch-samples.ts';
import { createServices } from '../worker/services.ts';
import { samplesOf } from '../worker/testing/batches.ts';
import { giveKey } from '../worker/testing/keys.ts';
import { Assay } from './index.ts';
import { verifyLog, verifyProof } from './log.ts';
import { verifyDeletionReport, verifyReceipt } from './receipts.ts';

// Rows of batches in the real D1 are altered by hand; the published client looks.
const services = createServices(env, { log: () => {} });
const reach = (url: string | URL | Request, init?: RequestInit) =>
  exports.default.fetch(new Request(url, init));

let assay: Assay;
let projectId: string;
let apiKey: string;
let batchId: string;
let items: BatchItem[];
let keys: SigningKeySet;

beforeEach(async () => {
  const own = await giveKey();
  ({ projectId, key: apiKey } = own);
  assay = new Assay({ baseUrl: 'http://localhost', apiKey: own.key, fetch: reach });
  keys = JSON.parse(await (await reach('http://localhost/.well-known/jwks.json')).text());
  const batch = await assay.batches.create(samplesOf(7), { scorers: ['levenshtein'] });
  batchId = batch.id;
  await assay.batches.wait(batchId, { pollMs: 20 });
  items = (await assay.batches.listResults(batchId, { include: 'sample' })).items;
});

const inD1 = (statement: string, ...values: unknown[]) =>
  env.DB.prepare(statement)
    .bind(...values)
    .run();
const verified = () => verifyLog(assay.log, { keys });
const found = async () => (await verified()).findings.map(({ code, id }) => [code, id]);
/** Places of the results that findings name. */
const named = async () =>
  (await verified()).findings.flatMap(({ results = [] }) => results.map(({ index }) => index));
const verdictOf = (index: number) => {
  const verdict = items[index]?.verdict;
  if (verdict == null) throw new Error(`no verdict at ${index}`);
  return verdict;
};

test('results of a batch are one entry of the log, and each verdict has a receipt that proves it', async () => {
  expect(await verified()).toMatchObject({ isIntact: true, size: 0 });
  const { items: pending } = await assay.log.pending();
  expect(pending).toContainEqual({ kind: 'results', id: `${batchId}/0/0` });
  const early = await assay.verdicts.receipt(verdictOf(3).id);
  expect((await verifyReceipt(early, { keys })).log).toEqual({ status: 'pending' });
  await sealPending(services);
  expect(await verified()).toMatchObject({ isIntact: true, pending: 0, entries: { results: 1 } });
  for (const index of [0, 3, 6]) {
    const verdict = verdictOf(index);
    const receipt = await assay.verdicts.receipt(verdict.id);
    const sample = items[index]?.sample;
    const checked = await verifyReceipt(receipt, { keys, verdict, ...(sample && { sample }) });
    expect(checked.log).toMatchObject({ status: 'sealed', results: `${batchId}/0/0` });
    const proof = await assay.log.proof({ id: verdict.id });
    expect(proof.within).toMatchObject({ index, size: 7, verdict: { id: verdict.id } });
    expect(await verifyProof(proof, { keys })).toMatchObject({ index: proof.entry.index });
  }
});

test('a receipt whose path was altered, or is that of another verdict, proves nothing', async () => {
  await sealPending(services);
  const receipt = await assay.verdicts.receipt(verdictOf(3).id);
  const other = await assay.verdicts.receipt(verdictOf(4).id);
  const { log } = receipt;
  if (log.status !== 'sealed' || other.log.status !== 'sealed') throw new Error('not sealed');
  const { within } = log;
  if (within === undefined) throw new Error('no path');
  const forged = [
    { ...log, within: { ...within, index: 4 } },
    { ...log, within: { ...within, proof: within.proof.slice(1) } },
    { ...log, within: { ...within, proof: ['%', ...within.proof.slice(1)] } },
    { ...log, within: { ...within, result: '00'.repeat(32) } },
    { ...log, within: { ...within, id: `${batchId}/0/2` } },
    { ...log, ...(other.log.within && { within: other.log.within }) },
    { ...log, salt: other.log.salt },
  ];
  for (const one of forged) {
    await expect(verifyReceipt({ ...receipt, log: one }, { keys })).rejects.toMatchObject({
      code: 'log_invalid',
    });
  }
});

describe('in the database', () => {
  beforeEach(() => sealPending(services).then(() => {}));

  test.each([
    ['a status', "UPDATE batch_results SET status = 'passed' WHERE batch_id = ?1 AND at = 2"],
    ['attempts', 'UPDATE batch_results SET attempts = 9 WHERE batch_id = ?1 AND at = 2'],
    [
      'a digest',
      "UPDATE batch_results SET digest = '[1,1,0,0,0,0,1,1,0]' WHERE batch_id = ?1 AND at = 2",
    ],
    ['an error', "UPDATE batch_results SET error_code = 'x' WHERE batch_id = ?1 AND at = 2"],
    ['a retry', "UPDATE batch_results SET status = 'retry' WHERE batch_id = ?1 AND at = 2"],
    ['names', `UPDATE batch_packs SET names = '["other"]' WHERE batch_id = ?1`],
    [
      'a sample',
      `UPDATE batch_samples SET sample = '{"output":"x"}' WHERE batch_id = ?1 AND at = 2`,
    ],
    [
      'the id of a sample',
      "UPDATE batch_samples SET sample_id = 'x' WHERE batch_id = ?1 AND at = 2",
    ],
    ['a sample that is gone', 'DELETE FROM batch_samples WHERE batch_id = ?1 AND at = 2'],
    ['places', `UPDATE batch_leaves SET places = '[[0,6]]' WHERE batch_id = ?1`],
    ['too many places', `UPDATE batch_leaves SET places = '[[0,999999999]]' WHERE batch_id = ?1`],
    ['salts', 'UPDATE batch_leaves SET seed = randomblob(32) WHERE batch_id = ?1'],
  ])('%s that was changed is found, and nothing is proven', async (_, statement) => {
    await inD1(statement, batchId);
    const codes = (await found()).map(([code]) => code);
    expect(codes.length).toBeGreaterThan(0);
    for (const code of codes)
      expect(['row_altered', 'row_missing', 'row_unlogged']).toContain(code);
  });

  test('a verdict that was changed is found, and has no receipt', async () => {
    const verdict = JSON.stringify({ ...verdictOf(2), passed: true });
    await inD1(
      'UPDATE batch_results SET verdict = ?2, packed_at = NULL WHERE batch_id = ?1 AND at = 2',
      ...[batchId, verdict],
    );
    const { findings } = await verified();
    expect(findings).toMatchObject([
      {
        ...{ code: 'row_altered', kind: 'results', id: `${batchId}/0/0` },
        message: 'The result of sample 2 is not what was sealed.',
        results: [{ index: 2, verdictId: verdictOf(2).id }],
      },
    ]);
    await expect(assay.verdicts.receipt(verdictOf(2).id)).rejects.toMatchObject({
      code: 'verdict_altered',
    });
  });

  test('a result that was removed is found', async () => {
    await inD1('DELETE FROM batch_results WHERE batch_id = ?1 AND at = 4', batchId);
    expect(await found()).toEqual([['row_altered', `${batchId}/0/0`]]);
    expect(await named()).toEqual([4]);
  });

  test('results that changed their places are found', async () => {
    const move = 'UPDATE batch_results SET at = ?3 WHERE batch_id = ?1 AND at = ?2';
    for (const [from, to] of [
      [1, 100],
      [2, 1],
      [100, 2],
    ])
      await inD1(move, batchId, from, to);
    expect(await found()).toEqual([['row_altered', `${batchId}/0/0`]]);
    expect(await named()).toEqual([1, 2]);
  });

  test.each([
    ['that were altered too', 'randomblob(224)'],
    ['of an earlier release', 'NULL'],
  ])('commitments %s name no result, and the change is found all the same', async (_, value) => {
    await inD1(`UPDATE batch_leaves SET commitments = ${value} WHERE batch_id = ?1`, batchId);
    expect(await found()).toEqual([]);
    await inD1("UPDATE batch_results SET error_code = 'x' WHERE batch_id = ?1 AND at = 2", batchId);
    expect(await found()).toEqual([['row_altered', `${batchId}/0/0`]]);
    expect(await named()).toEqual([]);
  });

  test('a result that was added is found', async () => {
    await inD1(
      `INSERT INTO batch_results SELECT batch_id, 50, status, attempts, verdict, digest, error_code,
         error_message, packed_at, packed_version, bytes
       FROM batch_results WHERE batch_id = ?1 AND at = 1`,
      batchId,
    );
    expect(await found()).toEqual([['row_unlogged', `${batchId}/50`]]);
  });

  test('a batch that was removed is found, and one that was deleted is not', async () => {
    await inD1("UPDATE batches SET status = 'deleted' WHERE id = ?1", batchId);
    expect(await found()).toEqual([['row_missing', `${batchId}/0/0`]]);
    await inD1("UPDATE batches SET status = 'completed' WHERE id = ?1", batchId);
    await assay.batches.delete(batchId);
    expect(await verified()).toMatchObject({ isIntact: true, pending: 2 });
    await sealPending(services);
    expect(await verified()).toMatchObject({ isIntact: true, erased: 1 });
    const { items: entries } = await assay.log.entries();
    expect(entries).toContainEqual(
      expect.objectContaining({ id: `${batchId}/0/0`, salt: null, hash: null }),
    );
  });

  test('a leaf that was taken out with its entry is found by its results', async () => {
    await inD1('DELETE FROM batch_leaves WHERE batch_id = ?1', batchId);
    const codes = new Set((await found()).map(([code]) => code));
    expect([...codes].toSorted()).toEqual(['row_missing', 'row_unlogged']);
  });
});

describe('what changes results later', () => {
  const seal = () => sealPending(services);
  const intact = async () =>
    expect(await verified()).toMatchObject({ isIntact: true, findings: [] });

  test('an erased sample leaves the log verifiable, and says nothing of itself', async () => {
    const samples = samplesOf(4).map((sample, i) => ({ ...sample, metadata: { user: `u${i}` } }));
    const { id } = await assay.batches.create(samples, { scorers: ['levenshtein'] });
    await assay.batches.wait(id, { pollMs: 20 });
    const { items: before } = await assay.batches.listResults(id);
    await seal();
    const verdict = before[1]?.verdict;
    const receipt = await assay.verdicts.receipt(verdict?.id ?? '');
    const deletion = await assay.deletions.create({ metadata: { key: 'user', value: 'u1' } });
    expect((await assay.deletions.wait(deletion.id)).erased).toMatchObject({ batchSamples: 1 });
    await intact();
    await seal();
    await intact();
    const { results } = await env.DB.prepare(
      'SELECT start, version, seed, salts, known FROM batch_leaves WHERE batch_id = ?1 ORDER BY version',
    )
      .bind(id)
      .all<{ version: number; seed: unknown; salts: string | null }>();
    expect(results).toMatchObject([{ version: 0, seed: null }, { version: 1 }]);
    expect(Object.keys(JSON.parse(results[0]?.salts ?? ''))).toEqual(['0', '2', '3']);
    // The others are proven as before, and so is a receipt that was made before.
    for (const index of [0, 2, 3]) {
      const other = before[index]?.verdict;
      const made = await assay.verdicts.receipt(other?.id ?? '');
      expect((await verifyReceipt(made, { keys })).log).toMatchObject({ status: 'sealed' });
    }
    expect((await verifyReceipt(receipt, { keys })).log).toMatchObject({ status: 'sealed' });
    await expect(assay.verdicts.receipt(verdict?.id ?? '')).rejects.toMatchObject({
      code: 'verdict_not_found',
    });
    // What stays of it is sealed, too.
    await inD1("UPDATE batch_results SET status = 'failed' WHERE batch_id = ?1 AND at = 1", id);
    expect(await found()).toEqual([['row_altered', `${id}/1/1`]]);
  });

  test('a verdict that is named is erased from its batch, with a report', async () => {
    await seal();
    const id = verdictOf(4).id;
    const deletion = await assay.deletions.create({
      verdictIds: [id, 'ver_01kb4m9h6t3v0y2q8r5n7c1dxe'],
    });
    const { erased, report } = await assay.deletions.wait(deletion.id);
    expect(erased).toMatchObject({ batchSamples: 1 });
    if (report === null) throw new Error('no report');
    const { detail } = await verifyDeletionReport(report, { keys });
    expect(detail.staying.map(({ what }) => what)).toContainEqual(expect.stringMatching(/batches/));
    await seal();
    await intact();
    const { items: log } = await assay.log.entries({ limit: 100 });
    expect(log).toContainEqual(expect.objectContaining({ kind: 'deletion', id }));
    expect(await assay.batches.result(batchId, 4)).toMatchObject({ sampleId: null });
  });

  test('a verdict of a batch is deleted by its id, once, and what the batch counted stays', async () => {
    await seal();
    const verdict = verdictOf(4);
    const receipt = await assay.verdicts.receipt(verdict.id);
    const before = (await assay.batches.get(batchId)).counts;
    await assay.verdicts.delete(verdict.id);
    const gone = { code: 'verdict_not_found' };
    await expect(assay.verdicts.get(verdict.id)).rejects.toMatchObject(gone);
    await expect(assay.verdicts.delete(verdict.id)).rejects.toMatchObject(gone);
    await intact();
    await seal();
    await intact();
    const { items: log } = await assay.log.entries({ limit: 100 });
    const deletions = log.filter(({ kind }) => kind === 'deletion');
    expect(deletions).toMatchObject([{ kind: 'deletion', id: verdict.id }]);
    const result = await assay.batches.result(batchId, 4);
    expect(result).toMatchObject({
      sampleId: null,
      verdict: { value: verdict.value, metadata: {} },
    });
    expect(JSON.stringify(result)).not.toContain(JSON.stringify(items[4]?.sample?.output));
    expect((await assay.batches.get(batchId)).counts).toEqual(before);
    expect((await verifyReceipt(receipt, { keys })).log).toMatchObject({ status: 'sealed' });
    const { items: acts } = await assay.audit.list();
    expect(acts).toContainEqual(
      expect.objectContaining({ operation: 'deleteVerdict', subject: verdict.id }),
    );
    // The others are as they were.
    expect((await assay.batches.result(batchId, 3)).verdict).toEqual(verdictOf(3));
  });

  test('a verdict of a batch that runs is not deleted before it has ended', async () => {
    await inD1("UPDATE batches SET status = 'running' WHERE id = ?1", batchId);
    await expect(assay.verdicts.delete(verdictOf(1).id)).rejects.toMatchObject({
      code: 'batch_not_ended',
    });
    expect((await assay.verdicts.get(verdictOf(1).id)).id).toBe(verdictOf(1).id);
  });

  test('a sample that was emptied by hand as if it had been erased is found', async () => {
    await seal();
    await inD1("UPDATE batch_samples SET sample = '{}' WHERE batch_id = ?1 AND at = 3", batchId);
    expect(await found()).toEqual([['row_altered', `${batchId}/0/0`]]);
  });

  const drop = () => dropSamplesOfBatch(projectId, batchId, Number.POSITIVE_INFINITY, services);

  test('samples that are dropped while their results stay take the texts about them, and are no finding', async () => {
    await seal();
    const before = verdictOf(3);
    const early = await assay.verdicts.receipt(before.id);
    expect(before.scores[0]?.reason).toMatch(/edit/);
    expect(await drop()).toEqual({ dropped: 7, isDone: true });
    await intact();
    await seal();
    await intact();
    expect((await verified()).pending).toBe(0);
    const result = await assay.batches.result(batchId, 3);
    expect(result).toMatchObject({
      sampleId: items[3]?.sampleId,
      verdict: {
        value: before.value,
        passed: before.passed,
        kept: 'scores',
        lineage: before.lineage,
      },
    });
    expect(result.verdict?.scores[0]).toMatchObject({
      value: before.scores[0]?.value,
      reason: 'Not kept.',
    });
    const { results } = await env.DB.prepare('SELECT verdicts FROM batch_packs WHERE batch_id = ?1')
      .bind(batchId)
      .all<{ verdicts: number[] }>();
    const stored = await Promise.all(
      results.map(({ verdicts }) =>
        new Response(
          new Blob([Uint8Array.from(verdicts)])
            .stream()
            .pipeThrough(new DecompressionStream('deflate-raw')),
        ).text(),
      ),
    );
    expect(stored.join()).not.toMatch(/edit/);
    // Receipts from before and after both prove their own.
    const late = await assay.verdicts.receipt(before.id);
    for (const receipt of [early, late]) {
      expect((await verifyReceipt(receipt, { keys })).log).toMatchObject({ status: 'sealed' });
    }
    // What stays is sealed, and one of them can still be deleted.
    await assay.verdicts.delete(before.id);
    await intact();
    await seal();
    await intact();
    await inD1("UPDATE batch_results SET error_code = 'x' WHERE batch_id = ?1 AND at = 2", batchId);
    expect(await named()).toEqual([2]);
  });

  test('a result that was altered before its sample was dropped is found all the same', async () => {
    await seal();
    await inD1("UPDATE batch_results SET status = 'error' WHERE batch_id = ?1 AND at = 5", batchId);
    await drop();
    await seal();
    expect(await found()).toContainEqual(['row_altered', `${batchId}/0/0`]);
    expect(await named()).toEqual([5]);
  });

  test('a result that was retried is held by a later entry', async () => {
    const scorers = ['levenshtein', { scorer: 'rubric', params: { criteria: 'Is it good?' } }];
    const { id } = await assay.batches.create(samplesOf(3), { scorers: scorers as never });
    const ended = await assay.batches.wait(id, { pollMs: 20 });
    expect(ended.counts.error).toBe(2);
    await seal();
    await intact();
    await assay.batches.retry(id);
    await intact();
    await assay.batches.wait(id, { pollMs: 20 });
    await intact();
    await seal();
    expect(await verified()).toMatchObject({ isIntact: true, entries: { results: 3 } });
    const { items: after } = await assay.batches.listResults(id);
    const receipt = await assay.verdicts.receipt(after[0]?.verdict?.id ?? '');
    expect((await verifyReceipt(receipt, { keys })).log).toMatchObject({
      results: expect.stringMatching(/\/0\/[1-9]\d*$/),
    });
    // Going back to the earlier entry is found.
    await inD1('DELETE FROM batch_leaves WHERE batch_id = ?1 AND version > 0', id);
    const codes = (await found()).map(([code]) => code);
    expect(codes).toContain('row_missing');
  });

  test('a batch of an earlier release is pending until it has entries, and intact then', async () => {
    await inD1('DELETE FROM batch_leaves WHERE batch_id = ?1', batchId);
    await inD1("DELETE FROM log_outbox WHERE project_id = ?1 AND kind = 'results'", projectId);
    await inD1('DELETE FROM scorer_definitions WHERE project_id = ?1', projectId);
    await inD1('UPDATE batches SET unlogged_from = 0 WHERE id = ?1', batchId);
    await intact();
    const { items: pending } = await assay.log.pending();
    expect(pending.map(({ id }) => id)).not.toContain(batchId);
    const all: string[] = [];
    for await (const { id } of assay.log.pending()) all.push(id);
    expect(all).toContain(batchId);
    const early = await assay.verdicts.receipt(verdictOf(3).id);
    expect(early.log).toEqual({ status: 'pending' });
    await logOlderResults(services);
    await seal();
    expect(await verified()).toMatchObject({ isIntact: true, entries: { results: 1 }, pending: 0 });
    const receipt = await assay.verdicts.receipt(verdictOf(3).id);
    expect((await verifyReceipt(receipt, { keys, verdict: verdictOf(3) })).log).toMatchObject({
      results: `${batchId}/0/-1`,
    });
    const { scores } = await assay.verdicts.lineage(verdictOf(3).id);
    expect(scores[0]?.definition).not.toBeNull();
  });

  test('redacted samples, and batches of which scores alone are kept, are sealed as they are kept', async () => {
    const samples = [
      { output: 'Mail ann.lee@acme.io', expected: 'x' },
      { output: 'fine', expected: 'fine' },
    ];
    const options = { scorers: ['levenshtein'] };
    const redacted = await assay.batches.create(samples, {
      ...{ ...options, redact: { stored: ['detect-pii'] } },
    });
    const scores = await assay.batches.create(samples, { ...options, keep: 'scores' });
    for (const { id } of [redacted, scores]) await assay.batches.wait(id, { pollMs: 20 });
    await seal();
    await intact();
    await inD1(
      `UPDATE batch_samples SET sample = '{"output":"x"}' WHERE batch_id = ?1 AND at = 0`,
      redacted.id,
    );
    expect(await found()).toEqual([['row_altered', `${redacted.id}/0/0`]]);
  });
});

test('the lineage of a verdict of a batch names the batch and the data set, and a replay is equal', async () => {
  const push = { items: samplesOf(2).map((sample) => ({ id: sample.id, sample })) };
  await reach('http://localhost/v1/datasets', {
    method: 'POST',
    headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'golden', ...push }),
  });
  await assay.suites.create({ name: 'mine', scorers: ['levenshtein', 'contains'] });
  const { id } = await assay.batches.createFrom('golden@1', { suite: 'mine' });
  await assay.batches.wait(id, { pollMs: 20 });
  await assay.suites.delete('mine');
  const { verdict, sample } = await assay.batches.result(id, 1);
  const lineage = await assay.verdicts.lineage(verdict?.id ?? '');
  expect(lineage).toMatchObject({
    sample: { hash: verdict?.lineage.sampleHash, isKept: true, value: sample },
    suite: { name: 'mine', version: 1 },
    batch: { id, index: 1, dataset: { name: 'golden', version: 1 }, results: `${id}/0/0` },
    scores: [{ definition: { settings: { scorer: 'levenshtein' } } }, { calibration: null }],
  });
  const response = await reach(`http://localhost/v1/verdicts/${verdict?.id}/lineage?format=prov`, {
    headers: { authorization: `Bearer ${apiKey}` },
  });
  const prov: { entity: object; hadMember: object } = JSON.parse(await response.text());
  expect(Object.keys(prov.entity)).toContain(`assay:batch/${id}`);
  expect(Object.keys(prov.hadMember)).toHaveLength(2);
  expect(await assay.verdicts.replay(verdict?.id ?? '')).toMatchObject({
    ...{ isEqual: true, differences: [], changes: [] },
  });
});

test('projects do not see entries or receipts of batches of each other', async () => {
  const other = await giveKey();
  const stranger = new Assay({ baseUrl: 'http://localhost', apiKey: other.key, fetch: reach });
  expect(projectId).not.toBe(other.projectId);
  for (const ask of ['get', 'lineage', 'receipt', 'replay'] as const) {
    await expect(stranger.verdicts[ask](verdictOf(0).id)).rejects.toMatchObject({ status: 404 });
  }
});
