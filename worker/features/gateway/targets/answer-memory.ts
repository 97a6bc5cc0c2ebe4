import type { JsonObject, PipelineTarget } from '@assay/schema/types.ts';
import { fingerprint } from '@assay/scorers/fingerprint.ts';
import type { KeptAnswer } from '../../../store/judge-cache.ts';
import type { DataTerms } from '../../data-control/data-terms.ts';
import { keepsTexts } from '../../data-control/keep.ts';
import type { Judging } from '../../judging/judging-context.ts';
import type { Exchange } from '../exchange.ts';
import type { Plan } from '../plan.ts';
import { providerOf } from './ask-target.ts';

/** What a model answered, and which one. */
export interface Remembered {
  model: string;
  answer: JsonObject;
}

/** The answers of a pipeline to equal requests of one project. */
export interface AnswerMemory {
  find(asked: Asked, targets: readonly PipelineTarget[]): Promise<Remembered | undefined>;
  keep(asked: Asked, targets: readonly PipelineTarget[], answer: Remembered): void;
  /** The answers to write, each returned once. */
  takeAnswers(): KeptAnswer[];
}

type Asked = Pick<Exchange, 'endpoint' | 'body'>;

export interface MemoryNeeds {
  judging: Judging;
}

/**
 * Keeps answers where the pipeline asks for it, and the project and the request keep texts. Streams are answered from it,
 * and not kept. If the store cannot be read, the model is asked.
 */
export function createAnswerMemory(
  { context, storing }: Pick<Exchange, 'context' | 'storing'>,
  { cacheMs, terms }: Pick<Plan, 'cacheMs'> & { terms: Pick<DataTerms, 'keep'> },
  { judging }: MemoryNeeds,
): AnswerMemory {
  const { cache, models, nowMs, log } = judging;
  const { projectId } = context.principal;
  const toKeep: KeptAnswer[] = [];
  const isKeeping = cacheMs > 0 && keepsTexts(terms.keep) && storing.store !== 'none';
  return {
    async find(asked, targets) {
      if (!isKeeping) return undefined;
      const key = keyOf(asked, targets, models);
      try {
        const found = (await cache.find(projectId, [key], nowMs())).get(key);
        return found === undefined ? undefined : JSON.parse(found);
      } catch {
        log({ level: 'warn', event: 'judge_cache_unread', projectId });
        return undefined;
      }
    },
    keep(asked, targets, answer) {
      if (!isKeeping) return;
      const key = keyOf(asked, targets, models);
      toKeep.push({ key, value: JSON.stringify(answer), expiresAtMs: nowMs() + cacheMs });
    },
    takeAnswers: () => toKeep.splice(0),
  };
}

// What says how an answer is sent, and for whom, and not what it is.
const NOT_OF_THE_ANSWER = new Set(['model', 'stream', 'stream_options', 'user', 'metadata']);

/**
 * All that decides an answer, and the servers that are asked. When a provider is pointed at another server
 * its models keep their names, but must not get the former one's answers.
 */
function keyOf(
  { endpoint, body }: Asked,
  targets: readonly PipelineTarget[],
  { providers }: Judging['models'],
): string {
  const decides = Object.entries(body).filter(([field]) => !NOT_OF_THE_ANSWER.has(field));
  const asked = targets
    .map(({ model, parameters = {} }) => {
      return { model, parameters, server: providers.get(providerOf(model))?.endpoint ?? null };
    })
    // Load balancing puts them into another order each time.
    .toSorted((a, b) => (a.model < b.model ? -1 : 1));
  return `gateway ${fingerprint({ endpoint, body: Object.fromEntries(decides), asked })}`;
}
