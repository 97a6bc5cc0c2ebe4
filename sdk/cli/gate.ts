import type { BatchComparison, BatchCounts } from '@assay/schema/types.ts';
import type { Assay } from '../client.ts';
import { CliError } from './cli-error.ts';
import { numberOf } from './command.ts';
import { EXIT, type ExitCode } from './exit-code.ts';
import { newestBatch } from './newest-batch.ts';
import { percent } from './text.ts';

export const GATE_OPTIONS = {
  gate: { help: 'Every sample has to pass; with --base, no scorer may lie below it.' },
  'min-pass-rate': { value: 'SHARE', help: 'Share of samples that have to pass, 0 to 1.' },
  base: {
    value: 'BATCH',
    help: 'A batch to compare with, sample by sample; latest:TAG is the newest with a tag.',
  },
  'max-regression': {
    value: 'SHARE',
    help: 'How far mean and pass rate of a scorer may lie below the base, 0 to 1.',
  },
} as const;

export interface GateLimits {
  minPassRate: number | undefined;
  maxRegression: number | undefined;
  base: string | undefined;
  /** A `latest:TAG` that no batch has yet. */
  missingBase?: string | undefined;
}

/** What the gate came to; `undecided` where samples without a verdict could turn it. */
export interface GateOutcome {
  outcome: 'passed' | 'failed' | 'undecided';
  reasons: string[];
}

interface Given {
  gate?: boolean;
  'min-pass-rate'?: string;
  base?: string;
  'max-regression'?: string;
}

/** @throws CliError for a limit out of range, or one that lacks a base */
export function limitsOf(given: Given): GateLimits {
  const range = { min: 0, max: 1 };
  const minPassRate = numberOf(given['min-pass-rate'], 'min-pass-rate', range);
  const maxRegression = numberOf(given['max-regression'], 'max-regression', range);
  const { base, gate } = given;
  if (maxRegression !== undefined && base === undefined) {
    throw new CliError('--max-regression needs --base: a batch to compare with.');
  }
  const isBare = gate === true && minPassRate === undefined && maxRegression === undefined;
  return {
    base,
    minPassRate: isBare && base === undefined ? 1 : minPassRate,
    maxRegression: isBare && base !== undefined ? 0 : maxRegression,
  };
}

const LATEST = 'latest:';

/**
 * The batch that is meant by its id, or by `latest:TAG`.
 *
 * @param options as `newestBatch` takes them
 * @returns its id; undefined where no batch has the tag yet
 * @throws CliError for an empty tag
 */
export async function baseOf(
  assay: Assay,
  base: string,
  options: { except: string | undefined; suite?: string | null | undefined },
): Promise<string | undefined> {
  if (!base.startsWith(LATEST)) return base;
  const tag = base.slice(LATEST.length);
  if (tag === '') throw new CliError(`${LATEST} needs a tag, such as ${LATEST}main.`);
  return newestBatch(assay, [tag], options);
}

/**
 * Finds out what the base is, before anything is scored.
 *
 * @param except a batch that is not its own base
 * @param suite the suite that a `latest:TAG` has to have been scored by; null for none, undefined for any
 * @returns the limits with the id of the base, or with what no batch is yet
 * @throws CliError for a base that has not ended
 */
export async function findBase(
  assay: Assay,
  limits: GateLimits,
  except: string | undefined,
  suite: string | null | undefined,
): Promise<GateLimits> {
  const { base } = limits;
  if (base === undefined) return limits;
  const found = await baseOf(assay, base, { except, suite });
  if (found === undefined) return { ...limits, base: undefined, missingBase: base };
  if (found === base) {
    const { endedAt } = await assay.batches.get(base);
    if (endedAt === null) throw new CliError(`The base ${base} has not ended yet.`);
  }
  return { ...limits, base: found };
}

/** The comparison with the base; undefined where there is none. */
export async function compareWithBase(
  assay: Assay,
  id: string,
  { base, maxRegression }: GateLimits,
): Promise<BatchComparison | undefined> {
  if (base === undefined) return undefined;
  return assay.batches.compare(id, base, maxRegression === undefined ? {} : { maxRegression });
}

/** Undefined where no limit was asked for. */
export function judge(
  counts: BatchCounts,
  limits: GateLimits,
  comparison: BatchComparison | undefined,
): GateOutcome | undefined {
  const outcomes = [
    ...(limits.minPassRate === undefined ? [] : [byPassRate(counts, limits.minPassRate)]),
    ...(limits.maxRegression === undefined || !comparison ? [] : [byBase(counts, comparison)]),
    ...(limits.maxRegression === undefined ? [] : withoutBase(limits)),
  ];
  if (outcomes.length === 0) return undefined;
  const has = (outcome: GateOutcome['outcome']) => outcomes.some((one) => one.outcome === outcome);
  return {
    outcome: has('failed') ? 'failed' : has('undecided') ? 'undecided' : 'passed',
    reasons: outcomes.flatMap(({ reasons }) => reasons),
  };
}

/** Samples without a verdict count neither way: they leave the gate open where they could turn it. */
function byPassRate(counts: BatchCounts, wanted: number): GateOutcome {
  const { total, passed, failed } = counts;
  const open = total - passed - failed;
  if (total === 0) return { outcome: 'undecided', reasons: ['There are no samples.'] };
  const told = `${passed} of ${total} samples passed (${percent(passed / total)}); ${percent(wanted)} have to.`;
  // 1e-9: 0.1 + 0.2 is not 0.3.
  if ((passed + open) / total < wanted - 1e-9) return { outcome: 'failed', reasons: [told] };
  if (passed / total >= wanted - 1e-9) return { outcome: 'passed', reasons: [told] };
  return { outcome: 'undecided', reasons: [`${told} ${open} have no verdict.`] };
}

function byBase({ error }: BatchCounts, { gate, base }: BatchComparison): GateOutcome {
  if (!gate.passed) return { outcome: 'failed', reasons: gate.failures };
  if (error === 0) return { outcome: 'passed', reasons: [`No regression against ${base}.`] };
  const reason = `No regression against ${base} is known, but ${error} samples could not be scored.`;
  return { outcome: 'undecided', reasons: [reason] };
}

/** A gate that cannot be looked at is not open: the tag may be mistyped. */
function withoutBase({ missingBase }: GateLimits): GateOutcome[] {
  if (missingBase === undefined) return [];
  const reason = `No batch is ${missingBase} yet, so that there is nothing to compare with.`;
  return [{ outcome: 'undecided', reasons: [reason] }];
}

/** @param counts without a gate a batch of nothing but errors is one too */
export function exitOf(gate: GateOutcome | undefined, { total, error }: BatchCounts): ExitCode {
  if (gate === undefined) return total > 0 && error === total ? EXIT.error : EXIT.passed;
  if (gate.outcome === 'passed') return EXIT.passed;
  return gate.outcome === 'failed' ? EXIT.failed : EXIT.error;
}
