import { env } from 'cloudflare:workers';
import { newId } from '@assay/schema/ids.ts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createDatabase } from './database.ts';
import type { NewLabel } from './labels.ts';
import { createReviewQueueStore } from './review-queues.ts';
import { createReviewStore } from './reviews.ts';

const database = createDatabase(env.DB);
const reviews = createReviewStore(database);
const queues = createReviewQueueStore(database);
const LEASE_MS = 100;

interface Step {
  reviewer: string;
  does: 'claim' | 'submit' | 'skip' | 'wait';
  value: boolean;
}

const step: fc.Arbitrary<Step> = fc.record({
  reviewer: fc.constantFrom('anna', 'ben', 'cleo', 'dora'),
  does: fc.constantFrom('claim', 'claim', 'submit', 'submit', 'skip', 'wait'),
  value: fc.boolean(),
});

async function newQueue(items: number, wanted: number): Promise<string> {
  const projectId = newId('project');
  await queues.insert(
    {
      ...{ projectId, name: 'q', description: '', question: 'right', questionVersion: 1 },
      ...{ source: '{}', sampling: '{}', reviewsPerItem: wanted, isBlind: true, suggestion: null },
      ...{ leaseSeconds: 30, status: 'open', population: items, createdAtMs: 0, attempt: 'one' },
    },
    Array.from({ length: items }, (_, i) => ({
      ...{ target: `sample:${i}`, stratum: null, inclusionProbability: 1 },
    })),
  );
  return projectId;
}

function labelOf(by: string, at: number, value: boolean): NewLabel {
  return {
    ...{ id: newId('label'), question: 'right', version: 1, target: `sample:${at - 1}`, by },
    ...{ origin: 'review', queue: 'q', value: String(value), comment: null, spans: '[]' },
    ...{ inclusionProbability: 1, createdAtMs: 0 },
  };
}

/** What must hold at any time, whatever reviewers did. */
async function checkInvariants(projectId: string, nowMs: number): Promise<void> {
  const { results } = await env.DB.prepare(
    `SELECT i.at, i.wanted, i.done, i.is_disputed AS isDisputed,
       (SELECT count(*) FROM reviews r WHERE r.project_id = ?1 AND r.at = i.at
          AND r.status = 'submitted') AS submitted,
       (SELECT count(DISTINCT r.value) FROM reviews r WHERE r.project_id = ?1 AND r.at = i.at
          AND r.status = 'submitted') AS said,
       (SELECT count(*) FROM reviews r WHERE r.project_id = ?1 AND r.at = i.at
          AND (r.status = 'submitted' OR (r.status = 'leased' AND r.lease_until_ms > ?2))) AS held,
       (SELECT count(DISTINCT l."by") FROM labels l WHERE l.project_id = ?1
          AND l.target = i.target) AS labelled
     FROM review_items i WHERE i.project_id = ?1`,
  )
    .bind(projectId, nowMs)
    .all<
      Record<'wanted' | 'done' | 'submitted' | 'said' | 'held' | 'labelled' | 'isDisputed', number>
    >();
  for (const item of results) {
    expect(item.done).toBe(item.submitted);
    expect(item.held).toBeLessThanOrEqual(item.wanted);
    expect(item.labelled).toBe(item.submitted);
    expect(item.isDisputed).toBe(item.said > 1 ? 1 : 0);
  }
}

test('whatever reviewers do at the same time, no item gets more reviews than it wants', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 3 }),
      fc.integer({ min: 1, max: 2 }),
      // Steps of a round are under way together.
      fc.array(fc.array(step, { minLength: 1, maxLength: 4 }), { maxLength: 6 }),
      async (items, wanted, rounds) => {
        const projectId = await newQueue(items, wanted);
        const last = new Map<string, number>();
        let nowMs = 1_000;
        for (const round of rounds) {
          const atMs = nowMs;
          await Promise.all(
            round.map(async ({ reviewer, does, value }) => {
              const person = { projectId, queue: 'q', reviewer };
              const at = last.get(reviewer);
              if (does === 'claim') {
                const got = await reviews.claim(person, { after: 0 }, atMs + LEASE_MS, atMs);
                if (got !== undefined) last.set(reviewer, got);
              } else if (does === 'wait') {
                nowMs = atMs + LEASE_MS;
              } else if (at !== undefined && does === 'skip') {
                await reviews.skip({ ...person, at });
              } else if (at !== undefined) {
                const given = { answer: JSON.stringify({ value }), value: String(value) };
                const label = labelOf(reviewer, at, value);
                await reviews.submit({ ...person, at }, given, label, newId('attempt'), atMs);
              }
            }),
          );
          await checkInvariants(projectId, nowMs);
        }
      },
    ),
    { numRuns: 25 },
  );
});

test('a submission that is repeated after its answer was lost counts once', async () => {
  const projectId = await newQueue(1, 1);
  const hold = { projectId, queue: 'q', reviewer: 'anna', at: 1 };
  await reviews.claim(hold, { after: 0 }, 2_000, 1_000);
  const given = { answer: '{"value":true}', value: 'true' };
  const label = labelOf('anna', 1, true);
  for (let tried = 0; tried < 2; tried += 1) {
    expect(await reviews.submit(hold, given, label, 'att_1', 1_100)).toBe(true);
  }
  await checkInvariants(projectId, 1_200);
  const labels = env.DB.prepare('SELECT count(*) AS n FROM labels WHERE project_id = ?1');
  expect(await labels.bind(projectId).first()).toEqual({ n: 1 });
});

test('what reviewers ask for is found by an index', async () => {
  const projectId = await newQueue(1, 1);
  const plan = await env.DB.prepare(
    `EXPLAIN QUERY PLAN SELECT i.at FROM review_items i
     WHERE i.project_id = ?1 AND i.queue = 'q' AND i.at > 0 AND i.done < i.wanted
       AND i.is_gone = 0 ORDER BY i.at LIMIT 1`,
  )
    .bind(projectId)
    .all<{ detail: string }>();
  expect(plan.results.map(({ detail }) => detail).join('\n')).toMatch(/SEARCH i USING .*INDEX/);
});
