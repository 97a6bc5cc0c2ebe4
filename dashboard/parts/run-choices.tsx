import { Names } from './names.tsx';
import { useNames } from './names-of-project.ts';

/** The data sets and suites of the project, offered to inputs as the lists `x-datasets` and `x-suites`. */
export function RunChoices({ prefix }: { prefix: string }) {
  const { datasets, suites } = useNames(['datasets', 'suites']);
  return (
    <>
      <Names id={`${prefix}-datasets`} names={datasets} />
      <Names id={`${prefix}-suites`} names={suites} />
    </>
  );
}
