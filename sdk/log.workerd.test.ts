import { runInDurableObject } from 'cloudflare:test';
import { env, exports } from 'cloudflare:workers';
import type { SigningKeySet, Verdict } from '@assay/schema/types.ts';
import { beforeEach, describe, expect, test } from 'vitest';
import { sealPending } from '../worker/features/records/seal.ts';
import { shortenVerdict } from '../worker/features/retention/shorten-verdict.ts';
import { createServices } from '../worker/services.ts';
import { giveKey } from '../worker/testing/keys.ts';
import { Assay } from './index.ts';
import { type LogReport, verifyLog } from './log.ts';
import { verifyReceipt } from './receipts.ts';

// Rows of the real D1 and of the real Durable Object are altered by hand; the published client looks.
const services = createServices(env, { log: () => {} });
const reach = (url: string | URL | Request, init?: RequestInit) =>
  exports.default.fetch(new Request(url, init));

let assay: Assay;
let projectId: string;
let verdicts: Verdict[];
let keys: SigningKeySet;

beforeEach(async () => {
  const own = await giveKey();
  projectId = own.projectId;
  assay = new Assay({ baseUrl: 'http://localhost', apiKey: own.key, fetch: reach });
  keys = JSON.parse(await (await reach('http://localhost/.well-known/jwks.json')).text());
  verdicts = [];
  for (const output of ['one', 'two', 'three', 'four', 'five']) verdicts.push(await score(output));
  await sealPending(services);
});

function score(output: string): Promise<Verdict> {
  return assay.score({ sample: { output, expected: 'two' }, scorers: ['levenshtein'] });
}

const idOf = (index: number) => verdicts[index]?.id ?? '';
const inD1 = (statement: string, ...values: unknown[]) =>
  env.DB.prepare(statement)
    .bind(...values)
    .run();
const inLog = (statement: string) =>
  runInDurableObject(
    env.PROJECT_LOGS.getByName(projectId) as unknown as DurableObjectStub,
    (_object, { storage }) => storage.sql.exec(statement).toArray(),
  );
const verified = (remembered?: string): Promise<LogReport> =>
  verifyLog(assay.log, { keys, ...(remembered !== undefined && { remembered }) });
const found = async (remembered?: string) =>
  (await verified(remembered)).findings.map(({ code, id }) => [code, id]);

test('an untouched log is intact, also against what was remembered of it', async () => {
  const before = await verified();
  expect(before).toMatchObject({
    ...{ isIntact: true, findings: [], size: 5, erased: 0, pending: 0 },
    entries: { verdict: 5, deletion: 0 },
  });
  const waiting = await score('six');
  await assay.verdicts.delete(idOf(1));
  // A verdict, a deletion, and who deleted it.
  expect(await verified(before.checkpoint)).toMatchObject({ isIntact: true, pending: 3 });
  await sealPending(services);
  const after = await verified(before.checkpoint);
  expect(after).toMatchObject({ isIntact: true, size: 8, erased: 1, pending: 0 });
  expect(waiting.id).not.toBe('');
  const history = await verifyLog(assay.log, {
    ...{ keys, remembered: before.checkpoint, depth: 'history' },
  });
  expect(history).toMatchObject({ isIntact: true, entries: { verdict: 0 } });
});

test('erasing a sample with its verdict leaves the log verifiable, and says nothing of them', async () => {
  const { checkpoint } = await verified();
  await assay.verdicts.delete(idOf(2));
  await sealPending(services);
  // The empty row goes days later.
  await inD1('DELETE FROM verdicts WHERE id = ?1', idOf(2));
  expect(await verified(checkpoint)).toMatchObject({ isIntact: true, erased: 1 });
  const { items } = await assay.log.entries({ start: 2, limit: 1 });
  expect(items).toMatchObject([{ salt: null, hash: null, id: idOf(2) }]);
});

