import { newId } from '@assay/schema/ids.ts';
import type { Sample } from '@assay/schema/types.ts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BY_LINE } from '../../core/line-source.ts';
import { type Line, readLines } from '../../core/read-lines.ts';
import { createBatchWorld, newProject } from '../../testing/batch-world.ts';
import { samplesOf } from '../../testing/batches.ts';
import { appendSamples, sealBatch } from './create-batch.ts';
import { getBatch } from './find-batches.ts';
import { INTAKE_LEASE_MS } from './take-samples.ts';

function sourceOf(samples: readonly Sample[]) {
  const lines = samples.map((sample, i) => ({
    number: i + 1,
    text: JSON.stringify(sample),
    fault: '',
  }));
  return { lines: [lines], counting: BY_LINE };
}

async function allLines(chunks: Uint8Array[]): Promise<Line[]> {
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(chunk);
      controller.close();
    },
  });
  const lines: Line[] = [];
  for await (const some of readLines(body, false)) lines.push(...some);
  return lines;
}

describe('lines', () => {
  test('are the same however the body is cut', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom('', '{"a":"ü"}', '  ', '[1]\r', '😀')),
        fc.array(fc.nat(60), { maxLength: 5 }),
        async (texts, cuts) => {
          const bytes = new TextEncoder().encode(texts.join('\n'));
          const ends = [...cuts.toSorted((a, b) => a - b), bytes.length];
          const chunks = ends.map((end, i) => bytes.slice(ends[i - 1] ?? 0, end));
          const expected = texts.flatMap((text, i) =>
            text.trim() === '' ? [] : [{ number: i + 1, text: text.trim(), fault: '' }],
          );
          expect(await allLines(chunks)).toEqual(expected);
        },
      ),
    );
  });

  test('that are too long or not UTF-8 are told apart, and hold up no others', async () => {
    const long = new Uint8Array(1_048_577).fill(0x61);
    const lines = await allLines([
      long,
      new TextEncoder().encode('\nfirst\n'),
      Uint8Array.of(0xff, 0x0a),
      new TextEncoder().encode('last'),
    ]);
    expect(lines.map(({ number, text, fault }) => [number, text ?? fault])).toEqual([
      [1, 'is longer than 1048576 bytes (1 MiB)'],
      [2, 'first'],
      [3, 'is not UTF-8: byte 0xFF at offset 0'],
      [4, 'last'],
    ]);
  });
});

describe('an intake', () => {
  test('lets one request append at a time', async () => {
    const { services, make } = createBatchWorld();
    const projectId = newProject();
    const { id } = await make(projectId, [], { open: true });
    const other = {
      projectId,
      batchId: id,
      token: newId('intake'),
      appendId: newId('intake'),
      priority: 1,
    };
    const nowMs = services.nowMs();
    expect(await services.intake.claim(other, nowMs, nowMs + INTAKE_LEASE_MS)).toBe('claimed');
    const append = appendSamples(
      { projectId, batchId: id, source: sourceOf(samplesOf(1)) },
      services,
    );
    await expect(append).rejects.toMatchObject({ code: 'batch_busy' });
    await expect(sealBatch(projectId, id, services)).rejects.toMatchObject({ code: 'batch_busy' });
  });

  test('whose request ended early leaves nothing in the batch', async () => {
    const { services, make, clock, scoreAll } = createBatchWorld();
    const projectId = newProject();
    const { id } = await make(projectId, samplesOf(2), { open: true });
    const broken = {
      projectId,
      batchId: id,
      token: newId('intake'),
      appendId: newId('intake'),
      priority: 1,
    };
    await services.intake.claim(broken, clock.nowMs, clock.nowMs + INTAKE_LEASE_MS);
    const sample = { at: 2, sampleId: 'left', json: '{"id":"left"}', weight: null };
    await services.intake.add(broken, [sample], [[2, 3]], clock.nowMs + INTAKE_LEASE_MS);
    clock.nowMs += 2 * INTAKE_LEASE_MS;
    const again = sourceOf([{ id: 'left', output: 'a', expected: 'a' }]);
    expect(
      (await appendSamples({ projectId, batchId: id, source: again }, services)).counts.total,
    ).toBe(3);
    // The one that ended early comes too late to add or to commit.
    expect(await services.intake.add(broken, [sample], [[2, 3]], clock.nowMs)).toBeUndefined();
    expect(await services.intake.commit(broken, 9, '{}', true)).toBe(false);
    await sealBatch(projectId, id, services);
    await scoreAll();
    expect((await getBatch(projectId, id, services)).counts).toMatchObject({ total: 3, scored: 3 });
  });
});
