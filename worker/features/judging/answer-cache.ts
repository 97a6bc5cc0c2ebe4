import type { JsonValue } from '@assay/schema/types.ts';
import type { CacheMode, Kept } from '@assay/scorers/judging/judge.ts';
import type { Log } from '../../core/log.ts';
import type { JudgeCache, KeptAnswer } from '../../store/judge-cache.ts';
import { gather } from './gather.ts';

/** The answers that one project's invocation finds, makes and keeps. */
export interface AnswerCache {
  remember<Value extends JsonValue>(
    key: string,
    mode: CacheMode,
    make: () => Promise<Kept<Value>>,
  ): Promise<{ value: Value; cached: boolean }>;
  /** The answers to write, each returned once. */
  takeAnswers(): KeptAnswer[];
}

/** In-flight calls of this isolate; identical concurrent calls share one. */
export type InFlightCalls = Map<string, InFlightCall>;

interface InFlightCall {
  answer: Promise<Kept<JsonValue>>;
  /** When its request has ended, with or without an answer. */
  expiresAtMs: number;
}

interface AnswerCacheOptions {
  cache: JudgeCache;
  inFlight: InFlightCalls;
  projectId: string;
  cacheMs: number;
  nowMs(): number;
  deadlineAtMs: number;
  /** Whether answers may be written down; in-flight calls are shared all the same. */
  keepsAnswers?: boolean;
  /** Whether no answer may be one that was given before. */
  asksAnew?: boolean | undefined;
  log: Log;
}

/** When the store cannot be read, every lookup is a miss and judging continues. */
export function createAnswerCache(options: AnswerCacheOptions): AnswerCache {
  const { cache, inFlight, projectId, cacheMs, nowMs, deadlineAtMs, log } = options;
  const { keepsAnswers = true, asksAnew = false } = options;
  const toKeep: KeptAnswer[] = [];

  const findText = gather<string, string | null>(async (keys) => {
    try {
      const found = await cache.find(projectId, keys, nowMs());
      return keys.map((key) => found.get(key) ?? null);
    } catch {
      log({ level: 'warn', event: 'judge_cache_unread', projectId });
      return keys.map(() => null);
    }
  });

  async function find(key: string): Promise<JsonValue | undefined> {
    const text = await findText(key);
    return text === null ? undefined : JSON.parse(text);
  }

  async function makeAndKeep<Value extends JsonValue>(
    key: string,
    make: () => Promise<Kept<Value>>,
  ): Promise<Kept<Value>> {
    const made = await make();
    if (made.keep && keepsAnswers) {
      toKeep.push({ key, value: JSON.stringify(made.value), expiresAtMs: nowMs() + cacheMs });
    }
    return made;
  }

  return {
    async remember<Value extends JsonValue>(
      key: string,
      mode: CacheMode,
      make: () => Promise<Kept<Value>>,
    ) {
      if (asksAnew || mode === 'off') return { value: (await make()).value, cached: false };
      if (mode === 'refresh') return { value: (await makeAndKeep(key, make)).value, cached: false };

      const place = `${projectId} ${key}`;
      const ahead = inFlight.get(place);
      if (ahead && ahead.expiresAtMs > nowMs()) {
        const shared = await waitAtMost(ahead.answer, (deadlineAtMs - nowMs()) / 2);
        // The key holds all that decides the shape.
        if (shared?.keep) return { value: shared.value as Value, cached: true };
        return { value: (await makeAndKeep(key, make)).value, cached: false };
      }
      let wasKnown = false;
      const answer = (async () => {
        const known = await find(key);
        wasKnown = known !== undefined;
        return known === undefined ? makeAndKeep(key, make) : { value: known, keep: true };
      })();
      const call = { answer, expiresAtMs: deadlineAtMs };
      inFlight.set(place, call);
      try {
        return { value: (await answer).value as Value, cached: wasKnown };
      } finally {
        if (inFlight.get(place) === call) inFlight.delete(place);
      }
    },

    takeAnswers: () => toKeep.splice(0),
  };
}

/** Another request's answer; undefined when it fails or takes too long, as a cut-off request would. */
async function waitAtMost<Value>(answer: Promise<Value>, ms: number): Promise<Value | undefined> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const timeout = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), Math.max(0, ms));
  });
  try {
    return await Promise.race([answer.catch(() => undefined), timeout]);
  } finally {
    clearTimeout(timer);
  }
}
