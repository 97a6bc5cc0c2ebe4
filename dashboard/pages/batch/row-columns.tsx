import type { BatchRow } from '@assay/sdk';
import type { Column } from '../../grid/column.ts';
import { change, decimal, duration } from '../../parts/numbers.ts';
import { Outcome } from '../../parts/outcome.tsx';
import { UntrustedText } from '../../text/untrusted-text.tsx';

const SCORE_WIDTH = 92;

/**
 * The columns of a batch's samples: a column for each score.
 *
 * @param scorer the score that the rows are sorted and compared by; null for the verdict
 */
export function rowColumns(
  names: readonly string[],
  hasBase: boolean,
  scorer: string | null,
): Column<BatchRow>[] {
  const columns: Column<BatchRow>[] = [
    {
      id: 'sample',
      title: 'Sample',
      width: 130,
      grow: 0.5,
      cell: ({ sampleId, index }) => <UntrustedText text={sampleId ?? `#${index}`} />,
    },
    { id: 'status', title: 'Verdict', width: 104, cell: ({ status }) => <Outcome kind={status} /> },
    {
      id: 'value',
      title: scorer === null ? 'Value' : 'Value of score',
      width: scorer === null ? 80 : 124,
      align: 'end',
      isSortable: true,
      cell: (row) => shownValue(row, scorer),
    },
  ];
  if (hasBase) {
    columns.push(
      {
        id: 'difference',
        title: 'Difference',
        width: 112,
        align: 'end',
        isSortable: true,
        cell: differenceOf,
      },
      { id: 'change', title: 'Change', width: 104, cell: ({ base }) => <ChangeName base={base} /> },
    );
  }
  columns.push({
    id: 'output',
    title: 'Output',
    width: 180,
    grow: 2,
    isWide: true,
    cell: outputOf,
  });
  for (const name of names) columns.push(scoreColumn(name));
  columns.push({
    id: 'latency',
    title: 'Latency',
    width: 92,
    align: 'end',
    isWide: true,
    isSortable: true,
    cell: ({ latencyMs }) => (latencyMs === null ? '' : duration(latencyMs)),
  });
  return columns;
}

function scoreColumn(name: string): Column<BatchRow> {
  return {
    id: `score ${name}`,
    title: <UntrustedText text={name} />,
    width: Math.min(Math.max(SCORE_WIDTH, name.length * 8 + 20), 180),
    align: 'end',
    isWide: true,
    cell({ scores }) {
      const score = scores.find((each) => each.name === name);
      if (score === undefined) return null;
      if (score.value === null) return <span class="muted">{score.status}</span>;
      const isFailed = score.passed === false;
      return (
        <span class={isFailed ? 'worse' : ''}>
          {isFailed && (
            <>
              <span aria-hidden="true">✗ </span>
              <span class="visually-hidden">failed </span>
            </>
          )}
          {decimal(score.value)}
        </span>
      );
    },
  };
}

function shownValue({ value, scores }: BatchRow, scorer: string | null) {
  const shown = scorer === null ? value : scores.find(({ name }) => name === scorer)?.value;
  return shown === null || shown === undefined ? <span class="muted">none</span> : decimal(shown);
}

function differenceOf({ base }: BatchRow) {
  if (!base || base.difference === null) return null;
  const text = change(base.difference);
  const kind = text.startsWith('±') ? 'muted' : base.difference > 0 ? 'better' : 'worse';
  return <span class={kind}>{text}</span>;
}

function ChangeName({ base }: { base: BatchRow['base'] }) {
  const name = base === null ? 'unpaired' : (base?.change ?? '');
  const kinds: Record<string, string> = { regressed: 'worse', fixed: 'better', errored: 'worse' };
  return <span class={kinds[name] ?? 'muted'}>{name}</span>;
}

function outputOf({ error, output }: BatchRow) {
  if (error !== null) return <UntrustedText text={`${error.code}: ${error.message}`} />;
  return output === null ? (
    <span class="muted">none</span>
  ) : (
    <UntrustedText text={output.replace(/\s+/g, ' ')} />
  );
}
