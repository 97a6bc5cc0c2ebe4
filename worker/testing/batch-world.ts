import { env } from 'cloudflare:workers';
import { newId } from '@assay/schema/ids.ts';
import type { Batch, BatchOptions, Sample, Score } from '@assay/schema/types.ts';
import type { Env } from '../core/env.ts';
import { BY_LINE } from '../core/line-source.ts';
import { scoreRanges } from '../entry/queue/score-ranges.ts';
import { createBatch } from '../features/batches/create-batch.ts';
import { createServices, type Outside, type Services } from '../services.ts';
import { createLife, FakeQueue } from './crashes.ts';

/** Services whose queues the test delivers itself, and whose clock it sets. */
export interface BatchWorld {
  services: Services;
  ranges: FakeQueue;
  webhooks: FakeQueue;
  clock: { nowMs: number };
  make(projectId: string, samples: Sample[], options?: Partial<BatchOptions>): Promise<Batch>;
  /** Delivers ranges, oldest first, until none is left or so many were delivered. */
  scoreAll(most?: number): Promise<void>;
}

export function createBatchWorld(bindings: Partial<Env> = {}, outside: Outside = {}): BatchWorld {
  const life = createLife({ next: () => 'lives' });
  const ranges = new FakeQueue(life);
  const webhooks = new FakeQueue(life);
  const clock = { nowMs: Date.now() };
  const services = createServices(
    { ...env, RANGES: ranges.binding(), WEBHOOKS: webhooks.binding(), ...bindings },
    { nowMs: () => clock.nowMs, log: () => {}, ...outside },
  );
  return {
    services,
    ranges,
    webhooks,
    clock,
    make: (projectId, samples, options = {}) => {
      const texts = samples.map((sample) => JSON.stringify(sample));
      const lines = texts.map((text, i) => ({ number: i + 1, text, fault: '' }));
      const source = { lines: [lines], counting: BY_LINE };
      return createBatch(
        { projectId, options: { scorers: ['exact-match'], ...options }, source },
        services,
      );
    },
    async scoreAll(most = 1_000) {
      for (let turn = 0; turn < most && ranges.messages.length > 0; turn += 1) {
        await ranges.deliver(0, (batch) => scoreRanges(batch, services));
      }
    },
  };
}

export function newProject(): string {
  return newId('project');
}

/** A score as a judge gives it that does not answer. */
export function outage(score: Score): Score {
  return {
    ...score,
    status: 'error',
    value: null,
    raw: null,
    passed: null,
    error: { code: 'judge_unavailable', message: 'The judge did not answer.', retryable: true },
  };
}
