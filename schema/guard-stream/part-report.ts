import type {
  GuardAction,
  GuardFinding,
  GuardNotRun,
  GuardResult,
  GuardStage,
  GuardStreamFinding,
  GuardStreamMode,
  GuardStreamPart,
  GuardStreamReport,
} from '../types.ts';

const ACTIONS: readonly GuardAction[] = ['allow', 'flag', 'redact', 'block'];

/** What is known of one part of a stream. */
export interface PartReport {
  part: GuardStreamPart;
  findings: Map<string, GuardStreamFinding>;
  notRun: GuardNotRun[];
}

/** A part counts as unchecked until the whole of it was checked. */
export function createPartReport(part: string, stage: GuardStage): PartReport {
  return {
    part: {
      part,
      stage,
      status: 'not_run',
      action: 'allow',
      decidedBy: null,
      verdictId: null,
      reason: 'The stream ended before the check.',
    },
    findings: new Map(),
    notRun: [],
  };
}

/** Adds what a check found. @param cleared how much of the text had gone out before the check */
export function addFindings(
  { part, findings: known }: PartReport,
  findings: readonly GuardFinding[],
  cleared: number,
): void {
  for (const finding of findings) {
    const key = JSON.stringify([finding.scorer, finding.kind, finding.start, finding.end]);
    if (known.has(key)) continue;
    const isLate = finding.start < cleared && isActedOn(finding);
    known.set(key, { ...finding, part: part.part, ...(isLate ? { isLate } : {}) });
    raise(part, finding.action, finding.scorer);
  }
}

/** Takes over what the check of the whole part says. */
export function addResult(report: PartReport, result: GuardResult, mayPass: boolean): void {
  const { part } = report;
  report.notRun = result.notRun;
  part.verdictId = result.verdictId;
  raise(part, result.action, result.decidedBy);
  const wasLookedAt = result.scores.some(({ status }) => status === 'scored');
  if (!mayPass) return;
  if (wasLookedAt) setChecked(part);
  else part.reason = 'No rule of the policy was applied.';
}

/** Takes over that a check failed. */
export function addFailure({ part }: PartReport, { message }: Error): void {
  part.status = 'not_run';
  part.reason = message;
}

/** Takes over that a check, or its failure, blocks. */
export function addBlock(
  { part }: PartReport,
  decidedBy: string | null,
  by: 'check' | 'failure',
): void {
  raise(part, 'block', decidedBy);
  if (by === 'check') setChecked(part);
}

function setChecked(part: GuardStreamPart): void {
  part.status = 'checked';
  delete part.reason;
}

function raise(part: GuardStreamPart, action: GuardAction, decidedBy: string | null): void {
  if (ACTIONS.indexOf(action) <= ACTIONS.indexOf(part.action)) return;
  part.action = action;
  part.decidedBy = decidedBy;
}

function isActedOn({ action }: GuardFinding): boolean {
  return action === 'redact' || action === 'block';
}

/** The report of a whole stream. @param isWhole whether the stream was followed to its end */
export function reportOf(
  reports: readonly PartReport[],
  {
    mode,
    isWhole,
    tokens,
  }: { mode: GuardStreamMode; isWhole: boolean; tokens: Readonly<Record<string, string>> },
): GuardStreamReport {
  const parts = reports.map(({ part }) => part);
  const strictest = Math.max(0, ...parts.map(({ action }) => ACTIONS.indexOf(action)));
  const deciding = parts.find(({ action }) => action === ACTIONS[strictest]);
  // What came after a block was not looked at, and did not go out.
  const counted = isWhole ? parts : parts.filter(({ action }) => action === 'block');
  const isChecked = counted.length > 0 && counted.every(({ status }) => status === 'checked');
  return {
    status: isChecked ? 'checked' : 'not_run',
    mode,
    action: ACTIONS[strictest] ?? 'allow',
    decidedBy: deciding?.decidedBy ?? null,
    verdictId: deciding?.verdictId ?? null,
    findings: reports.flatMap(({ findings }) => [...findings.values()]),
    notRun: reports.flatMap(({ part, notRun }) =>
      notRun.map((rule) => ({ ...rule, part: part.part })),
    ),
    parts: parts.map((part) => ({ ...part })),
    ...(Object.keys(tokens).length === 0 ? {} : { tokens: { ...tokens } }),
  };
}
