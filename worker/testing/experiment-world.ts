import { env } from 'cloudflare:workers';
import { newId } from '@assay/schema/ids.ts';
import type { Experiment, ExperimentInput, ExperimentReport } from '@assay/schema/types.ts';
import type { Env } from '../core/env.ts';
import { runExperiments } from '../entry/queue/run-experiments.ts';
import { scoreRanges } from '../entry/queue/score-ranges.ts';
import type { MetadataTarget, StepOutcome } from '../features/erasure/deletion-needs.ts';
import { EXPERIMENTS } from '../features/erasure/erase-experiments.ts';
import { createExperiment } from '../features/experiments/create-experiment.ts';
import { getExperiment } from '../features/experiments/find-experiments.ts';
import { experimentReport } from '../features/experiments/report/build-report.ts';
import { sweepExperiments } from '../features/experiments/sweep.ts';
import { createServices, type Outside, type Services } from '../services.ts';
import { createLife, FakeQueue, type Fate, mortalDatabase } from './crashes.ts';

/** A target of the user's own, which a test plays: what it is asked, and how often. */
export const ENDPOINT = 'https://app.example.com/answer';

/** What the endpoint is asked, as its default body says it. */
export interface AskedEndpoint {
  input: string;
}

/** Services whose queues the test delivers itself, and whose clock it sets. */
export interface ExperimentWorld {
  services: Services;
  projectId: string;
  life: ReturnType<typeof createLife>;
  steps: FakeQueue;
  ranges: FakeQueue;
  webhooks: FakeQueue;
  clock: { nowMs: number };
  make(input: ExperimentInput): Promise<Experiment>;
  /** Delivers what is in the queues, oldest first, and sweeps where nothing is. */
  runToEnd(id: string): Promise<Experiment>;
  get(id: string): Promise<Experiment>;
  report(id: string): Promise<ExperimentReport>;
}

interface WorldOptions {
  fate?: Fate;
  bindings?: Partial<Env>;
  outside?: Outside;
}

const HOUR_MS = 3_600_000;

/** @param answer plays the endpoint */
export function createExperimentWorld(
  answer: (asked: AskedEndpoint, request: Request) => Response | Promise<Response>,
  { fate = { next: () => 'lives' }, bindings = {}, outside = {} }: WorldOptions = {},
): ExperimentWorld {
  const life = createLife(fate);
  const [steps, ranges, webhooks] = [new FakeQueue(life), new FakeQueue(life), new FakeQueue(life)];
  const clock = { nowMs: Date.now() };
  const projectId = newId('project');
  const services = createServices(
    {
      ...env,
      DB: mortalDatabase(env.DB, life),
      EXPERIMENTS: steps.binding(),
      RANGES: ranges.binding(),
      WEBHOOKS: webhooks.binding(),
      ...bindings,
    },
    {
      nowMs: () => clock.nowMs,
      log: () => {},
      every: () => () => {},
      random: () => 0,
      async fetch(input, init) {
        const request = new Request(input, init);
        if (request.url !== ENDPOINT) return fetch(input, init);
        return answer(await request.clone().json<AskedEndpoint>(), request);
      },
      ...outside,
    },
  );
  const get = (id: string) => getExperiment(projectId, id, services);
  return {
    ...{ services, projectId, life, steps, ranges, webhooks, clock, get },
    make: (input) => createExperiment({ projectId, keyId: 'key_test', input }, services),
    report: (id) => experimentReport(projectId, id, services),
    async runToEnd(id) {
      for (let turn = 0; turn < 500; turn += 1) {
        if ((await get(id)).endedAt !== null) break;
        if (steps.messages.length === 0 && ranges.messages.length === 0) {
          clock.nowMs += HOUR_MS;
          await sweepExperiments(services);
        }
        if (steps.messages.length > 0) {
          await steps.deliver(turn, (batch) => runExperiments(batch, services));
        }
        if (ranges.messages.length > 0) {
          await ranges.deliver(turn, (batch) => scoreRanges(batch, services));
        }
      }
      return get(id);
    },
  };
}

/** Takes a deletion by metadata through experiments, until it waits or is done. */
export async function eraseFromExperiments(
  projectId: string,
  target: MetadataTarget,
  services: Services,
): Promise<'waits' | 'done'> {
  const createdAtMs = services.nowMs();
  const job = { projectId, id: newId('deletion'), keyId: 'key', createdAtMs };
  for (let cursor: string | null = null; ; ) {
    const outcome: StepOutcome = await EXPERIMENTS.step(job, target, cursor, services);
    if (outcome.status !== 'more') return outcome.status;
    cursor = outcome.cursor;
  }
}

/** An experiment whose variants ask the endpoint with these prompts. */
export function experimentOf(
  prompts: readonly string[],
  given: Partial<ExperimentInput> = {},
): ExperimentInput {
  return {
    variants: prompts.map((prompt, i) => ({ name: `v${i}`, target: { url: ENDPOINT }, prompt })),
    samples: Array.from({ length: 5 }, (_, i) => ({
      id: `s${i}`,
      input: `question ${i}`,
      expected: 'yes',
    })),
    scorers: ['exact-match'],
    ...given,
  };
}

export function says(output: string): Response {
  return Response.json({ output });
}
