import type {
  BatchComparison,
  BatchCounts,
  BatchGateRequest,
  BatchGateResult,
  GateOutcome,
} from '@assay/schema/types.ts';
import { ApiProblem } from '../../core/problem.ts';
import type { StoredGate } from './batch-gates.ts';
import { type CompareBatchNeeds, compareStored } from './compare-batches.ts';
import { findBase } from './find-base.ts';
import { batchOf, findBatch } from './find-batches.ts';
import { calibrationFaults } from './gate-calibration.ts';

interface Judgement {
  outcome: GateOutcome;
  reasons: string[];
}

/**
 * Evaluates the gate of a batch that has ended, and keeps the outcome with the batch: one whose gate
 * failed is no baseline of others.
 *
 * @throws ApiProblem `batch_not_found`, `batch_not_ended` or `comparison_too_large`
 */
export async function gateBatch(
  projectId: string,
  id: string,
  request: BatchGateRequest,
  services: CompareBatchNeeds,
): Promise<BatchGateResult> {
  const { minPassRate, base, maxRegression, scorer, allowFailedBase, allowMissingBase } = request;
  const { requireCalibration } = request;
  const stored = await findBatch(projectId, id, services);
  const { counts, endedAt } = await batchOf(stored, services);
  if (endedAt === null) {
    throw new ApiProblem('batch_not_ended', {
      detail: `The batch ${id} is ${stored.status}. Wait for it to end, or cancel it.`,
    });
  }
  const found =
    base === undefined
      ? undefined
      : await findBase(stored, base, { allowFailed: allowFailedBase }, services);
  const limits = {
    ...(maxRegression !== undefined && { maxRegression }),
    ...(scorer !== undefined && { scorer }),
  };
  const comparison =
    found && (await compareStored({ batch: stored, counts, base: found, query: limits }, services));
  // Tests that are all new, or have new names, have nothing to be compared with either.
  const isMissing = comparison === undefined || (allowMissingBase && comparison.pairs === 0);
  const faults =
    requireCalibration === undefined
      ? []
      : await calibrationFaults(stored, requireCalibration, services);
  const judgements: Judgement[] = [
    // What an unchecked judge says decides nothing, neither way.
    ...(faults.length > 0 ? [{ outcome: 'undecided' as const, reasons: faults }] : []),
    ...(minPassRate === undefined ? [] : [byPassRate(counts, minPassRate)]),
    ...(maxRegression === undefined || base === undefined
      ? []
      : [isMissing ? withoutBase(base, allowMissingBase) : byBase(comparison)]),
  ];
  const { outcome, reasons } = faults.length > 0 ? unchecked(judgements) : summed(judgements);
  const gate: StoredGate = {
    outcome,
    base: found?.id ?? null,
    at: new Date(services.nowMs()).toISOString(),
    run: stored.run,
  };
  await services.batches.setGate(projectId, id, JSON.stringify(gate));
  return { batch: id, base: gate.base, outcome, reasons, comparison: comparison ?? null };
}

/** A gate whose judges were not checked is undecided, whatever they say. */
function unchecked(judgements: readonly Judgement[]): Judgement {
  return { outcome: 'undecided', reasons: judgements.flatMap(({ reasons }) => reasons) };
}

function summed(judgements: readonly Judgement[]): Judgement {
  const has = (outcome: GateOutcome) => judgements.some((each) => each.outcome === outcome);
  return {
    outcome: has('failed') ? 'failed' : has('undecided') ? 'undecided' : 'passed',
    reasons: judgements.flatMap(({ reasons }) => reasons),
  };
}

/**
 * Samples without a verdict count neither way: if they could change the outcome, it is undecided.
 */
export function byPassRate({ total, passed, failed }: BatchCounts, wanted: number): Judgement {
  const open = total - passed - failed;
  if (total === 0) return { outcome: 'undecided', reasons: ['The batch has no samples.'] };
  const told = `${passed} of ${total} samples passed (${percent(passed / total)}); ${percent(wanted)} must pass.`;
  // 1e-9: 0.1 + 0.2 is not 0.3.
  if ((passed + open) / total < wanted - 1e-9) return { outcome: 'failed', reasons: [told] };
  if (passed / total >= wanted - 1e-9) return { outcome: 'passed', reasons: [told] };
  return { outcome: 'undecided', reasons: [`${told} ${open} have no verdict.`] };
}

function byBase({ gate, base }: BatchComparison): Judgement {
  const { outcome, failures } = gate;
  return { outcome, reasons: outcome === 'passed' ? [`No regression against ${base}.`] : failures };
}

/**
 * The tag may be mistyped, so a gate that cannot be evaluated does not pass, unless the caller
 * allows it.
 */
function withoutBase(base: string, isAllowed = false): Judgement {
  const reason = `No completed batch is tagged \`${base.replace(/^latest:/, '')}\`, so there is nothing to compare with.`;
  if (isAllowed) return { outcome: 'passed', reasons: [reason] };
  const hint = 'Check the tag, or set `allowMissingBase` for a first run.';
  return { outcome: 'undecided', reasons: [`${reason} ${hint}`] };
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)}%`;
}
