import type { Batch } from '@assay/sdk';
import type { Column } from '../../grid/column.ts';
import { Difference } from '../../parts/difference.tsx';
import { Moment } from '../../parts/moment.tsx';
import { count, percent, points, usd } from '../../parts/numbers.ts';
import { Outcome } from '../../parts/outcome.tsx';
import { UntrustedText } from '../../text/untrusted-text.tsx';
import { type BatchRow, passRate } from './predecessor.ts';

export const batchColumns: readonly Column<BatchRow>[] = [
  {
    id: 'name',
    title: 'Suite or scorers',
    width: 120,
    grow: 2,
    cell: ({ batch }) => nameOf(batch),
  },
  {
    id: 'tags',
    title: 'Tags',
    width: 120,
    grow: 1,
    isWide: true,
    cell: ({ batch }) => <Tags tags={batch.tags} />,
  },
  {
    id: 'status',
    title: 'Status',
    width: 150,
    isWide: true,
    cell: ({ batch }) => <Status batch={batch} />,
  },
  {
    id: 'passRate',
    title: 'Pass rate',
    width: 84,
    align: 'end',
    cell({ batch }) {
      const rate = passRate(batch);
      return rate === undefined ? <span class="muted">none</span> : percent(rate);
    },
  },
  { id: 'change', title: 'Change', width: 148, align: 'end', cell: (row) => <Change {...row} /> },
  {
    id: 'samples',
    title: 'Samples',
    width: 90,
    align: 'end',
    isWide: true,
    cell: ({ batch }) => count(batch.counts.total),
  },
  {
    id: 'errors',
    title: 'Errors',
    width: 80,
    align: 'end',
    isWide: true,
    cell: ({ batch: { counts } }) =>
      counts.error === 0 ? '0' : <Outcome kind="error">{count(counts.error)}</Outcome>,
  },
  {
    id: 'cost',
    title: 'Cost',
    width: 80,
    align: 'end',
    isWide: true,
    cell: ({ batch }) => usd(batch.costUsd),
  },
  {
    id: 'created',
    title: 'Created',
    width: 110,
    align: 'end',
    isWide: true,
    cell: ({ batch }) => <Moment at={batch.createdAt} />,
  },
];

/** What a batch is called: its suite, or its scorers. */
export function nameOf({ suite, scorers }: Pick<Batch, 'suite' | 'scorers'>) {
  const scorerNames = scorers.map((scorer) =>
    typeof scorer === 'string' ? scorer : (scorer.as ?? scorer.scorer),
  );
  return <UntrustedText text={suite ? `${suite.name}@${suite.version}` : scorerNames.join(', ')} />;
}

function Tags({ tags }: { tags: readonly string[] }) {
  return <UntrustedText text={tags.join(', ')} />;
}

function Status({ batch: { status, counts } }: { batch: Batch }) {
  if (status === 'running') {
    return (
      <Outcome kind="pending">
        {`running, ${percent(counts.total === 0 ? 0 : 1 - counts.pending / counts.total)}`}
      </Outcome>
    );
  }
  return <span class="muted">{status}</span>;
}

function Change({ change, isSure }: BatchRow) {
  if (change === undefined) return <span class="muted">first</span>;
  if (isSure === false) {
    return (
      <span class="muted" title="It could be chance: its 95% interval contains 0.">
        perhaps {points(change)}
      </span>
    );
  }
  return <Difference points={change} />;
}
