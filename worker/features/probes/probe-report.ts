import type { ProbeReport, ProbeVariantResult, ScorerReference } from '@assay/schema/types.ts';
import { ApiProblem } from '../../core/problem.ts';
import { repeatedMean } from '../../core/statistics/repeats/repeated-mean.ts';
import type { StoredExperiment } from '../../store/experiments.ts';
import { readPlan } from '../experiments/experiment-plan.ts';
import type { FindCellNeeds } from '../experiments/find-cells.ts';
import { statusOf } from '../experiments/find-experiments.ts';
import type { ProbePlan } from '../experiments/probe-plan.ts';
import { observe } from '../experiments/report/observe.ts';
import { scoreIn } from '../experiments/report/observed.ts';
import {
  byVariant,
  type ProbeAnswer,
  REFUSALS,
  refusalOf,
  valuesBySample,
} from './analysis/answers.ts';
import { analyseConsistency } from './analysis/consistency.ts';
import { analyseCounterfactual } from './analysis/counterfactual.ts';
import { analyseDistraction } from './analysis/distraction.ts';
import { analyseDrift } from './analysis/drift.ts';
import { type Findings, notRun } from './analysis/findings.ts';
import { analyseOrder } from './analysis/order.ts';
import { analysePhrasing } from './analysis/phrasing.ts';
import { analysePosition } from './analysis/position.ts';
import { findProbe } from './find-probes.ts';
import { showDifferences } from './show-differences.ts';

export type ProbeReportNeeds = FindCellNeeds;

/** What a probe has found so far. @throws ApiProblem `probe_not_found` or `invalid_request` */
export async function probeReport(
  projectId: string,
  id: string,
  { scorer = null }: { scorer?: string | null | undefined },
  needs: ProbeReportNeeds,
): Promise<ProbeReport> {
  const { stored, plan } = await findProbe(projectId, id, needs);
  checkScorer(stored, scorer);
  const { answers, errors, codes, open } = await readAnswers(stored, plan, scorer, needs);
  const { agreement } = readPlan(stored.plan);
  const found = await analyse(projectId, { plan, agreement, answers, scorer }, needs);
  const { kind, seed, margin, skipped } = plan;
  const scored = answers.filter(({ value }) => value !== null);
  return {
    ...{ id, kind, name: stored.name, status: statusOf(stored), seed, scorer, margin },
    createdAt: new Date(stored.createdAtMs).toISOString(),
    ...{ outcome: found.outcome, line: lineOf(found, errors) },
    samples: new Set(scored.map(({ of }) => of)).size,
    ...{ answers: scored.length, errors },
    variants: resultsOf(answers),
    ...{ differences: found.differences, sensitivity: found.sensitivity },
    ...{ consistency: found.consistency, curves: found.curves, drift: found.drift },
    shown: await showDifferences(stored, answers, found, needs),
    skipped,
    notes: [...notesOf({ open, errors, codes }, stored.status === 'cancelled'), ...found.notes],
  };
}

/** What could not be compared because answers failed says so. */
function lineOf({ outcome, line }: Findings, errors: number): string {
  return outcome === 'not_run' && errors > 0
    ? `${line} ${errors} answers failed or have no score: look at the cells of the experiment.`
    : line;
}

function checkScorer({ plan }: StoredExperiment, scorer: string | null): void {
  const names = readPlan(plan).scorers.map((one) => one.as ?? one.scorer);
  if (scorer === null || names.includes(scorer)) return;
  throw new ApiProblem('invalid_request', {
    errors: [{ pointer: '/scorer', message: `must be one of: ${names.join(', ')}` }],
  });
}

interface Read {
  answers: ProbeAnswer[];
  /** Answers without a score, and cells without an answer. */
  errors: number;
  /** How often the target failed, by the code of the error. */
  codes: ReadonlyMap<string, number>;
  /** Cells that are not done yet. */
  open: number;
}

