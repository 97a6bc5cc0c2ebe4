import type { JsonValue } from '@assay/schema/types.ts';
import type { CacheMode, Kept } from '@assay/scorers/judging/judge.ts';
import type { Log } from '../log.ts';
import type { JudgeCache, KeptAnswer } from '../store/judge-cache.ts';

/** Answers that one project's invocation finds, makes and keeps. */
export interface Memory {
  remember<Value extends JsonValue>(
    key: string,
    mode: CacheMode,
    make: () => Promise<Kept<Value>>,
  ): Promise<{ value: Value; cached: boolean }>;
  /** Writes what is to be kept. */
  settle(): Promise<void>;
}

/** Answers on their way, in this isolate: whoever asks the same meanwhile waits for them. */
export type Flights = Map<string, Promise<Kept<JsonValue>>>;

interface MemoryOptions {
  cache: JudgeCache;
  flights: Flights;
  projectId: string;
  cacheMs: number;
  nowMs(): number;
  deadlineAtMs: number;
  log: Log;
}

/**
 * A cache that fails is a cache that knows nothing: judging goes on without it.
 */
export function createMemory(options: MemoryOptions): Memory {
  const { cache, flights, projectId, cacheMs, nowMs, deadlineAtMs, log } = options;
  const toKeep: KeptAnswer[] = [];

  async function find(key: string): Promise<JsonValue | undefined> {
    try {
      const found = await cache.find(projectId, [key], nowMs());
      const text = found.get(key);
      return text === undefined ? undefined : JSON.parse(text);
    } catch {
      log({ level: 'warn', event: 'judge_cache_unread', projectId });
      return undefined;
    }
  }

  async function makeAndKeep<Value extends JsonValue>(
    key: string,
    make: () => Promise<Kept<Value>>,
  ): Promise<Kept<Value>> {
    const made = await make();
    if (made.keep) {
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
      if (mode === 'off') return { value: (await make()).value, cached: false };
      if (mode === 'refresh') return { value: (await makeAndKeep(key, make)).value, cached: false };

      const place = `${projectId} ${key}`;
      const ahead = flights.get(place);
      if (ahead) {
        const landed = await orNothing(ahead, (deadlineAtMs - nowMs()) / 2);
        // The key holds all that decides the shape.
        if (landed?.keep) return { value: landed.value as Value, cached: true };
        return { value: (await makeAndKeep(key, make)).value, cached: false };
      }
      let wasKnown = false;
      const flight = (async () => {
        const known = await find(key);
        wasKnown = known !== undefined;
        return known === undefined ? makeAndKeep(key, make) : { value: known, keep: true };
      })();
      flights.set(place, flight);
      try {
        return { value: (await flight).value as Value, cached: wasKnown };
      } finally {
        flights.delete(place);
      }
    },

    async settle() {
      if (toKeep.length === 0) return;
      try {
        await cache.put(projectId, toKeep.splice(0));
      } catch {
        log({ level: 'warn', event: 'judge_cache_unwritten', projectId });
      }
    },
  };
}

/** Waits for another's answer, but not for ever: its request may have been cut off. */
async function orNothing<Value>(flight: Promise<Value>, ms: number): Promise<Value | undefined> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const patience = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), Math.max(0, ms));
  });
  try {
    return await Promise.race([flight.catch(() => undefined), patience]);
  } finally {
    clearTimeout(timer);
  }
}
