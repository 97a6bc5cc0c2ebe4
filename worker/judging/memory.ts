import type { JsonValue } from '@assay/schema/types.ts';
import type { CacheMode, Kept } from '@assay/scorers/judging/judge.ts';
import type { Log } from '../log.ts';
import type { JudgeCache, KeptAnswer } from '../store/judge-cache.ts';
import { gather } from './gather.ts';

/** Answers that one project's invocation finds, makes and keeps. */
export interface Memory {
  remember<Value extends JsonValue>(
    key: string,
    mode: CacheMode,
    make: () => Promise<Kept<Value>>,
  ): Promise<{ value: Value; cached: boolean }>;
  /** What is to be kept, once. */
  takeAnswers(): KeptAnswer[];
}

/** Answers on their way, in this isolate: whoever asks the same meanwhile waits for them. */
export type Flights = Map<string, Flight>;

interface Flight {
  landing: Promise<Kept<JsonValue>>;
  /** When its request has ended, whatever became of it. */
  lostAtMs: number;
}

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
      if (ahead && ahead.lostAtMs > nowMs()) {
        const landed = await orNothing(ahead.landing, (deadlineAtMs - nowMs()) / 2);
        // The key holds all that decides the shape.
        if (landed?.keep) return { value: landed.value as Value, cached: true };
        return { value: (await makeAndKeep(key, make)).value, cached: false };
      }
      let wasKnown = false;
      const landing = (async () => {
        const known = await find(key);
        wasKnown = known !== undefined;
        return known === undefined ? makeAndKeep(key, make) : { value: known, keep: true };
      })();
      const flight = { landing, lostAtMs: deadlineAtMs };
      flights.set(place, flight);
      try {
        return { value: (await landing).value as Value, cached: wasKnown };
      } finally {
        if (flights.get(place) === flight) flights.delete(place);
      }
    },

    takeAnswers: () => toKeep.splice(0),
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
