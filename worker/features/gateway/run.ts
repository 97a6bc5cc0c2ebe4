import type { TtlCache } from '../../core/ttl-cache.ts';
import type { Exchange } from './exchange.ts';
import type { Meter } from './meter.ts';
import type { Plan, PlanNeeds } from './plan.ts';
import type { Reporter } from './report.ts';
import type { Sampler } from './sampler.ts';
import type { Step } from './step.ts';
import type { AnswerMemory } from './targets/answer-memory.ts';

export type GatewayNeeds = PlanNeeds & {
  /** Models that refuse to count the tokens of streams. */
  uncountedModels: TtlCache<true>;
};

/** An answer on its way to the caller. */
export interface Answered {
  body: string | ReadableStream<Uint8Array>;
  contentType: string;
  headers: Record<string, string>;
}

/** What the parts of one request share. */
export interface Run {
  exchange: Exchange;
  plan: Plan;
  steps: readonly Step[];
  meter: Meter;
  memory: AnswerMemory;
  reporter: Reporter;
  sampler: Sampler;
  /** Whether the answer carries `assay`. */
  isReported: boolean;
  needs: GatewayNeeds;
  /** Waits for work before what was spent is written. */
  later(work: Promise<void>): void;
}
