import { LIMITS } from '@assay/schema/limits.ts';
import type { ProbeShown, ProbeShownAnswer, Sample } from '@assay/schema/types.ts';
import { mean } from '../../core/statistics/moments.ts';
import type { StoredExperiment } from '../../store/experiments.ts';
import { NO_SAMPLE } from '../../store/no-sample.ts';
import type { FindCellNeeds } from '../experiments/find-cells.ts';
import type { ProbeAnswer } from './analysis/answers.ts';
import type { Findings } from './analysis/findings.ts';
import { changedIn } from './plan-probe.ts';
import { questionOf } from './text/question.ts';

const MOST_SHOWN = 5;

/** Two answers to one sample that differ the most. */
interface Apart {
  first: ProbeAnswer;
  second: ProbeAnswer;
  difference: number;
}

/**
 * The samples with the largest differences, with their texts as far as they are kept. Where a difference
 * was found, samples that show it come first.
 */
export async function showDifferences(
  experiment: StoredExperiment,
  answers: readonly ProbeAnswer[],
  { differences }: Findings,
  needs: Pick<FindCellNeeds, 'experimentCells'>,
): Promise<ProbeShown[]> {
  const found = new Set(
    differences.filter(({ outcome }) => outcome === 'affected').map(({ first }) => first),
  );
  const apart = [...Map.groupBy(answers, ({ of }) => of).values()].flatMap((those) => {
    const shows = those.filter(({ variant }) => found.has(variant));
    return widest(those, shows.length > 0 ? shows : those) ?? [];
  });
  const most = apart.toSorted((a, b) => b.difference - a.difference).slice(0, MOST_SHOWN);
  if (most.length === 0) return [];
  const cells = most.flatMap(({ first, second }) => [first.cell ?? -1, second.cell ?? -1]);
  const batches: string[] = JSON.parse(experiment.batches);
  const texts = new Map(
    (await needs.experimentCells.answers(batches, cells)).map(({ at, sample }) => [at, sample]),
  );
  return most.map(({ first, second, difference }) => ({
    sample: first.of,
    first: shown(first, texts),
    second: shown(second, texts),
    difference,
  }));
}

/** The two answers furthest apart by score, or by being refused; one of them among some. */
function widest(all: readonly ProbeAnswer[], some: readonly ProbeAnswer[]): Apart | undefined {
  const rated = all.filter(({ value }) => value !== null);
  if (rated.length < 2) return undefined;
  const low = rated.reduce((a, b) => (weightOf(b) < weightOf(a) ? b : a));
  const high = rated.reduce((a, b) => (weightOf(b) > weightOf(a) ? b : a));
  const centre = mean(rated.map((answer) => weightOf(answer)));
  const [own] = some
    .filter(({ value }) => value !== null)
    .toSorted((a, b) => Math.abs(weightOf(b) - centre) - Math.abs(weightOf(a) - centre));
  if (own === undefined) return undefined;
  const other =
    Math.abs(weightOf(own) - weightOf(low)) > Math.abs(weightOf(own) - weightOf(high)) ? low : high;
  const difference = Math.abs(weightOf(own) - weightOf(other));
  return difference === 0 ? undefined : { first: own, second: other, difference };
}

function weightOf({ value, refused }: ProbeAnswer): number {
  return (value ?? 0) - (refused === true ? 0.5 : 0);
}

function shown(answer: ProbeAnswer, texts: ReadonlyMap<number, string>): ProbeShownAnswer {
  const { variant, value, refused, cell } = answer;
  const json = texts.get(cell ?? -1);
  const sample: Sample | undefined =
    json === undefined || json === NO_SAMPLE ? undefined : JSON.parse(json);
  const output = sample?.output;
  return {
    ...{ variant, value, refused },
    asked: sample ? begin(questionOf(sample)?.text ?? '') : null,
    output:
      output === undefined
        ? null
        : begin(typeof output === 'string' ? output : JSON.stringify(output)),
    edits: sample ? changedIn(sample).edits : [],
  };
}

function begin(text: string): string {
  const most = 2 * LIMITS.excerptCharacters;
  return text.length <= most ? text : `${text.slice(0, most)}…`;
}