test('a sample that was dropped while its verdict stays is no finding; one emptied by hand is', async () => {
  const { checkpoint } = await verified();
  const early = await assay.verdicts.receipt(idOf(1));
  const due = { from: idOf(1), before: idOf(2), limit: 10, shorten: shortenVerdict };
  expect(await services.sampleDrops.ofVerdicts(projectId, due)).toEqual({
    ...{ ids: [idOf(1)], isLast: true },
  });
  expect((await assay.verdicts.receipt(idOf(1))).log).toEqual({ status: 'pending' });
  expect(await verified(checkpoint)).toMatchObject({ isIntact: true, pending: 1 });
  await sealPending(services);
  expect(await verified(checkpoint)).toMatchObject({ isIntact: true, size: 6, erased: 0 });
  // What may quote the sample goes with it; the rest is as it was.
  const { sample: _, ...left } = await assay.verdicts.get(idOf(1));
  expect(left).toMatchObject({ kept: 'scores', value: verdicts[1]?.value });
  expect(left.scores[0]).toMatchObject({ reason: 'Not kept.' });
  const late = await assay.verdicts.receipt(idOf(1));
  expect(await verifyReceipt(late, { keys, verdict: left })).toMatchObject({
    log: { status: 'sealed', index: 5 },
  });
  expect((await verifyReceipt(early, { keys })).log).toMatchObject({ status: 'sealed', index: 1 });
  const forged = { ...late, log: { ...late.log, before: '00'.repeat(32) } };
  await expect(verifyReceipt(forged, { keys })).rejects.toMatchObject({ code: 'log_invalid' });
  await inD1("UPDATE verdicts SET sample = '{}' WHERE id = ?1", idOf(3));
  await inD1('UPDATE verdicts SET passed = 1 - coalesce(passed, 0) WHERE id = ?1', idOf(1));
  expect((await found()).toSorted()).toEqual([
    ['row_altered', idOf(1)],
    ['row_altered', idOf(3)],
  ]);
});

test('a verdict that was altered before its sample was dropped is found all the same', async () => {
  await inD1('UPDATE verdicts SET passed = 1 - coalesce(passed, 0) WHERE id = ?1', idOf(1));
  const due = { from: idOf(1), before: idOf(2), limit: 10, shorten: shortenVerdict };
  await services.sampleDrops.ofVerdicts(projectId, due);
  await sealPending(services);
  expect(await found()).toEqual([['row_altered', idOf(1)]]);
});

test('a redacted sample can be dropped as well', async () => {
  const { id } = await assay.score({
    sample: { output: 'Mail ann.lee@acme.io', expected: 'two' },
    ...{ scorers: ['levenshtein'], redact: { stored: ['detect-pii'] } },
  });
  await sealPending(services);
  expect(await verified()).toMatchObject({ isIntact: true, entries: { sample: 1 } });
  const due = { from: id, before: '~', limit: 10, shorten: shortenVerdict };
  await services.sampleDrops.ofVerdicts(projectId, due);
  expect(await verified()).toMatchObject({ isIntact: true, pending: 1 });
  await sealPending(services);
  expect(await verified()).toMatchObject({ isIntact: true, pending: 0 });
});

