import { choiceInWords } from '@assay/schema/experiment-choice.ts';
import type {
  ExperimentChoice,
  ExperimentChosen,
  ExperimentVariantReport,
} from '@assay/schema/types.ts';
import { pairedDifference } from '../../../core/statistics/errors/paired-difference.ts';
import type { ObservedCell } from './observed.ts';
import { meansOf } from './pairs.ts';

/** A variant that may be chosen. */
export interface Candidate {
  report: ExperimentVariantReport;
  cells: readonly ObservedCell[];
}

/**
 * Chooses a variant. The mean decides who may be chosen, and the interval of the difference from the
 * best says whether that is certain.
 */
export function choose(
  choice: ExperimentChoice,
  candidates: readonly Candidate[],
): ExperimentChosen {
  const { by, within = 0, scorer = null } = choice;
  const rule = choiceInWords(choice);
  const rated = candidates.flatMap((candidate) => {
    const mean = meanOf(candidate.report, scorer);
    return mean === null ? [] : [{ ...candidate, mean }];
  });
  const best = rated.toSorted((a, b) => b.mean - a.mean)[0];
  if (best === undefined) {
    const reason = 'No variant has a score, so none can be chosen.';
    return { rule, variant: null, isCertain: false, reason };
  }
  const near = rated.filter(({ mean }) => best.mean - mean <= within + 1e-9);
  const priced = near.flatMap((one) => {
    const price = priceOf(by, one.report);
    return price === null ? [] : [{ ...one, price }];
  });
  if (by !== 'best' && priced.length < near.length) {
    const missing = near.filter((one) => priceOf(by, one.report) === null);
    const what = by === 'cheapest' ? 'cost' : 'latency';
    const names = missing.map(({ report }) => report.variant).join(', ');
    const reason = `The ${what} of ${names} is not known, so that none can be chosen.`;
    return { rule, variant: null, isCertain: false, reason };
  }
  const chosen = priced.toSorted((a, b) => a.price - b.price || b.mean - a.mean)[0] ?? best;
  const isCertain = isWithin(chosen, best, rated, { by, within, scorer });
  return {
    ...{ rule, isCertain },
    variant: chosen.report.variant,
    reason: reasonOf(chosen, best, { by, isCertain, others: near.length - 1 }),
  };
}

interface Rated extends Candidate {
  mean: number;
}

/** Whether the interval of the difference from every better one is within the margin, too. */
function isWithin(
  chosen: Rated,
  best: Rated,
  rated: readonly Rated[],
  { by, within, scorer }: { by: string; within: number; scorer: string | null },
): boolean {
  // The best must be better than all others, the cheapest only not worse than the best.
  const rivals = by === 'best' ? rated.filter((one) => one !== chosen) : [best];
  return rivals.every((rival) => {
    if (rival === chosen) return true;
    const own = meansOf(scorer, chosen.cells);
    const differences = [...meansOf(scorer, rival.cells)].flatMap(([sample, value]) => {
      const other = own.get(sample);
      return other === undefined ? [] : [value - other];
    });
    if (differences.length < 2) return false;
    return pairedDifference(differences).difference.high <= (by === 'best' ? 0 : within);
  });
}

function reasonOf(
  chosen: Rated,
  best: Rated,
  { by, isCertain, others }: { by: ExperimentChoice['by']; isCertain: boolean; others: number },
): string {
  const name = chosen.report.variant;
  const doubt = isCertain ? '' : ' The interval does not exclude more, so add samples to be sure.';
  if (by === 'best') {
    const unsure = isCertain
      ? ''
      : ' The intervals do not exclude a tie, so add samples to be sure.';
    return `${name} has the highest mean, ${percent(chosen.mean)}.${unsure}`;
  }
  const what = by === 'cheapest' ? 'cheapest' : 'fastest';
  if (others === 0)
    return `${name} is the only variant that is good enough, at ${percent(chosen.mean)}.`;
  if (chosen === best)
    return `${name} is the ${what} of ${others + 1}, and the best at ${percent(chosen.mean)}.`;
  const points = (100 * (best.mean - chosen.mean)).toFixed(1);
  return `${name} is the ${what} of ${others + 1}, and ${points} points below the best, ${best.report.variant}.${doubt}`;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)}%`;
}

function meanOf({ scorers }: ExperimentVariantReport, scorer: string | null): number | null {
  return scorers.find((one) => one.scorer === scorer)?.mean?.value ?? null;
}

function priceOf(
  by: ExperimentChoice['by'],
  { costUsd, latencyMs }: ExperimentVariantReport,
): number | null {
  if (by === 'best') return 0;
  return (by === 'cheapest' ? costUsd : latencyMs)?.mean ?? null;
}
