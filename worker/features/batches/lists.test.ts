import { env } from 'cloudflare:workers';
import type { BatchFilter } from '@assay/schema/batch-query.ts';
import { runScorers } from '@assay/scorers/run.ts';
import { describe, expect, test } from 'vitest';
import { createBatchWorld, newProject } from '../../testing/batch-world.ts';
import { samplesOf } from '../../testing/batches.ts';
import { explainedDatabase } from '../../testing/query-plans.ts';
import { cancelBatch } from './control-batch.ts';
import { findBatches } from './find-batches.ts';
import { pageItems, streamItems } from './stream-items.ts';

describe('a list of batches', () => {
  test.each<[string, BatchFilter, string]>([
    ['all', {}, 'sqlite_autoindex_batches_1 (project_id=?)'],
    [
      'with a status',
      { status: 'cancelled' },
      'batches_by_project_status (project_id=? AND status=?)',
    ],
    ['of a suite', { suite: 's' }, 'batches_by_suite (project_id=? AND <expr>=?)'],
  ])('%s is read from an index, in order', async (_, filter, index) => {
    const { database, plansOf } = explainedDatabase(env.DB);
    const { services } = createBatchWorld({ DB: database });
    await findBatches(newProject(), filter, services);
    const [plan] = await plansOf('octet_length');
    expect(plan).toEqual([`SEARCH batches USING INDEX ${index}`]);
  });

  test('with large plans is cut to a few megabytes, and goes on', async () => {
    const { services, make } = createBatchWorld();
    const projectId = newProject();
    const schema = { description: 'x'.repeat(700_000) };
    const scorers = [{ scorer: 'json-schema', params: { schema } }];
    const made: string[] = [];
    for (let i = 0; i < 6; i += 1) {
      made.unshift((await make(projectId, [], { scorers, open: true })).id);
    }
    const listed: string[] = [];
    let cursor: string | null | undefined;
    let pages = 0;
    do {
      const filter: BatchFilter = { limit: 100, ...(cursor ? { cursor } : {}) };
      const page = await findBatches(projectId, filter, services);
      expect(JSON.stringify(page).length).toBeLessThan(3_000_000);
      listed.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
      pages += 1;
    } while (cursor !== null);
    expect(listed).toEqual(made);
    expect(pages).toBeGreaterThan(1);
  });
});

describe('results', () => {
  test('that are pending are found by the ranges that lack them', async () => {
    const { database, plansOf } = explainedDatabase(env.DB);
    const world = createBatchWorld({ DB: database });
    const { services } = world;
    const projectId = newProject();
    const { id } = await world.make(projectId, samplesOf(350));
    await world.scoreAll(2);
    const page = await pageItems(projectId, id, { status: 'pending', limit: 60 }, services);
    expect(page.items.map(({ index }) => index)).toEqual(
      Array.from({ length: 60 }, (_, i) => 200 + i),
    );
    const [plan] = await plansOf('INDEXED BY batch_ranges_pending');
    expect(plan?.join('\n')).toContain(
      'SEARCH g USING INDEX batch_ranges_pending (batch_id=? AND start>?)',
    );
    const places = plan?.slice(
      plan.indexOf('MATERIALIZE place'),
      plan.findIndex((step) => step.includes('ahead')),
    );
    expect(places?.join('\n')).not.toMatch(/SCAN (s|r|g)\b|TEMP B-TREE FOR ORDER BY/);
    // A cancelled batch keeps its pending samples.
    await cancelBatch(projectId, id, services);
    const cursor = page.nextCursor ?? '';
    const rest = await pageItems(
      projectId,
      id,
      { status: 'pending', cursor, limit: 100 },
      services,
    );
    expect(rest.items.map(({ index }) => index)).toEqual(
      Array.from({ length: 90 }, (_, i) => 260 + i),
    );
    expect(rest.nextCursor).toBeNull();
  });

  test('are cut to a few megabytes a page, and a stream has all of them', async () => {
    const world = createBatchWorld(
      {},
      {
        async runScorers(scorers, sample, context) {
          const scores = await runScorers(scorers, sample, context);
          return scores.map((score) => ({ ...score, reason: 'x'.repeat(700_000) }));
        },
      },
    );
    const { services } = world;
    const projectId = newProject();
    const { id } = await world.make(projectId, samplesOf(8));
    await world.scoreAll();
    const page = await pageItems(projectId, id, { limit: 100 }, services);
    expect(page.items.map(({ index }) => index)).toEqual([0, 1, 2]);
    expect(page.nextCursor).toBe('2');
    const stream = await streamItems(projectId, id, { format: 'ndjson' }, services);
    const lines = (await new Response(stream).text()).trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line).index)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  });
});
