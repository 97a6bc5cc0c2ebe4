import type { GuardAction, GuardFinding, GuardNotRun, Score } from '@assay/schema/types.ts';
import { type Detection, failsAt, SHOWN_FROM } from '@assay/scorers/detectors/define-detector.ts';
import type { JudgeWarning } from '@assay/scorers/judging/judge.ts';
import type { Fault } from '../scoring/require-calibration.ts';
import type { PlannedRule } from './plan-policy.ts';

/** A rule, the score of its scorer, and that of the scorer it was escalated to. */
export interface RuleOutcome {
  rule: PlannedRule;
  score: Score;
  /** What its detector found; absent for other scorers and for a detector that could not look. */
  detection?: Detection | undefined;
  escalated?: Score | undefined;
  /** Why the policy does not let the judge decide. */
  fault?: Fault | undefined;
}

export interface GuardDecision {
  action: GuardAction;
  decidedBy: string | null;
  findings: GuardFinding[];
  notRun: GuardNotRun[];
}

const ACTIONS: readonly GuardAction[] = ['allow', 'flag', 'redact', 'block'];

/** Whether the scorer of a rule is unsure, so that another is asked. */
export function isUnsure({ escalation }: PlannedRule, { value }: Score): boolean {
  if (escalation === undefined || value === null) return false;
  return value > escalation.above && value < escalation.below;
}

/** The strictest action that any rule asks for; of equal ones the first rule decides. */
export function decideAction(outcomes: readonly RuleOutcome[]): GuardDecision {
  const decision: GuardDecision = { action: 'allow', decidedBy: null, findings: [], notRun: [] };
  for (const outcome of outcomes) {
    const deciding = outcome.escalated ?? outcome.score;
    const findings = findingsOf(outcome);
    decision.findings.push(...findings);
    const notRun = notRunOf(outcome, deciding);
    if (notRun) decision.notRun.push(notRun);
    const action = notRun?.action ?? actionOf(outcome, deciding, findings);
    if (ACTIONS.indexOf(action) <= ACTIONS.indexOf(decision.action)) continue;
    decision.action = action;
    decision.decidedBy = deciding.name;
  }
  return decision;
}

function actionOf(
  { rule, detection }: RuleOutcome,
  { passed }: Score,
  findings: readonly GuardFinding[],
): GuardAction {
  if (passed !== false) return 'allow';
  if (detection === undefined || detection.findings.length === 0) return rule.action;
  return strictest(findings.map(({ action }) => action));
}

function strictest(actions: readonly GuardAction[]): GuardAction {
  return ACTIONS[Math.max(...actions.map((action) => ACTIONS.indexOf(action)))] ?? 'allow';
}

/** What a detector found, with what the rule does with each. */
function findingsOf({ rule, score, detection, escalated }: RuleOutcome): GuardFinding[] {
  if (detection === undefined) return [];
  const { threshold } = rule.resolved;
  const findings = detection.findings.map((finding) => {
    const fails = escalated
      ? escalated.passed === false
      : threshold !== null && failsAt(threshold, finding);
    const action = fails ? (rule.kinds[finding.kind] ?? rule.action) : 'allow';
    return { scorer: score.name, ...finding, action };
  });
  return findings.filter(({ certainty, action }) => certainty >= SHOWN_FROM || action !== 'allow');
}

function notRunOf({ rule, escalated, fault }: RuleOutcome, score: Score): GuardNotRun | undefined {
  const { name: scorer, status, reason } = score;
  if (status === 'scored' && fault !== undefined) {
    const { code, message } = fault;
    return { scorer, status: 'uncalibrated', code, reason: message, action: rule.onError };
  }
  if (status === 'scored') return undefined;
  const code = status === 'error' ? score.error.code : null;
  // A scorer that abstains, or is skipped, does as it was set up to; but one that was asked because
  // another was unsure leaves it unsure.
  // So does one whose guarantee is gone.
  const isUnknown = score.warnings?.some((warning) => UNKNOWN.has(warning));
  const isOpen = status === 'error' || escalated !== undefined || isUnknown === true;
  return { scorer, status, code, reason, action: isOpen ? rule.onError : 'allow' };
}

const UNKNOWN: ReadonlySet<string> = new Set<JudgeWarning>([
  'calibration_missing',
  'calibration_stale',
]);
