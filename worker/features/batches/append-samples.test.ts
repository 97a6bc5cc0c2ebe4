import { env } from 'cloudflare:workers';
import { newId } from '@assay/schema/ids.ts';
import type { Batch, Page, Problem } from '@assay/schema/types.ts';
import { describe, expect, test } from 'vitest';
import { BY_LINE, type LineSource } from '../../core/line-source.ts';
import type { Line } from '../../core/read-lines.ts';
import type { Services } from '../../services.ts';
import { appWith } from '../../testing/app.ts';
import { createBatchWorld, newProject } from '../../testing/batch-world.ts';
import { linesOf, samplesOf } from '../../testing/batches.ts';
import { callJson } from '../../testing/client.ts';
import { forgetfulDatabase } from '../../testing/faults.ts';
import { giveKey } from '../../testing/keys.ts';
import { DEVELOPMENT_KEY } from '../auth/development.ts';
import { cancelBatch } from './control-batch.ts';
import { appendSamples, createBatch, sealBatch } from './create-batch.ts';
import { getBatch } from './find-batches.ts';
import { pageItems } from './stream-items.ts';
import { sweepBatches } from './sweep.ts';
import { INTAKE_LEASE_MS } from './take-samples.ts';

const DAY_MS = 24 * 3_600_000;
const NDJSON = { 'Content-Type': 'application/x-ndjson' };

/** Lines of samples, with something that happens before each piece of them. */
function sourceOf(samples: readonly object[], before: (piece: number) => Promise<void>) {
  async function* lines(): AsyncGenerator<Line[]> {
    for (const [i, sample] of samples.entries()) {
      await before(i);
      yield [{ number: i + 1, text: JSON.stringify(sample), fault: '' }];
    }
    await before(samples.length);
  }
  return { lines: lines(), counting: BY_LINE } satisfies LineSource;
}

async function storedSamples(id: string): Promise<number> {
  const row = await env.DB.prepare('SELECT count(*) AS n FROM batch_samples WHERE batch_id = ?1')
    .bind(id)
    .first<{ n: number }>();
  return row?.n ?? 0;
}

function post(app: ReturnType<typeof appWith>, path: string, key: string, body: BodyInit) {
  return app.fetch(`http://localhost${path}`, {
    method: 'POST',
    body,
    headers: { ...NDJSON, Authorization: `Bearer ${DEVELOPMENT_KEY}`, 'Idempotency-Key': key },
  });
}

describe('a request sent again under its Idempotency-Key', () => {
  // Whichever transaction it is whose answer is lost, at each of its three tries.
  test.each(Array.from({ length: 8 }, (_, after) => after))(
    'appends once when the answer to transaction %i was lost',
    async (after) => {
      const { id } = await callJson<Batch>('/v1/batches', {
        body: { scorers: ['exact-match'], open: true },
      });
      const lines = linesOf(samplesOf(3).map(({ id: _, ...sample }) => sample));
      const path = `/v1/batches/${id}/samples`;
      const key = newId('request');
      const losing = appWith({ DB: forgetfulDatabase(env.DB, { after, losses: 3 }) });
      await post(losing, path, key, lines);
      const again = await post(appWith({}), path, key, lines);
      expect(again.status).toBe(202);
      expect(await again.json<Batch>()).toMatchObject({ status: 'open', counts: { total: 3 } });
      expect(await storedSamples(id)).toBe(3);
    },
  );

  test.each(Array.from({ length: 8 }, (_, after) => after))(
    'makes one batch when the answer to transaction %i was lost',
    async (after) => {
      const tag = newId('request');
      const path = `/v1/batches?scorers=exact-match&tag=${tag}`;
      const losing = appWith({ DB: forgetfulDatabase(env.DB, { after, losses: 3 }) });
      await post(losing, path, tag, linesOf(samplesOf(3)));
      const again = await post(appWith({}), path, tag, linesOf(samplesOf(3)));
      expect(again.status).toBe(202);
      const { items } = await callJson<Page<Batch>>(`/v1/batches?tag=${tag}`);
      expect(items).toMatchObject([{ counts: { total: 3 } }]);
      expect(await storedSamples(items[0]?.id ?? '')).toBe(3);
    },
  );
});

describe('an upload that takes longer than its lease', () => {
  /** An app whose clock moves by a minute with each line that it reads. */
  async function slowUpload(
    renews: boolean,
    midway: (send: () => Promise<Response>) => Promise<void>,
  ) {
    let nowMs = Date.now();
    const ticks = new Set<() => void>();
    const app = appWith(
      {},
      {
        nowMs: () => nowMs,
        every: (_, work) => {
          if (renews) ticks.add(work);
          return () => ticks.delete(work);
        },
      },
    );
    const { key } = await giveKey();
    const send = (body: BodyInit) =>
      app.fetch('http://localhost/v1/batches?scorers=exact-match', {
        method: 'POST',
        body,
        headers: { ...NDJSON, Authorization: `Bearer ${key}`, 'Idempotency-Key': 'slow' },
      });
    const samples = samplesOf(4);
    let sent = 0;
    const body = new ReadableStream<Uint8Array>({
      async pull(controller) {
        nowMs += 60_000;
        for (const tick of ticks) tick();
        await scheduler.wait(20);
        if (sent === 3) await midway(() => send(linesOf(samples)));
        if (sent === samples.length) return controller.close();
        controller.enqueue(new TextEncoder().encode(linesOf([samples[sent]])));
        sent += 1;
      },
    });
    const response = await send(body);
    const { items } = await callJson<Page<Batch>>('/v1/batches', { key });
    return { response, items };
  }

  test('keeps its key while lines stream, so that the same request waits', async () => {
    let again: Problem | undefined;
    const { response, items } = await slowUpload(true, async (send) => {
      again = await (await send()).json();
    });
    expect(again).toMatchObject({ code: 'idempotency_in_flight' });
    expect(response.status).toBe(202);
    expect(items).toMatchObject([{ counts: { total: 4 } }]);
  });

  test('makes one batch even when another attempt takes its key', async () => {
    let again: Batch | undefined;
    const { response, items } = await slowUpload(false, async (send) => {
      again = await (await send()).json();
    });
    expect(items).toMatchObject([{ id: again?.id, counts: { total: 4 } }]);
    // The first attempt adds nothing more; it finds the batch that the other one made, or gives way.
    expect([202, 409]).toContain(response.status);
  });
});

