import { NotFoundError } from '@assay/sdk';
import { useLoaded } from '../../data/use-loaded.ts';
import { session } from '../../session/session.ts';

export interface Base {
  /** undefined if there is none, or it is not known yet. */
  id: string | undefined;
  isLoading: boolean;
  error: unknown;
}

/** The baseline: the one of the address, else the predecessor; `none` stands for none. */
export function useBase(id: string, wanted: string | null): Base {
  const { loaded } = useLoaded(`${id} ${wanted}`, async (signal) => {
    if (wanted === 'none') return undefined;
    try {
      return (await session().assay.batches.base(id, wanted ?? 'previous', { signal })).id;
    } catch (cause) {
      // The first batch of its kind has no predecessor.
      if (wanted === null && cause instanceof NotFoundError) return undefined;
      throw cause;
    }
  });
  const { data, isLoading, error } = loaded.value;
  return { id: data, isLoading, error };
}

/** The comparison with the baseline, once the batch has ended. */
export function useComparison(id: string, base: string | undefined, endedAt: string | null) {
  const { loaded } = useLoaded(`${id} ${base} ${endedAt}`, async (signal) => {
    if (base === undefined || endedAt === null) return undefined;
    return session().assay.batches.compare(id, base, {}, { signal });
  });
  return loaded.value;
}
