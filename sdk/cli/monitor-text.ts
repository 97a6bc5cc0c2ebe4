import { counted } from '@assay/schema/counted.ts';
import type {
  AlarmCause,
  AnchorState,
  MonitorAlarm,
  MonitorInterval,
  MonitorMean,
  MonitorReport,
  MonitorState,
  ThresholdState,
} from '@assay/schema/types.ts';
import { decimal, oneLine, percent, table } from './text.ts';

/** A monitor in a list. */
export function monitorRow({ name, version, state, description }: MonitorReport): string[] {
  const { status, mean, baseline, counts, openAlarms } = state;
  return [
    `${name}@${version}`,
    status,
    mean === null ? '' : meanText(mean),
    baseline === null ? '' : `baseline ${decimal(baseline.value)}`,
    counted(counts.seen, 'verdict'),
    openAlarms === 0 ? '' : counted(openAlarms, 'open alarm'),
    oneLine(description, 60),
  ];
}

/** What a monitor knows, line by line. */
export function stateText(state: MonitorState): string {
  const { status, mean, baseline, baselineLacks, counts, evidence, thresholds, anchors } = state;
  return table([
    ['status', status],
    [
      'verdicts',
      `${counts.seen}, ${counted(counts.errors, 'error')}, ${counts.abstained} abstained`,
    ],
    ...(mean === null ? [] : [['mean', meanText(mean)]]),
    ...(baseline === null ? [] : [['baseline', meanText(baseline)]]),
    ...(baselineLacks === 0 ? [] : [['baseline lacks', counted(baselineLacks, 'value')]]),
    ['evidence', `${decimal(evidence)} (alarm at 1)`],
    ...(anchors === null
      ? []
      : [
          ['anchors', anchorsText(anchors)],
          ['who moved', movedText(anchors)],
        ]),
    ...thresholds.map((threshold) => ['threshold', thresholdText(threshold)]),
  ]);
}

function anchorsText({ dataset, anchors, status, lacks, judged, share, fault }: AnchorState) {
  const parts = [
    dataset === null ? counted(anchors, 'frozen verdict') : `${anchors} of ${dataset}`,
    lacks === 0 ? status : `${status}, ${lacks} to judge`,
    `judged ${judged}`,
    ...(share === null ? [] : [`${percent(share)} of all that was judged`]),
    ...(fault === null ? [] : [oneLine(fault, 80)]),
  ];
  return parts.join(', ');
}

function movedText({ moved, awaited, judge, application, reason }: AnchorState): string {
  const parts = [
    awaited === 0 ? moved : `${moved}, ${counted(awaited, 'anchor')} awaited`,
    ...(judge === null ? [] : [`judge ${intervalText(judge)}`]),
    ...(application === null ? [] : [`application ${intervalText(application)}`]),
    ...(reason === null || awaited > 0 ? [] : [oneLine(reason, 240)]),
  ];
  return parts.join('; ');
}

function intervalText({ value, low, high }: MonitorInterval): string {
  return `${decimal(value)} (${decimal(low)} to ${decimal(high)})`;
}

function thresholdText({ measure, above, below, windowMinutes, value, isCrossed }: ThresholdState) {
  const limits = [
    ...(above === undefined ? [] : [`above ${above}`]),
    ...(below === undefined ? [] : [`below ${below}`]),
  ];
  const now = value === null ? 'unknown' : String(Number(value.toPrecision(4)));
  const crossed = isCrossed ? ', crossed' : '';
  return `${measure} ${limits.join(' or ')} in ${windowMinutes} min: ${now}${crossed}`;
}

/** An alarm with what explains it, and the verdicts that show it. */
export function alarmText(alarm: MonitorAlarm): string {
  const { id, title, status, summary, causes, examples, raisedAt, acknowledgedAt } = alarm;
  const seen = acknowledgedAt === null ? '' : ', acknowledged';
  const lines = [
    `${raisedAt}  ${id}  ${title} (${status}${seen})`,
    `  ${summary}`,
    ...causes.map((cause) => `  ${causeText(cause)}`),
    ...(examples.length === 0 ? [] : [`  see ${examples.map(({ id }) => id).join(' ')}`]),
  ];
  return `${lines.join('\n')}\n`;
}

function causeText({ name, value, before, after, count, share }: AlarmCause): string {
  const what = value === null ? name : `${name} ${oneLine(value, 60)}`;
  const part = share === null ? '' : `, ${percent(share)} of the change`;
  return `${what}: ${before === null ? 'new' : decimal(before)} → ${decimal(after)} (${count})${part}`;
}

function meanText({ value, low, high, count }: MonitorMean): string {
  return `${decimal(value)} (${decimal(low)} to ${decimal(high)}, ${count})`;
}
