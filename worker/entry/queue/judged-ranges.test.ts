import { createExecutionContext, createMessageBatch, getQueueResult } from 'cloudflare:test';
import type { Sample } from '@assay/schema/types.ts';
import { describe, expect, test } from 'vitest';
import { getBatchReport } from '../../features/batches/find-batches.ts';
import { createBatchWorld, newProject } from '../../testing/batch-world.ts';
import { MET, type StagedJudge, stageJudge, UNMET } from '../../testing/plays.ts';
import { scoreRanges } from './score-ranges.ts';

const scorers = [{ scorer: 'rubric', params: { criterion: 'It is polite.' } }];
const PRICES = JSON.stringify({ 'house/judge-1': { input: 10, output: 100 } });

function worldWith(judge: StagedJudge) {
  const providers = { house: { baseUrl: judge.baseUrl, isFree: false } };
  return createBatchWorld(
    {
      ASSAY_PROVIDERS: JSON.stringify(providers),
      ASSAY_JUDGE_MODEL: 'house/judge-1',
      ASSAY_PRICES: PRICES,
    },
    { random: () => 0 },
  );
}

function samplesOf(count: number): Sample[] {
  return Array.from({ length: count }, (_, i) => ({
    id: `s${i}`,
    input: `Question ${i}?`,
    output: `Good day, number ${i}.`,
  }));
}

describe('a batch that asks a judge', () => {
  test('asks once a sample, six at a time, and tells tokens and cost', async () => {
    const judge = await stageJudge({ ...MET, delayMs: 30 });
    const world = worldWith(judge);
    const projectId = newProject();
    const { id } = await world.make(projectId, samplesOf(25), { scorers });
    // Judges are slow: what one message refers to is kept small.
    expect(world.ranges.messages).toHaveLength(3);
    await world.scoreAll();
    const report = await getBatchReport(projectId, id, world.services);
    expect(report).toMatchObject({
      status: 'completed',
      counts: { total: 25, passed: 25, error: 0 },
      usage: { inputTokens: 25 * 120, outputTokens: 25 * 30 },
    });
    expect(report.costUsd).toBeCloseTo(25 * 0.0042, 10);
    expect(await judge.heard()).toHaveLength(25);
    expect(await judge.mostOpen()).toBeLessThanOrEqual(6);
  });

  test('waits out a judge that is down, and asks it no more of what it has answered', async () => {
    const down = { status: 400, body: { error: { message: 'no such route' } } };
    const judge = await stageJudge(UNMET, { status: 503 });
    const world = worldWith(judge);
    const projectId = newProject();
    const { id } = await world.make(projectId, samplesOf(3), { scorers });
    await world.scoreAll(1);
    const report = await getBatchReport(projectId, id, world.services);
    expect(report).toMatchObject({
      status: 'running',
      counts: { failed: 1, pending: 2, error: 0 },
    });
    const before = (await judge.heard()).length;

    const answering = await stageJudge(MET, down);
    const recovered = worldWith(answering);
    recovered.ranges.messages.push(...world.ranges.messages);
    await recovered.scoreAll(1);
    expect(await answering.heard()).toHaveLength(2);
    expect((await judge.heard()).length).toBe(before);
    const after = await getBatchReport(projectId, id, recovered.services);
    expect(after.counts).toMatchObject({ failed: 1, passed: 1, error: 1, pending: 0 });
  });

  test('does not pay again for answers whose range could not be written', async () => {
    const judge = await stageJudge(MET);
    const world = worldWith(judge);
    const projectId = newProject();
    const { id } = await world.make(projectId, samplesOf(4), { scorers });
    const [message] = world.ranges.messages;
    const unwritten = () => Promise.reject(new Error('the database is away'));
    const broken = {
      ...world.services,
      ranges: Object.assign(Object.create(world.services.ranges), { write: unwritten }),
    };
    const batch = createMessageBatch('assay-ranges', [
      { id: 'm', timestamp: new Date(0), attempts: 1, body: message?.body },
    ]);
    await scoreRanges(batch, broken);
    const result = await getQueueResult(batch, createExecutionContext());
    expect(result.retryMessages).toHaveLength(1);
    expect(await judge.heard()).toHaveLength(4);

    await world.scoreAll();
    const report = await getBatchReport(projectId, id, world.services);
    expect(report).toMatchObject({ status: 'completed', counts: { passed: 4 } });
    expect(await judge.heard()).toHaveLength(4);
  });
});
