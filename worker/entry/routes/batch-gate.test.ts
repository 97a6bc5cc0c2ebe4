import type { Batch, BatchGateRequest, BatchGateResult } from '@assay/schema/types.ts';
import { describe, expect, test } from 'vitest';
import { untilEnded } from '../../testing/batches.ts';
import { call, callJson } from '../../testing/client.ts';

/** `passes` samples that pass, then `fails` that fail, then `errors` that cannot be scored. */
function samplesWith(passes: number, fails = 0, errors = 0) {
  const output = (i: number) => (i < passes ? 'a' : 'b');
  return Array.from({ length: passes + fails + errors }, (_, i) => ({
    id: `s${i}`,
    output: output(i),
    ...(i < passes + fails && { expected: 'a' }),
  }));
}

const newTag = () => `tag-${crypto.randomUUID()}`;

async function makeBatch(samples: object[], tag = newTag()): Promise<string> {
  const body = { samples, scorers: ['exact-match'], tags: [tag] };
  const { id } = await callJson<Batch>('/v1/batches', { body });
  await untilEnded(id);
  return id;
}

const gate = (id: string, body: BatchGateRequest) =>
  callJson<BatchGateResult>(`/v1/batches/${id}/gate`, { body });

describe('a gate by pass rate', () => {
  test.each([
    [[3, 1], 0.75, 'passed'],
    [[3, 1], 0.76, 'failed'],
    [[4], 1, 'passed'],
    // One sample has no verdict: it could turn the gate, or not.
    [[2, 1, 1], 0.75, 'undecided'],
    [[2, 1, 1], 0.5, 'passed'],
    [[2, 1, 1], 0.9, 'failed'],
  ] as const)(
    'over %j samples passed, failed and errored, %d wanted, is %s',
    async (kinds, minPassRate, outcome) => {
      const [passes, fails, errors] = kinds;
      const id = await makeBatch(samplesWith(passes, fails, errors));
      const result = await gate(id, { minPassRate });
      expect(result).toMatchObject({ batch: id, base: null, outcome, comparison: null });
      const batch = await callJson<Batch>(`/v1/batches/${id}`);
      expect(batch.gate).toEqual({ outcome, base: null, at: expect.any(String) });
    },
  );
});

describe('a gate against a base', () => {
  test('fails on a regression, and is undecided while samples lack a verdict', async () => {
    const base = await makeBatch(samplesWith(4));
    const worse = await gate(await makeBatch(samplesWith(3, 1)), { base, maxRegression: 0.1 });
    expect(worse).toMatchObject({ outcome: 'failed', base, comparison: { pairs: 4 } });
    expect(worse.reasons[0]).toContain('fell by 0.25');
    const same = await gate(await makeBatch(samplesWith(4)), { base, maxRegression: 0 });
    expect(same).toMatchObject({ outcome: 'passed', reasons: [`No regression against ${base}.`] });
    const extra = [...samplesWith(4), { id: 'new', output: 'a' }];
    const open = await gate(await makeBatch(extra), { base, maxRegression: 0 });
    expect(open).toMatchObject({
      outcome: 'undecided',
      reasons: ['No regression was found, but 1 samples could not be scored.'],
    });
  });

  test('is undecided without one, and passes where that is allowed', async () => {
    const id = await makeBatch(samplesWith(1));
    const asked = { base: 'latest:nobody', maxRegression: 0 };
    expect(await gate(id, asked)).toMatchObject({ outcome: 'undecided', base: null });
    const allowed = await gate(id, { ...asked, allowMissingBase: true });
    expect(allowed).toMatchObject({
      outcome: 'passed',
      reasons: ['No completed batch is tagged `nobody`, so there is nothing to compare with.'],
    });
  });

  test('takes the newest run with a tag whose gate did not fail, unless it is asked for any', async () => {
    const tag = newTag();
    const good = await makeBatch(samplesWith(2), tag);
    const bad = await makeBatch(samplesWith(1, 1), tag);
    await gate(bad, { minPassRate: 1 });
    const id = await makeBatch(samplesWith(2), tag);
    const asked = { base: `latest:${tag}`, maxRegression: 0 };
    expect(await gate(id, asked)).toMatchObject({ outcome: 'passed', base: good });
    expect(await gate(id, { ...asked, allowFailedBase: true })).toMatchObject({ base: bad });
    const compared = await callJson<{ base: string }>(`/v1/batches/${id}/compare/latest:${tag}`);
    expect(compared.base).toBe(good);
    // What runs again has no gate until it is evaluated again.
    await call(`/v1/batches/${bad}/retry`, { method: 'POST' });
    expect((await callJson<Batch>(`/v1/batches/${bad}`)).gate).toMatchObject({ outcome: 'failed' });
  });

  test('tells of pairs that were asked something else', async () => {
    const base = await makeBatch([{ id: 's0', input: '2+2?', output: '4', expected: '4' }]);
    const id = await makeBatch([{ id: 's0', input: 'Peru?', output: 'Lima', expected: 'Lima' }]);
    const { comparison } = await gate(id, { base, maxRegression: 0 });
    expect(comparison).toMatchObject({ pairs: 1, changed: 1 });
  });
});

test.each([
  [{}, ''],
  [{ maxRegression: 0.1 }, '/base'],
  [{ minPassRate: 2 }, '/minPassRate'],
  [{ minPassRate: 1, bse: 'x' }, '/bse'],
])('a gate that asks nothing that can be answered is refused: %j', async (body, pointer) => {
  const id = await makeBatch(samplesWith(1));
  const response = await call(`/v1/batches/${id}/gate`, { body });
  expect(response.status).toBe(400);
  expect(await response.json()).toMatchObject({ errors: [{ pointer }] });
});

test('a batch that has not ended has no gate', async () => {
  const body = { scorers: ['exact-match'], open: true };
  const { id } = await callJson<Batch>('/v1/batches', { body });
  const response = await call(`/v1/batches/${id}/gate`, { body: { minPassRate: 1 } });
  expect(await response.json()).toMatchObject({ status: 409, code: 'batch_not_ended' });
});
