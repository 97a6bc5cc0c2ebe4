import { useLoaded } from '../data/use-loaded.ts';
import { session } from '../session/session.ts';

const CHOICES = 100;

type Listed = 'datasets' | 'suites' | 'rules';

/** Names of what a project has, for forms to choose from; none while they load or cannot be read. */
export function useNames(kinds: readonly Listed[]): Record<Listed, string[]> {
  const { assay } = session();
  const { loaded } = useLoaded(`names of ${kinds.join(', ')}`, async (signal) =>
    Object.fromEntries(
      await Promise.all(
        kinds.map(async (kind) => {
          const { items } = await assay[kind].list({ limit: CHOICES }, { signal });
          return [kind, items.map(({ name }) => name)];
        }),
      ),
    ),
  );
  return { datasets: [], suites: [], rules: [], ...loaded.value.data };
}
