import type { BatchReport, BatchRow } from '@assay/sdk';
import { useMemo } from 'preact/hooks';
import type { Column } from '../../grid/column.ts';
import { Grid } from '../../grid/grid.tsx';
import { Failure } from '../../parts/failure.tsx';
import { count, decimal, change as written } from '../../parts/numbers.ts';
import { path, query } from '../../router/location.ts';
import { UntrustedText } from '../../text/untrusted-text.tsx';
import { isIn, readBox } from './box.ts';
import { changeOf, comparedList, valueIn, valuesOf } from './compared-list.ts';

interface ComparedRowsProps {
  batch: BatchReport;
  base: string;
  scorer: string | undefined;
}

/** The samples that changed in the way that is shown, with both values. */
export function ComparedRows({ batch, base, scorer }: ComparedRowsProps) {
  const given = query.value;
  const change = changeOf(given);
  const { list, memory, key } = comparedList(batch.id, base, scorer, change);
  const columns = useMemo(() => columnsOf(scorer), [scorer]);
  const box = readBox(given.get('box'));
  const all = list.items.value;
  const rows = box
    ? all.filter((row) => {
        const point = valuesOf(row, scorer);
        return point !== undefined && isIn(box, point);
      })
    : all;
  const isComplete = list.isComplete.value;
  const error = list.error.value;
  if (isComplete && rows.length === 0) {
    return (
      <p class="panel empty">
        {box ? `No ${change} sample is in the box.` : `No sample is ${change}.`}
      </p>
    );
  }
  return (
    <div class="rows">
      <Grid<BatchRow>
        key={key}
        label={`Samples that are ${change}`}
        columns={columns}
        rows={rows}
        keyOf={({ index }) => String(index)}
        hrefOf={({ index }) => hrefOf(index, given)}
        isComplete={isComplete || error !== undefined}
        onMore={list.more}
        memory={memory}
      />
      <p class="muted" role="status">
        {count(rows.length)} {change}
        {box && ' in the box'}
        {!isComplete && ', more as you scroll'}
      </p>
      {error !== undefined && <Failure error={error} onRetry={() => void list.more()} />}
    </div>
  );
}

function hrefOf(index: number, given: URLSearchParams): string {
  const next = new URLSearchParams(given);
  next.set('sample', String(index));
  return `${path.value}?${next}`;
}

function columnsOf(scorer: string | undefined): Column<BatchRow>[] {
  const value = (row: Pick<BatchRow, 'value' | 'scores' | 'status'> | null | undefined) => {
    const shown = row ? valueIn(row, scorer) : null;
    return shown === null ? <span class="muted">{row?.status ?? 'none'}</span> : decimal(shown);
  };
  return [
    {
      id: 'sample',
      title: 'Sample',
      width: 120,
      grow: 1,
      cell: ({ sampleId, index }) => <UntrustedText text={sampleId ?? `#${index}`} />,
    },
    { id: 'base', title: 'Baseline', width: 84, align: 'end', cell: ({ base }) => value(base) },
    { id: 'batch', title: 'Batch', width: 76, align: 'end', cell: value },
    {
      id: 'difference',
      title: 'Difference',
      width: 90,
      align: 'end',
      cell: ({ base }) => (base?.difference == null ? '' : written(base.difference)),
    },
    {
      id: 'output',
      title: 'Output',
      width: 160,
      grow: 2,
      isWide: true,
      cell: ({ output }) => <UntrustedText text={(output ?? '').replace(/\s+/g, ' ')} />,
    },
  ];
}