describe('in the database', () => {
  test('a verdict that was changed is found', async () => {
    const reason = verdicts[1]?.scores[0]?.reason;
    const change = 'UPDATE verdicts SET verdict = replace(verdict, ?1, ?2) WHERE id = ?3';
    await inD1(change, reason, 'It is perfect.', idOf(1));
    expect(await found()).toEqual([['row_altered', idOf(1)]]);
  });

  test.each([
    ['decision', 'UPDATE verdicts SET passed = 1 - coalesce(passed, 0) WHERE id = ?1'],
    ['time', 'UPDATE verdicts SET created_at_ms = created_at_ms - 1 WHERE id = ?1'],
    ['sample', `UPDATE verdicts SET sample = '{"output":"other"}' WHERE id = ?1`],
  ])('a %s that was changed is found', async (_what, change) => {
    await inD1(change, idOf(1));
    expect(await found()).toEqual([['row_altered', idOf(1)]]);
  });

  test('what all verdicts of a kind have in common cannot be changed either', async () => {
    await inD1(
      `UPDATE verdict_shapes SET parts = replace(parts, '"levenshtein"', '"exact-match"')
       WHERE project_id = ?1`,
      projectId,
    );
    const shaped = await env.DB.prepare(
      'SELECT id FROM verdicts WHERE project_id = ?1 AND shape IS NOT NULL ORDER BY id',
    )
      .bind(projectId)
      .all<{ id: string }>();
    const ids = shaped.results.map(({ id }) => id);
    expect(ids).not.toEqual([]);
    expect(await found()).toEqual(ids.map((id) => ['row_altered', id]));
    await inD1('DELETE FROM verdict_shapes WHERE project_id = ?1', projectId);
    expect(await found()).toEqual(ids.map((id) => ['row_missing', id]));
  });

  test('a row that was removed is found, also if it was only marked as deleted', async () => {
    await inD1('DELETE FROM verdicts WHERE id = ?1', idOf(0));
    await inD1('UPDATE verdicts SET deleted_at_ms = 1 WHERE id = ?1', idOf(4));
    expect(await found()).toEqual([
      ['row_missing', idOf(0)],
      ['row_missing', idOf(4)],
    ]);
  });

  test('rows that were reordered are found', async () => {
    const swap = 'UPDATE verdicts SET id = ?2 WHERE id = ?1';
    await inD1(swap, idOf(0), 'ver_held');
    await inD1(swap, idOf(3), idOf(0));
    await inD1(swap, 'ver_held', idOf(3));
    expect(await found()).toEqual([
      ['row_altered', idOf(0)],
      ['row_altered', idOf(3)],
    ]);
  });

  test('a row that was added is found, as is one that was taken from what is to be sealed', async () => {
    await inD1(
      `INSERT INTO verdicts (project_id, id, created_at_ms, passed, verdict, sample)
       SELECT project_id, 'ver_00000000000000000000000000', created_at_ms, passed, verdict, sample
       FROM verdicts WHERE id = ?1`,
      idOf(0),
    );
    const { id } = await score('six');
    await inD1('DELETE FROM log_outbox WHERE entry_id = ?1', id);
    await sealPending(services);
    expect(await found()).toEqual([
      ['row_unlogged', 'ver_00000000000000000000000000'],
      ['row_unlogged', id],
    ]);
  });

  test('a row that was put back after its deletion is found', async () => {
    await assay.verdicts.delete(idOf(2));
    await sealPending(services);
    await inD1(
      `UPDATE verdicts SET deleted_at_ms = NULL, (verdict, sample, shape) =
         (SELECT verdict, sample, shape FROM verdicts WHERE id = ?2) WHERE id = ?1`,
      idOf(2),
      idOf(3),
    );
    expect(await found()).toEqual([['row_restored', idOf(2)]]);
  });

  test.each([
    ['verdict', 'UPDATE verdicts SET passed = 1 - coalesce(passed, 0) WHERE id = ?1'],
    ['sample', `UPDATE verdicts SET sample = '{"output":"other"}' WHERE id = ?1`],
  ])('a %s that was changed before it was sealed is found', async (_what, change) => {
    const { id } = await score('six');
    await inD1(change, id);
    await sealPending(services);
    expect(await found()).toEqual([['row_altered', id]]);
  });

  test('one that was marked as deleted before it was sealed is found', async () => {
    const { id } = await score('six');
    await inD1('UPDATE verdicts SET deleted_at_ms = 1 WHERE id = ?1', id);
    await sealPending(services);
    expect(await found()).toEqual([['row_missing', id]]);
  });

  test('a verdict that was removed before it was sealed is found', async () => {
    const { id } = await score('six');
    await inD1('DELETE FROM verdicts WHERE id = ?1', id);
    await sealPending(services);
    expect(await found()).toEqual([['row_missing', id]]);
  });
});

describe('in the audit log', () => {
  const act = async () => {
    await assay.keys.create({ name: 'nightly', scopes: ['read'] });
    await sealPending(services);
    const [entry] = (await assay.audit.list({ operation: 'createKey' })).items;
    return entry?.id ?? '';
  };
  /** As somebody would who can change the database: the triggers are in it. */
  const withoutTriggers = async () => {
    const { results } = await env.DB.prepare(
      `SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'audit_entries'`,
    ).all<{ name: string }>();
    for (const { name } of results) await env.DB.prepare(`DROP TRIGGER "${name}"`).run();
  };

  test('an entry that was changed, and one that was removed, are found', async () => {
    const [changed, removed] = [await act(), await act()];
    expect(await found()).toEqual([]);
    await withoutTriggers();
    await inD1(`UPDATE audit_entries SET actor_name = 'somebody else' WHERE id = ?1`, changed);
    await inD1('DELETE FROM audit_entries WHERE id = ?1', removed);
    expect(await found()).toEqual([
      ['row_altered', changed],
      ['row_missing', removed],
    ]);
    await inD1(`UPDATE audit_entries SET before = 'no JSON' WHERE id = ?1`, changed);
    expect((await found())[0]).toEqual(['row_altered', changed]);
  });

  test('an entry that was added is found', async () => {
    const id = await act();
    await inD1(
      `INSERT INTO audit_entries SELECT 'aud_forged', project_id, at_ms, kind, actor_id, actor_name,
         operation, subject, outcome, code, before, after, request_id
       FROM audit_entries WHERE id = ?1`,
      id,
    );
    expect(await found()).toEqual([['row_unlogged', 'aud_forged']]);
  });
});

