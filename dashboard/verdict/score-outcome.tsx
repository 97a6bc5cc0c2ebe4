import type { Score } from '@assay/sdk';
import { Outcome } from '../parts/outcome.tsx';

/** What a score came to, in a word and a sign. */
export function ScoreOutcome({ score }: { score: Pick<Score, 'status' | 'passed'> }) {
  const { status, passed } = score;
  if (status === 'error') return <Outcome kind="error" />;
  if (status !== 'scored') return <Outcome kind="abstained">{status}</Outcome>;
  if (passed === null) return <span class="muted">no threshold</span>;
  return <Outcome kind={passed ? 'passed' : 'failed'} />;
}

/** What a verdict came to. */
export function VerdictOutcome({ passed }: { passed: boolean | null }) {
  return <Outcome kind={passed === null ? 'undecided' : passed ? 'passed' : 'failed'} />;
}
