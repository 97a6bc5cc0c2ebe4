import { Outcome } from './outcome.tsx';

/** What a verdict came to. */
export function VerdictOutcome({ passed }: { passed: boolean | null }) {
  return <Outcome kind={passed === null ? 'undecided' : passed ? 'passed' : 'failed'} />;
}