describe('in the log itself', () => {
  test('a leaf that was removed is found, even with the last one', async () => {
    await inLog('DELETE FROM entries WHERE idx = 4');
    expect(await found()).toEqual([
      ['entry_missing', null],
      ['row_unlogged', idOf(4)],
    ]);
    await inLog('DELETE FROM entries WHERE idx = 1');
    expect((await found())[0]).toEqual(['entry_missing', null]);
  });

  test('an entry that was changed is found, also together with its leaf', async () => {
    await inLog('UPDATE entries SET hash = zeroblob(32) WHERE idx = 1');
    expect(await found()).toEqual([['entry_altered', idOf(1)]]);
    await inLog('UPDATE entries SET commitment = zeroblob(32) WHERE idx = 1');
    expect((await found()).map(([code]) => code)).toContain('root_differs');
  });

  test('entries that were reordered are found', async () => {
    await inLog('UPDATE entries SET idx = 99 WHERE idx = 1');
    await inLog('UPDATE entries SET idx = 1 WHERE idx = 2');
    await inLog('UPDATE entries SET idx = 2 WHERE idx = 99');
    expect(await found()).toEqual([['root_differs', null]]);
  });

  test('an entry that was erased without a deletion is found', async () => {
    await inLog('UPDATE entries SET salt = NULL, hash = NULL WHERE idx = 3');
    const codes = (await found()).map(([code]) => code);
    expect(codes).toContain('erased_without_deletion');
  });

  test('a log that was begun anew is found by whoever remembers the old one', async () => {
    const { checkpoint } = await verified();
    for (const table of ['entries', 'tiles', 'checkpoints']) await inLog(`DELETE FROM ${table}`);
    const rows = verdicts.slice(1).map(({ id }) => id);
    await inD1('DELETE FROM verdicts WHERE id = ?1', idOf(0));
    for (const id of rows) {
      await inD1(
        `INSERT INTO log_outbox (project_id, kind, entry_id) VALUES (?1, 'verdict', ?2)`,
        ...[projectId, id],
      );
    }
    await sealPending(services);
    // It is whole in itself: nothing but a kept checkpoint shows that it is another.
    expect(await found()).toEqual([]);
    expect(await found(checkpoint)).toEqual([['history_rewritten', null]]);
  });

  test('the log signs nothing that does not extend what it signed', async () => {
    await inLog('UPDATE tiles SET hashes = zeroblob(160) WHERE level = 0 AND number = 0');
    await score('six');
    await sealPending(services);
    expect((await assay.log.checkpoint()).size).toBe(5);
    await expect(assay.verdicts.receipt(idOf(0))).rejects.toMatchObject({ code: 'log_altered' });
  });
});

test('a checkpoint that another signed is trusted by nobody', async () => {
  const { checkpoint } = await assay.log.checkpoint();
  const none = { keys: [] };
  await expect(verifyLog(assay.log, { keys: none })).rejects.toMatchObject({ code: 'key_unknown' });
  const altered = checkpoint.replace('\n5\n', '\n4\n');
  const source = { ...sourceOf(assay), checkpoint: async () => ({ checkpoint: altered }) };
  await expect(verifyLog(source, { keys })).rejects.toMatchObject({ code: 'signature_invalid' });
});

function sourceOf({ log }: Assay): Parameters<typeof verifyLog>[0] {
  return {
    checkpoint: () => log.checkpoint(),
    entries: (query) => log.entries(query),
    consistency: (from, to) => log.consistency(from, to),
    pending: () => log.pending(),
    unlogged: () => log.unlogged(),
  };
}
