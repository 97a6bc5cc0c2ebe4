import type { Score, Verdict } from '@assay/sdk';
import type { Column } from '../../grid/column.ts';
import { Moment } from '../../parts/moment.tsx';
import { decimal, duration, usd } from '../../parts/numbers.ts';
import { VerdictOutcome } from '../../parts/verdict-outcome.tsx';
import { UntrustedText } from '../../text/untrusted-text.tsx';

export const verdictColumns: readonly Column<Verdict>[] = [
  {
    id: 'outcome',
    title: 'Outcome',
    width: 110,
    cell: ({ passed }) => <VerdictOutcome passed={passed} />,
  },
  {
    id: 'reason',
    title: 'Why',
    width: 160,
    grow: 3,
    cell: (verdict) => <UntrustedText text={whyOf(verdict)} />,
  },
  {
    id: 'value',
    title: 'Value',
    width: 70,
    align: 'end',
    cell: ({ value }) => (value === null ? '–' : decimal(value)),
  },
  {
    id: 'tags',
    title: 'Tags',
    width: 120,
    grow: 1,
    isWide: true,
    cell: ({ tags }) => <UntrustedText text={tags.join(', ')} />,
  },
  {
    id: 'suite',
    title: 'Suite',
    width: 120,
    isWide: true,
    cell: ({ lineage: { suite } }) =>
      suite === null ? '' : <UntrustedText text={`${suite.name}@${suite.version}`} />,
  },
  {
    id: 'cost',
    title: 'Cost',
    width: 80,
    align: 'end',
    isWide: true,
    cell: ({ costUsd }) => usd(costUsd),
  },
  {
    id: 'latency',
    title: 'Time',
    width: 80,
    align: 'end',
    isWide: true,
    cell: ({ latencyMs }) => duration(latencyMs),
  },
  {
    id: 'created',
    title: 'Created',
    width: 110,
    align: 'end',
    isWide: true,
    cell: ({ createdAt }) => <Moment at={createdAt} />,
  },
];

/** The first score that keeps a verdict from passing; all names where it passed. */
function whyOf({ scores, passed }: Verdict): string {
  const decisive = scores.find(
    (score) => score.status === 'error' || (score.required && score.passed !== true),
  );
  const text = (score: Score) => (score.status === 'error' ? score.error.message : score.reason);
  return passed === true || decisive === undefined
    ? scores.map(({ name }) => name).join(', ')
    : `${decisive.name}: ${text(decisive)}`;
}
