import type { ExperimentCellStore, ScoredCell } from '../../../store/experiment-cells.ts';
import type { StoredExperiment } from '../../../store/experiments.ts';
import { type Digest, readDigest } from '../../batches/digest.ts';
import { cellsOf, placeOf } from '../grid.ts';
import type { ObservedCell } from './observed.ts';

const PAGE = 5_000;

/** All that is known of the cells of an experiment, by their number. */
export async function observe(
  experiment: StoredExperiment,
  experimentCells: ExperimentCellStore,
): Promise<ObservedCell[]> {
  const total = cellsOf(experiment);
  const cells: ObservedCell[] = Array.from({ length: total }, (_, at) => ({
    ...placeOf(at, experiment),
    ...{ result: undefined, digest: undefined, meansTheSame: undefined },
  }));
  for (let from = 0; from < total; ) {
    const rows = await experimentCells.page(experiment.id, from, total, PAGE);
    for (const row of rows) {
      const cell = cells[row.at];
      if (cell === undefined) continue;
      const { errorCode, outputHash, costUsd, latencyMs, firstTokenMs } = row;
      cell.result = {
        ...{ isAnswered: row.status === 'generated', errorCode, outputHash },
        ...{ costUsd, latencyMs, firstTokenMs },
        ...{ inputTokens: row.inputTokens ?? 0, outputTokens: row.outputTokens ?? 0 },
      };
    }
    if (rows.length < PAGE) break;
    from = (rows.at(-1)?.at ?? total) + 1;
  }
  const batches: string[] = JSON.parse(experiment.batches);
  for await (const row of scoredCells(batches, experimentCells)) {
    const cell = cells[row.at];
    const digest = digestOf(row);
    if (cell !== undefined && digest !== undefined) cell.digest = digest;
  }
  const agreements: string[] = JSON.parse(experiment.agreements);
  for await (const row of scoredCells(agreements, experimentCells)) {
    const cell = cells[row.at];
    const passed = digestOf(row)?.passed;
    if (cell !== undefined && typeof passed === 'boolean') cell.meansTheSame = passed;
  }
  return cells;
}

async function* scoredCells(
  batches: readonly string[],
  experimentCells: ExperimentCellStore,
): AsyncGenerator<ScoredCell> {
  for (const batch of batches.keys()) {
    for (let at = -1; ; ) {
      const rows = await experimentCells.scored(batches, { batch, at }, PAGE);
      yield* rows;
      if (rows.length < PAGE) break;
      at = rows.at(-1)?.batchAt ?? at;
    }
  }
}

/** The result of an answer; undefined while it has none that is final. */
export function digestOf({ status, digest, names }: ScoredCell): Digest | undefined {
  if (digest === null || status === null || status === 'retry') return undefined;
  return readDigest({ text: digest, names });
}