describe('a batch that ends while samples come in', () => {
  async function openBatch() {
    const world = createBatchWorld();
    const projectId = newProject();
    const { id } = await world.make(projectId, samplesOf(2), { open: true });
    const append = (before: (piece: number) => Promise<void>) => {
      const more = [{ output: 'x' }, { output: 'y' }, { output: 'z' }];
      return appendSamples(
        { projectId, batchId: id, source: sourceOf(more, before) },
        world.services,
      );
    };
    return { ...world, projectId, id, append };
  }

  async function expectCommitted(services: Services, projectId: string, id: string) {
    const { items } = await pageItems(projectId, id, {}, services);
    expect(items.map(({ sampleId }) => sampleId)).toEqual(['s0', 's1']);
    expect((await getBatch(projectId, id, services)).counts.total).toBe(2);
  }

  test.each([0, 1, 3])(
    'by a cancel before piece %i stays cancelled, with its own samples',
    async (piece) => {
      const { services, projectId, id, append } = await openBatch();
      const racing = append(async (at) => {
        if (at === piece) await cancelBatch(projectId, id, services);
      });
      await expect(racing).rejects.toMatchObject({ code: 'batch_not_open' });
      expect((await getBatch(projectId, id, services)).status).toBe('cancelled');
      await expectCommitted(services, projectId, id);
      expect(await storedSamples(id)).toBe(2);
    },
  );

  test('by a cancel while the appending Worker dies keeps no row of it for ever', async () => {
    const { services, projectId, id, clock } = await openBatch();
    const token = newId('intake');
    const intake = { projectId, batchId: id, token, appendId: token, priority: 1 };
    const untilMs = clock.nowMs + INTAKE_LEASE_MS;
    await services.intake.claim(intake, clock.nowMs, untilMs);
    await services.intake.add(
      intake,
      [{ at: 2, sampleId: null, json: '{}', weight: null }],
      [[2, 3]],
      untilMs,
    );
    await cancelBatch(projectId, id, services);
    await expectCommitted(services, projectId, id);
    await sweepBatches(services);
    expect(await storedSamples(id)).toBe(2);
    expect(await services.intake.leftovers(10)).not.toContain(id);
  });

  test('because nobody sealed it is not opened again by a silent append', async () => {
    const { services, projectId, id, clock, append } = await openBatch();
    const silent = append(async (at) => {
      if (at !== 3) return;
      clock.nowMs += 8 * DAY_MS;
      await sweepBatches(services);
    });
    await expect(silent).rejects.toMatchObject({ code: 'batch_not_open' });
    expect((await getBatch(projectId, id, services)).status).toBe('cancelled');
    await expectCommitted(services, projectId, id);
  });

  test('by a seal once the silent append lost its lease is scored without it', async () => {
    const { services, projectId, id, clock, append, scoreAll } = await openBatch();
    const silent = append(async (at) => {
      if (at !== 3) return;
      clock.nowMs += 2 * INTAKE_LEASE_MS;
      await sealBatch(projectId, id, services);
    });
    await expect(silent).rejects.toMatchObject({ code: 'batch_not_open' });
    await scoreAll();
    expect(await getBatch(projectId, id, services)).toMatchObject({
      status: 'completed',
      counts: { total: 2, scored: 2, pending: 0 },
    });
    await expectCommitted(services, projectId, id);
  });
});

test('an upload that ends early before its batch was made leaves nothing, and its key makes one batch', async () => {
  const world = createBatchWorld();
  const { services } = world;
  const projectId = newProject();
  const seed = newId('attempt');
  const options = { scorers: ['exact-match'] };
  const breaking = sourceOf(samplesOf(3), async (at) => {
    if (at === 2) throw new Error('broken off');
  });
  await expect(
    createBatch({ projectId, options, source: breaking, seed }, services),
  ).rejects.toThrow();
  await sweepBatches(services);
  const whole = () => sourceOf(samplesOf(3), async () => {});
  const made = await createBatch({ projectId, options, source: whole(), seed }, services);
  const again = await createBatch({ projectId, options, source: whole(), seed }, services);
  expect(again.id).toBe(made.id);
  const { rows } = await services.batches.list(projectId, {}, 10);
  expect(rows.map(({ id }) => id)).toEqual([made.id]);
  await sweepBatches(services);
  expect(await storedSamples(made.id)).toBe(3);
});