async function readAnswers(
  stored: StoredExperiment,
  { originals, variants, rows }: ProbePlan,
  scorer: string | null,
  { experimentCells }: ProbeReportNeeds,
): Promise<Read> {
  const cells = await observe(stored, experimentCells);
  let [errors, open] = [0, 0];
  const codes = new Map<string, number>();
  const answers = cells.flatMap((cell, i): ProbeAnswer[] => {
    const [original, variant] = rows[cell.sample] ?? [];
    const named = variants[variant ?? -1];
    if (original === undefined || named === undefined) return [];
    const score = scoreIn(cell, scorer);
    if (cell.result === undefined || (cell.result.isAnswered && score === undefined)) open += 1;
    else if (score?.status !== 'scored') errors += 1;
    const code = cell.result?.isAnswered === false ? (cell.result.errorCode ?? 'unknown') : null;
    if (code !== null) codes.set(code, (codes.get(code) ?? 0) + 1);
    const refusal = scoreIn(cell, REFUSALS);
    return [
      {
        of: originals[original] ?? '',
        variant: named.variant,
        value: score?.value ?? null,
        output: cell.result?.outputHash ?? null,
        refused: refusal?.status === 'scored' ? refusal.passed === false : null,
        cell: i,
        ...(cell.meansTheSame !== undefined && { meansTheSame: cell.meansTheSame }),
        ...(named.at && { at: named.at }),
      },
    ];
  });
  return { answers, errors, codes, open };
}

interface Analysing {
  plan: ProbePlan;
  agreement: ScorerReference | null;
  answers: readonly ProbeAnswer[];
  scorer: string | null;
}

async function analyse(
  projectId: string,
  { plan, agreement, answers, scorer }: Analysing,
  needs: ProbeReportNeeds,
): Promise<Findings> {
  const { kind, margin, seed, since } = plan;
  switch (kind) {
    case 'consistency':
      return analyseConsistency(answers, margin, agreement);
    case 'phrasing':
      return analysePhrasing(answers, margin);
    case 'position':
      return analysePosition(answers, margin);
    case 'counterfactual':
      return analyseCounterfactual(answers, margin);
    case 'order':
      return analyseOrder(answers, margin);
    case 'distraction':
      return analyseDistraction(answers, margin);
    case 'drift': {
      const earlier = await findProbe(projectId, since ?? '', needs).catch((cause: unknown) => {
        if (cause instanceof ApiProblem && cause.code === 'probe_not_found') return undefined;
        throw cause;
      });
      if (earlier === undefined) return notRun('the earlier probe was deleted');
      const before = await readAnswers(earlier.stored, earlier.plan, scorer, needs);
      return analyseDrift(before.answers, answers, { since: since ?? '', margin, seed });
    }
  }
}

function resultsOf(answers: readonly ProbeAnswer[]): ProbeVariantResult[] {
  return Array.from(byVariant(answers), ([variant, those]) => {
    const [values, refusals] = [valuesBySample(those), valuesBySample(those, refusalOf)];
    return {
      variant,
      samples: values.size,
      mean: values.size === 0 ? null : repeatedMean([...values.values()]),
      refused: refusals.size === 0 ? null : repeatedMean([...refusals.values()]),
    };
  });
}

/** Errors of the target, the most frequent first. */
function codesOf(codes: Read['codes']): string {
  const sorted = [...codes].toSorted(([, a], [, b]) => b - a);
  return sorted.length === 0 ? '' : `: ${sorted.map(([code, n]) => `${n} × ${code}`).join(', ')}`;
}

function notesOf({ open, errors, codes }: Omit<Read, 'answers'>, isCancelled: boolean): string[] {
  const missing = isCancelled
    ? 'answers are missing or not scored, because the probe was cancelled. Resume it for the rest.'
    : 'answers are not there or not scored yet.';
  return [
    ...(open > 0 ? [`${open} ${missing}`] : []),
    ...(errors > 0
      ? [
          `${errors} answers have no score, because the target or a scorer failed; they are in no statistic${codesOf(codes)}.`,
        ]
      : []),
  ];
}
