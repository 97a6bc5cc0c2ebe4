import { WorkerEntrypoint } from 'cloudflare:workers';
import type { Answer, BindingProps } from '@assay/schema/binding.ts';
import type {
  Comparison,
  ScoreManyRequest,
  ScoreManyResponse,
  ScoreOneRequest,
  Verdict,
} from '@assay/schema/types.ts';
import type { Env } from '../../core/env.ts';
import type { ServicesFor } from '../app-services.ts';
import { compare, score } from '../operations/scoring.ts';
import { Batches } from './batches.ts';
import { type Caller, createCaller } from './caller.ts';
import { Scorers } from './scorers.ts';
import { Verdicts } from './verdicts.ts';

/**
 * Assay for other Workers of the same account, over a service binding: no HTTP, no keys, nothing
 * written as text. Who calls is told by the binding's `props`. Arguments are taken as they come and
 * held to the schemas of the routes; what is refused comes back as data. See docs/service-binding.md.
 */
export function assayService(servicesFor: ServicesFor) {
  return class AssayService extends WorkerEntrypoint<Env, BindingProps> {
    readonly #caller: Caller = createCaller(this.env, this.ctx, servicesFor);

    /** Scores one sample, or up to 100, like `POST /v1/score`. */
    score(request: ScoreOneRequest, options?: unknown): Promise<Answer<Verdict>>;
    score(request: ScoreManyRequest, options?: unknown): Promise<Answer<ScoreManyResponse>>;
    score(request: unknown, options?: unknown): Promise<Answer<Verdict | ScoreManyResponse>> {
      return this.#caller.call(score, options, request);
    }

    /** Compares outputs, like `POST /v1/compare`. */
    compare(request: unknown, options?: unknown): Promise<Answer<Comparison>> {
      return this.#caller.call(compare, options, request);
    }

    get scorers(): Scorers {
      return new Scorers(this.#caller);
    }

    get verdicts(): Verdicts {
      return new Verdicts(this.#caller);
    }

    get batches(): Batches {
      return new Batches(this.#caller);
    }
  };
}

export type AssayService = InstanceType<ReturnType<typeof assayService>>;
