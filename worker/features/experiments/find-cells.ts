import type { ExperimentCellFilter, ExperimentRowFilter } from '@assay/schema/experiment-cells.ts';
import type {
  ExperimentCell,
  ExperimentRow,
  ExperimentRowCell,
  Page,
  Sample,
  Verdict,
} from '@assay/schema/types.ts';
import { PAGE_ITEMS } from '../../core/page-from.ts';
import { ApiProblem } from '../../core/problem.ts';
import type { ExperimentCellStore, StoredCell } from '../../store/experiment-cells.ts';
import type { StoredExperiment } from '../../store/experiments.ts';
import type { ItemStore, StoredItem } from '../../store/items.ts';
import { NO_SAMPLE } from '../../store/no-sample.ts';
import { plainMessage } from '../data-control/without-texts.ts';
import { readPlan } from './experiment-plan.ts';
import { type FindExperimentNeeds, findExperiment } from './find-experiments.ts';
import { cellsOf, indexOf, placeOf } from './grid.ts';
import { digestOf } from './report/observe.ts';
import { scoreIn } from './report/observed.ts';
import { inputOf } from './variables.ts';

export interface FindCellNeeds extends Pick<FindExperimentNeeds, 'experiments'> {
  experimentCells: ExperimentCellStore;
  items: ItemStore;
}

const PREVIEW_CHARACTERS = 160;

/** Cells in their order. @throws ApiProblem `experiment_not_found` */
export async function listCells(
  projectId: string,
  id: string,
  filter: ExperimentCellFilter,
  needs: FindCellNeeds,
): Promise<Page<ExperimentCell>> {
  const experiment = await findExperiment(projectId, id, needs);
  const { limit = PAGE_ITEMS, cursor } = filter;
  const from = cursor === undefined ? 0 : Number(cursor);
  const wanted = await matching(experiment, filter, from, limit + 1, needs);
  const shown = wanted.slice(0, limit);
  const batches: string[] = JSON.parse(experiment.batches);
  const scored = await needs.experimentCells.scoredOf(
    batches,
    shown.map(({ at }) => at),
  );
  const plan = readPlan(experiment.plan);
  const ids = await needs.experimentCells.sampleIds(experiment.id);
  const items = await Promise.all(
    shown.map(async ({ at, stored }) => {
      const place = placeOf(at, experiment);
      const found = scored.find((one) => one.at === at);
      const item = found && (await itemAt(found, needs));
      return toCell(
        { at, stored, item, repeat: place.repeat },
        plan.variants[place.variant]?.name ?? '',
        ids[place.sample] ?? '',
        filter.include === 'sample',
      );
    }),
  );
  return { items, nextCursor: wanted.length > limit ? String(wanted[limit]?.at) : null };
}

interface Found {
  at: number;
  stored: StoredCell | undefined;
}

/** The cells that a filter is about, from one on. */
async function matching(
  experiment: StoredExperiment,
  { variant, sampleId, status }: ExperimentCellFilter,
  from: number,
  limit: number,
  { experimentCells }: FindCellNeeds,
): Promise<Found[]> {
  const { id, variants, repeats } = experiment;
  const plan = readPlan(experiment.plan);
  const wantedVariant =
    variant === undefined ? undefined : plan.variants.findIndex(({ name }) => name === variant);
  const sample = sampleId === undefined ? undefined : await experimentCells.placeOf(id, sampleId);
  if (wantedVariant === -1 || (sampleId !== undefined && sample === undefined)) return [];
  const first = sample === undefined ? 0 : indexOf({ sample, variant: 0, repeat: 0 }, experiment);
  const end = sample === undefined ? cellsOf(experiment) : first + variants * repeats;
  const found: Found[] = [];
  for (let at = Math.max(from, first); at < end && found.length < limit; at += PAGE_CELLS) {
    const to = Math.min(end, at + PAGE_CELLS);
    const rows = await experimentCells.page(id, at, to, PAGE_CELLS);
    const byPlace = new Map(rows.map((row) => [row.at, row]));
    for (let place = at; place < to && found.length < limit; place += 1) {
      const stored = byPlace.get(place);
      const isWanted =
        (wantedVariant === undefined || placeOf(place, experiment).variant === wantedVariant) &&
        (status === undefined || (stored?.status ?? 'pending') === status);
      if (isWanted) found.push({ at: place, stored });
    }
  }
  return found;
}

const PAGE_CELLS = 2_000;

async function itemAt(
  { batchId, batchAt }: { batchId: string; batchAt: number },
  { items }: FindCellNeeds,
): Promise<StoredItem | undefined> {
  const page = { batchId, after: batchAt - 1, limit: 1, withSamples: true };
  return (await items.page(page)).items[0];
}

interface CellParts extends Found {
  item: StoredItem | undefined;
  repeat: number;
}

