import { counted } from '@assay/schema/counted.ts';
import type { MonitorAlarm, MonitorMove } from '@assay/schema/types.ts';

interface Summarised {
  days: number;
  monitors: number;
  /** Names of those that no verdict was shown to yet. */
  unseen: readonly string[];
  /** Names of those that have no baseline yet, and so test nothing. */
  learning: readonly string[];
  alarms: readonly MonitorAlarm[];
  moves: readonly MonitorMove[];
}

const MOST_ALARMS = 5;
const MOST_NAMES = 10;

/** A summary for people, in a few sentences. What was not watched is named: silence is no good news of it. */
export function summaryText(given: Summarised): string {
  const { days, monitors, unseen, learning, alarms, moves } = given;
  if (monitors === 0) {
    return 'There are no monitors, so nothing was watched. Create one with POST /v1/monitors or `assay monitors push`.';
  }
  const lines = [headOf(alarms, monitors, days), ...alarms.slice(0, MOST_ALARMS).map(lineOf)];
  if (alarms.length > MOST_ALARMS)
    lines.push(`And ${alarms.length - MOST_ALARMS} more in \`alarms\`.`);
  const alarmed = new Set(alarms.map(({ monitor }) => monitor));
  const lower = moves.filter(({ monitor, isWorse }) => isWorse && !alarmed.has(monitor));
  if (lower.length > 0) {
    const figures = lower.map(({ monitor, change }) => `${monitor} (${signed(change)})`);
    lines.push(`Worse than their baselines, by less than raises an alarm: ${listed(figures)}.`);
  }
  if (learning.length > 0) {
    lines.push(`Not tested yet, as the baseline is still being learned: ${listed(learning)}.`);
  }
  if (unseen.length > 0)
    lines.push(`Nothing watched yet, as no verdict matched: ${listed(unseen)}.`);
  return lines.join('\n');
}

function headOf(alarms: readonly MonitorAlarm[], monitors: number, days: number): string {
  const when = days === 1 ? 'the last day' : `the last ${days} days`;
  const of = counted(monitors, 'monitor');
  if (alarms.length === 0) return `No alarm of ${of} in ${when}.`;
  const open = alarms.filter(({ status }) => status === 'open').length;
  return `${counted(alarms.length, 'alarm')} of ${of} in ${when}, ${open === 0 ? 'all over' : `${open} open`}:`;
}

function lineOf({ title, summary, status, raisedAt }: MonitorAlarm): string {
  const when = `${raisedAt.slice(0, 16).replace('T', ' ')} UTC`;
  return `- ${title} (${status === 'open' ? 'open' : 'over'}, raised ${when}). ${summary}`;
}

function listed(names: readonly string[]): string {
  const rest = names.length - MOST_NAMES;
  return `${names.slice(0, MOST_NAMES).join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
}

const signed = (value: number) => `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(3)}`;
