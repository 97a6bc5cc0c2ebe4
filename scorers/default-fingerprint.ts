import type { DefaultModels } from './judging/judge.ts';
import { InvalidScorers, resolveScorers } from './resolve.ts';

/** The fingerprint of a scorer that is named without settings; null where it needs some. */
export function defaultFingerprint(id: string, models: DefaultModels): string | null {
  try {
    return resolveScorers([id], '', models)[0]?.fingerprint ?? null;
  } catch (cause) {
    if (cause instanceof InvalidScorers) return null;
    throw cause;
  }
}
