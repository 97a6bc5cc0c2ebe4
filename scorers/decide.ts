import type {
  Decision,
  Policy,
  Score,
  ScoredScore,
  UncalibratedScore,
} from '@assay/schema/types.ts';

/** What a set of scores comes to. */
export interface Judgement {
  passed: boolean | null;
  value: number | null;
  decision: Decision;
}

/**
 * Decides whether a verdict passes.
 *
 * A score without a value (error or abstained) is neither a pass nor a fail: the verdict is decided
 * only where that score could not change it, and is null otherwise. Skipped scores take no part.
 *
 * @param policy `required`: every required score must pass. `weighted-mean`: the mean of the values
 *   by weight must reach the threshold, and scores marked as required must pass too
 * @param uncalibrated scores that the policy does not let decide: their values count as missing
 */
export function decide(
  policy: Policy,
  scores: readonly Score[],
  uncalibrated?: readonly UncalibratedScore[],
): Judgement {
  const judged = scores.filter(({ status }) => status !== 'skipped');
  const mean = boundMean(judged);
  const value = mean.lowest === mean.highest ? mean.lowest : null;
  if (uncalibrated === undefined) return { value, ...rulingOn(policy, judged, mean) };
  const trusted = judged.map((score) =>
    uncalibrated.some(({ name }) => name === score.name) ? withoutValue(score) : score,
  );
  const { passed, decision } = rulingOn(policy, trusted, boundMean(trusted));
  const held = uncalibrated.filter(({ name }) => decision.undecidedBy.includes(name));
  const others = decision.undecidedBy.filter((name) => !held.some((each) => each.name === name));
  const reasons = [
    ...held.map(({ code, message }) => `${code}: ${message}`),
    ...(others.length > 0 ? [`${others.join(', ')} returned no value.`] : []),
  ];
  const reason = held.length > 0 ? reasons.join(' ') : decision.reason;
  return {
    value,
    passed,
    decision: { ...decision, uncalibrated: [...uncalibrated], reason },
  };
}

function rulingOn(policy: Policy, judged: readonly Score[], mean: Bounds): Ruling {
  return policy.rule === 'required' ? byRequired(judged) : byMean(judged, policy.threshold, mean);
}

/** A score of which only its name and its place in the policy count. */
function withoutValue(score: Score): Score {
  const { counts: _, error: __, ...kept }: Score & { counts?: unknown; error?: unknown } = score;
  return { ...kept, status: 'abstained', value: null, raw: null, passed: null };
}

type Ruling = Omit<Judgement, 'value'>;

function byRequired(judged: readonly Score[]): Ruling {
  const ruling = { rule: 'required', threshold: null } as const;
  const required = judged.filter(takesPart);
  const failing = required.filter(({ passed }) => passed === false);
  const open = required.filter(hasNoValue);
  if (failing.length > 0) {
    return rule(ruling, false, failing, [], `${list(failing)} did not pass.`);
  }
  if (open.length > 0) return rule(ruling, null, [], open, `${list(open)} returned no value.`);
  if (required.length === 0) return rule(ruling, null, [], [], 'No required score has a value.');
  return rule(ruling, true, required, [], `Every required score passed: ${list(required)}.`);
}

function byMean(judged: readonly Score[], threshold: number, mean: Bounds): Ruling {
  const ruling = { rule: 'weighted-mean', threshold } as const;
  const required = judged.filter(takesPart);
  const failing = required.filter(({ passed }) => passed === false);
  if (failing.length > 0) {
    return rule(ruling, false, failing, [], `${list(failing)} did not pass, but must.`);
  }
  const weighing = judged.filter(({ weight }) => weight > 0);
  if (mean.lowest === null || mean.highest === null) {
    return rule(ruling, null, [], [], 'No score has a weight, so there is no mean.');
  }
  const known = weighing.filter(hasValue);
  const open = weighing.filter(hasNoValue);
  if (mean.highest < threshold - ROUNDING) {
    const most = open.length > 0 ? 'at most ' : '';
    const reason = `The weighted mean is ${most}${show(mean.highest)}, below ${threshold}.`;
    return rule(ruling, false, known, [], reason);
  }
  const openRequired = required.filter(hasNoValue);
  // Without any value a threshold of 0 would be reached by nothing at all.
  const isKnown = known.length > 0 && openRequired.length === 0;
  if (isKnown && mean.lowest >= threshold - ROUNDING) {
    const least = open.length > 0 ? 'at least ' : '';
    const reason = `The weighted mean is ${least}${show(mean.lowest)}, not below ${threshold}.`;
    return rule(ruling, true, known, [], reason);
  }
  const undecided = judged.filter((score) => open.includes(score) || openRequired.includes(score));
  return rule(
    ruling,
    null,
    [],
    undecided,
    `${list(undecided)} returned no value and could change the result.`,
  );
}

const ROUNDING = 1e-9;

interface Bounds {
  lowest: number | null;
  highest: number | null;
}

/** The weighted mean if every missing value were 0, and if every one were 1. */
function boundMean(judged: readonly Score[]): Bounds {
  let weight = 0;
  let sum = 0;
  let open = 0;
  for (const score of judged) {
    weight += score.weight;
    if (score.value === null) open += score.weight;
    else sum += score.weight * score.value;
  }
  if (weight === 0) return { lowest: null, highest: null };
  return { lowest: Math.min(1, sum / weight), highest: Math.min(1, (sum + open) / weight) };
}

/** A required score decides, unless it only measures. */
function takesPart(score: Score): boolean {
  return score.required && score.threshold !== null;
}

function hasValue(score: Score): score is ScoredScore {
  return score.status === 'scored';
}

function hasNoValue(score: Score): boolean {
  return !hasValue(score);
}

function rule(
  ruling: Pick<Decision, 'rule' | 'threshold'>,
  passed: boolean | null,
  decidedBy: readonly Score[],
  undecidedBy: readonly Score[],
  reason: string,
): Ruling {
  const names = (scores: readonly Score[]) => scores.map(({ name }) => name);
  return {
    passed,
    decision: { ...ruling, decidedBy: names(decidedBy), undecidedBy: names(undecidedBy), reason },
  };
}

function list(scores: readonly Score[]): string {
  return scores.map(({ name }) => name).join(', ');
}

function show(value: number): string {
  return String(Math.round(value * 1e4) / 1e4);
}
