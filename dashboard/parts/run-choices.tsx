import { useLoaded } from '../data/use-loaded.ts';
import { session } from '../session/session.ts';
import { Names, namesOf } from './names.tsx';

const CHOICES = 100;

/** The data sets and suites of the project, offered to inputs as the lists `x-datasets` and `x-suites`. */
export function RunChoices({ prefix }: { prefix: string }) {
  const { assay } = session();
  const { loaded } = useLoaded('data sets and suites', async (signal) => {
    const [datasets, suites] = await Promise.all([
      assay.datasets.list({ limit: CHOICES }, { signal }),
      assay.suites.list({ limit: CHOICES }, { signal }),
    ]);
    return { datasets: namesOf(datasets.items), suites: namesOf(suites.items) };
  });
  const { datasets = [], suites = [] } = loaded.value.data ?? {};
  return (
    <>
      <Names id={`${prefix}-datasets`} names={datasets} />
      <Names id={`${prefix}-suites`} names={suites} />
    </>
  );
}