function toCell(
  { at, stored, item, repeat }: CellParts,
  variant: string,
  sampleId: string,
  withSample: boolean,
): ExperimentCell {
  const sample: Sample | null =
    item?.sample == null || item.sample === NO_SAMPLE ? null : JSON.parse(item.sample);
  const verdict: Verdict | null = item?.verdict == null ? null : JSON.parse(item.verdict);
  const { inputTokens = null, outputTokens = null } = stored ?? {};
  return {
    ...{ index: at, variant, sampleId, repeat, status: stored?.status ?? 'pending' },
    sample: withSample ? sample : null,
    output: sample === null ? null : outputOf(sample),
    verdict,
    error: errorOf(stored, item),
    model: stored?.model ?? null,
    attempts: stored?.attempts ?? 0,
    costUsd: stored?.costUsd ?? null,
    latencyMs: stored?.latencyMs ?? null,
    firstTokenMs: stored?.firstTokenMs ?? null,
    usage: inputTokens === null || outputTokens === null ? null : { inputTokens, outputTokens },
  };
}

function errorOf(stored: StoredCell | undefined, item: StoredItem | undefined) {
  if (stored?.errorCode != null) {
    return { code: stored.errorCode, message: stored.errorMessage ?? '' };
  }
  if (item?.errorCode == null) return null;
  return { code: item.errorCode, message: item.errorMessage ?? plainMessage(item.errorCode) };
}

function outputOf({ output = '' }: Sample): string {
  return typeof output === 'string' ? output : JSON.stringify(output);
}

/** Samples with what each variant made of them: the matrix. @throws ApiProblem `experiment_not_found` or `invalid_request` */
export async function listRows(
  projectId: string,
  id: string,
  { scorer, limit = PAGE_ITEMS, cursor }: ExperimentRowFilter,
  needs: FindCellNeeds,
): Promise<Page<ExperimentRow>> {
  const experiment = await findExperiment(projectId, id, needs);
  const plan = readPlan(experiment.plan);
  const names = plan.scorers.map((one) => one.as ?? one.scorer);
  if (scorer !== undefined && !names.includes(scorer)) {
    throw new ApiProblem('invalid_request', {
      errors: [{ pointer: '/scorer', message: `must be one of: ${names.join(', ')}` }],
    });
  }
  const from = cursor === undefined ? 0 : Number(cursor);
  const samples = await needs.experimentCells.samples(id, from, limit);
  const each = experiment.variants * experiment.repeats;
  const [first, last] = [samples[0]?.at ?? 0, (samples.at(-1)?.at ?? -1) + 1];
  const cells = await needs.experimentCells.page(id, first * each, last * each, limit * each);
  const byPlace = new Map(cells.map((cell) => [cell.at, cell]));
  const batches: string[] = JSON.parse(experiment.batches);
  const places = cells.map(({ at }) => at);
  const scored = new Map(
    (await needs.experimentCells.scoredOf(batches, places)).map((one) => [one.at, one]),
  );
  const previews = await firstAnswers(experiment, cells, batches, needs);
  const items = samples.map(({ at: sample, sampleId, sample: text }) => ({
    ...{ sample, sampleId, input: text === NO_SAMPLE ? null : preview(inputOf(JSON.parse(text))) },
    cells: plan.variants.map(({ name }, variant): ExperimentRowCell => {
      const own = Array.from({ length: experiment.repeats }, (_, repeat) =>
        indexOf({ sample, variant, repeat }, experiment),
      );
      const answered = own.filter((at) => byPlace.get(at)?.status === 'generated');
      const scores = answered.flatMap((at) => {
        const found = scored.get(at);
        return scoreIn({ digest: found && digestOf(found) }, scorer ?? null) ?? [];
      });
      const values = scores.flatMap(({ value }) => value ?? []);
      const failed = own.filter((at) => byPlace.get(at)?.status === 'error').length;
      return {
        ...{ variant: name, answered: answered.length, scored: values.length },
        passed: scores.filter(({ passed }) => passed === true).length,
        error: failed + scores.filter(({ status }) => status === 'error').length,
        value:
          values.length === 0 ? null : values.reduce((sum, one) => sum + one, 0) / values.length,
        output: preview(previews.get(answered[0] ?? -1)),
      };
    }),
  }));
  const next = last < experiment.samples && samples.length > 0 ? String(last) : null;
  return { items, nextCursor: next };
}

/** The first answer of each variant to each sample, as far as they are kept. */
async function firstAnswers(
  experiment: StoredExperiment,
  cells: readonly StoredCell[],
  batches: readonly string[],
  { experimentCells }: FindCellNeeds,
): Promise<Map<number, string>> {
  const firsts = new Map<number, number>();
  for (const { at, status } of cells) {
    const group = Math.floor(at / experiment.repeats);
    if (status === 'generated' && !firsts.has(group)) firsts.set(group, at);
  }
  const answers = await experimentCells.answers(batches, [...firsts.values()]);
  return new Map(
    answers.flatMap(({ at, sample }) =>
      sample === NO_SAMPLE ? [] : [[at, outputOf(JSON.parse(sample))]],
    ),
  );
}

function preview(text: string | undefined): string | null {
  if (text === undefined) return null;
  const characters = [...text.slice(0, 2 * PREVIEW_CHARACTERS)];
  return characters.slice(0, PREVIEW_CHARACTERS).join('');
}
