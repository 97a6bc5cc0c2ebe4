import type { BatchReport, BatchRow } from '@assay/sdk';
import { useLoaded } from '../../data/use-loaded.ts';
import { Failure } from '../../parts/failure.tsx';
import { lazily } from '../../parts/lazily.tsx';
import { count } from '../../parts/numbers.ts';
import { query, setQuery } from '../../router/location.ts';
import { session } from '../../session/session.ts';
import { type Box, readBox, writeBox } from './box.ts';
import { valuesOf } from './compared-list.ts';

const Scatter = lazily(() => import('./scatter.tsx'));

/** As many points as can be told apart, and as few requests. */
const MOST_POINTS = 2_000;
const PAGE_ROWS = 200;

interface PlotProps {
  batch: BatchReport;
  base: string;
  scorer: string | undefined;
}

/** One batch against the other; a box narrows the list down to the samples in it. */
export function Plot({ batch, base, scorer }: PlotProps) {
  const { loaded } = useLoaded(`${batch.id} ${base}`, async (signal) => {
    const rows: BatchRow[] = [];
    const filter = { base, limit: PAGE_ROWS };
    for await (const row of session().assay.batches.rows(batch.id, filter, { signal })) {
      if (rows.push(row) === MOST_POINTS) break;
    }
    return rows;
  });
  const { data, error } = loaded.value;
  const points = (data ?? []).flatMap((row) => valuesOf(row, scorer) ?? []);
  const box = readBox(query.value.get('box'));
  const setBox = (next: Box | undefined) =>
    setQuery({ box: next && writeBox(next) }, { replace: true });
  return (
    <section class="panel field">
      <h2>Batch (up) by baseline (right)</h2>
      {error !== undefined && <Failure error={error} />}
      {data && (
        <>
          <Scatter points={points} box={box} onBox={setBox} />
          <p class="muted">
            ▲ fixed, ▼ regressed, ● other; above the line is better.{' '}
            {batch.counts.total > MOST_POINTS &&
              `The first ${count(MOST_POINTS)} of ${count(batch.counts.total)} samples.`}{' '}
            Draw a box to list only the samples in it, or type its edges.
          </p>
          <BoxFields box={box} onBox={setBox} />
        </>
      )}
    </section>
  );
}

const EDGES = [
  ['left', 'Baseline from'],
  ['right', 'to'],
  ['bottom', 'Batch from'],
  ['top', 'to'],
] as const;
const WHOLE: Box = { left: 0, right: 1, bottom: 0, top: 1 };

interface BoxFieldsProps {
  box: Box | undefined;
  onBox(box: Box | undefined): void;
}

/** The edges of the box as numbers: what the pointer can do, the keyboard can. */
function BoxFields({ box, onBox }: BoxFieldsProps) {
  const change = (edge: keyof Box, text: string) => {
    const next = { ...(box ?? WHOLE), [edge]: Number(text) };
    onBox(readBox(writeBox(next)) ?? box);
  };
  return (
    <div class="box-fields">
      {EDGES.map(([edge, label]) => (
        <label key={edge}>
          {label}
          <input
            type="search"
            inputMode="decimal"
            aria-label={edge === 'right' ? 'Baseline to' : edge === 'top' ? 'Batch to' : label}
            value={(box ?? WHOLE)[edge]}
            onChange={(event) => change(edge, event.currentTarget.value)}
          />
        </label>
      ))}
      {box && (
        <button type="button" class="button quiet" onClick={() => onBox(undefined)}>
          No box
        </button>
      )}
    </div>
  );
}
