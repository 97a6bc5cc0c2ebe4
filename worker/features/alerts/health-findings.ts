import type { AlertSettings } from '@assay/schema/types.ts';
import type {
  HealthMark,
  ModelToday,
  Overdue,
  RuleMinutes,
  SpendToday,
} from '../../store/health-figures.ts';
import type { AlertSignal } from './raise-alert.ts';

/** What is not well, before it has a project and a time. */
export type Finding = Omit<AlertSignal, 'projectId' | 'atMs'>;

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const NANO = 1e9;

/**
 * The share of a model's calls that failed within the window, from the first counters in it: those before it
 * would tell of better or worse times. A day's counters begin with 0.
 */
export function judgesFailing(
  now: ModelToday,
  marks: readonly HealthMark[],
  { judgeErrors }: AlertSettings,
  nowMs: number,
): Finding[] {
  if (judgeErrors === null) return [];
  const sinceMs = nowMs - judgeErrors.windowMinutes * MINUTE_MS;
  const isNewDay = nowMs % DAY_MS <= nowMs - sinceMs;
  const base = isNewDay ? { calls: 0, errors: 0 } : marks.find(({ atMs }) => atMs >= sinceMs);
  if (base === undefined) return [];
  const errors = now.errors - base.errors;
  const calls = now.calls - base.calls + errors;
  const share = errors / calls;
  if (calls < judgeErrors.minCalls || share <= judgeErrors.maxShare) return [];
  return [
    {
      key: `health/judge/${now.model}`,
      source: 'health:judges',
      severity: share >= 0.5 ? 'critical' : 'error',
      title: `Calls of ${now.model} fail`,
      summary: `${errors} of ${calls} calls failed in the last ${judgeErrors.windowMinutes} minutes (${percent(share)}). What was asked has no score: it is an error, not a fail.`,
      details: { model: now.model, errors, calls, share },
      links: [{ title: 'Judges', path: '/judges' }],
    },
  ];
}

export function spendNearCap({ nanoUsd, capUsd }: SpendToday, { spend }: AlertSettings): Finding[] {
  const share = nanoUsd / NANO / capUsd;
  if (spend === null || share < spend.minShare) return [];
  const isSpent = share >= 0.999;
  return [
    {
      key: 'health/spend',
      source: 'health:spend',
      severity: isSpent ? 'error' : 'warning',
      title: isSpent ? 'The daily cap of spend is reached' : 'Spend is near the daily cap',
      summary: `Models have cost ${(nanoUsd / NANO).toFixed(2)} of ${capUsd} USD today (UTC). Calls that would pass the cap are not made: their scores are errors.`,
      details: { spentUsd: nanoUsd / NANO, capUsd, share },
      links: [{ title: 'Settings', path: '/settings' }],
    },
  ];
}

const WAITING = {
  ranges: ['Batches wait', 'ranges of batches'],
  traces: ['Live traces wait', 'traces'],
  webhooks: ['Webhooks wait', 'deliveries of webhooks'],
  alerts: ['Alerts wait', 'deliveries of alerts'],
  log: ['The log waits', 'verdicts'],
} as const;

export interface Waiting extends Omit<Overdue, 'what' | 'count'> {
  what: keyof typeof WAITING;
  /** Null where nobody counts. */
  count: number | null;
}

export function backlogOf(
  { what, count, sinceMs }: Waiting,
  { backlog }: AlertSettings,
  nowMs: number,
): Finding[] {
  const minutes = Math.floor((nowMs - sinceMs) / MINUTE_MS);
  if (backlog === null || minutes < backlog.maxMinutes) return [];
  const [title, things] = WAITING[what];
  return [
    {
      key: `health/backlog/${what}`,
      source: 'health:backlog',
      severity: 'error',
      title,
      summary: `${count === null ? `Some ${things}` : `${count} ${things}`} are overdue, the longest for ${minutes} minutes. They are tried again every minute.`,
      details: { what, count, minutes },
    },
  ];
}

export function ruleOverCap(minutes: RuleMinutes, { ruleCap }: AlertSettings): Finding[] {
  const { rule, matched, scored, failed } = minutes;
  const share = (matched - scored) / matched;
  if (ruleCap === null || share <= ruleCap.maxShare) return [];
  const found = {
    ...{ key: `health/rule/${rule}`, source: 'health:rules' as const },
    details: { rule, matched, scored, failed, share },
  };
  // What fails fails whatever the cap is.
  if (failed / matched > ruleCap.maxShare) {
    return [
      {
        ...{ ...found, severity: 'error', title: `The rule ${rule} cannot score` },
        summary: `${failed} of ${matched} samples could not be scored in the last 15 minutes. \`fault\` of GET /v1/rules/${rule}/activity says why.`,
      },
    ];
  }
  return [
    {
      ...{ ...found, severity: 'warning', title: `The rule ${rule} is over its cap` },
      summary: `${matched - scored} of ${matched} samples were not scored in the last 15 minutes (${percent(share)}). Raise \`perMinute\` of the rule, or lower its \`share\`.`,
    },
  ];
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)}%`;
}
