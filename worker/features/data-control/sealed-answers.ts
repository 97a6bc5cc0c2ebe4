import { ApiProblem } from '../../core/problem.ts';
import type { JudgeCache } from '../../store/judge-cache.ts';
import type { JudgeFlushes } from '../../store/judge-flushes.ts';
import { isSealed, type Vault } from './vault.ts';

/** The place of a cached answer of a model. */
function answerPlace(key: string): string {
  return `${key}/answer`;
}

/** Cached answers that are decrypted where they are read; what cannot be is not there. */
export function openCache(cache: JudgeCache, vault: Vault): JudgeCache {
  return {
    sweep: (nowMs) => cache.sweep(nowMs),
    async find(projectId, keys, nowMs) {
      const found = await cache.find(projectId, keys, nowMs);
      if (![...found.values()].some(isSealed)) return found;
      const opened = await Promise.all(
        [...found].map(async ([key, value]) => {
          const text = await openOrMiss(projectId, answerPlace(key), value, vault);
          return text === undefined ? [] : [[key, text] as const];
        }),
      );
      return new Map(opened.flat());
    },
  };
}

async function openOrMiss(projectId: string, place: string, value: string, vault: Vault) {
  try {
    return await vault.open(projectId, place, value);
  } catch (cause) {
    // The model is asked again.
    if (cause instanceof ApiProblem && cause.code !== 'storage_unavailable') return undefined;
    throw cause;
  }
}

/** Flushes whose answers are encrypted. */
export function sealFlushes(flushes: JudgeFlushes, vault: Vault, seals: boolean): JudgeFlushes {
  return {
    sweep: (nowMs) => flushes.sweep(nowMs),
    async write(flush) {
      const { projectId, answers } = flush;
      if (!seals || answers.length === 0) return flushes.write(flush);
      const sealed = answers.map(async (answer) => ({
        ...answer,
        value: await vault.seal(projectId, answerPlace(answer.key), answer.value),
      }));
      await flushes.write({ ...flush, answers: await Promise.all(sealed) });
    },
  };
}
