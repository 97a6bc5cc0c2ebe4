import type { MonitorAlarm, MonitorAttribution, WhoMoved } from '@assay/schema/types.ts';
import { findChange } from '../statistics/drift/change-point.ts';
import type { SavedAnchors } from './anchor-watch.ts';
import { type AlarmTerms, subjectOf } from './drift-alarm.ts';

/** The alarm of a judge that has moved on the anchors. */
export function judgeAlarm(
  saved: SavedAnchors,
  { id, definition, place, nowMs }: AlarmTerms,
): MonitorAlarm {
  const { plan, baseline } = saved.run;
  const change = findChange(saved.gaps, { baseline, power: plan?.power ?? 1 });
  const effect = change === null ? null : doubled(change.effect);
  const { name, version, content } = definition;
  const timeOf = (ms: number | undefined) => (ms === undefined ? null : new Date(ms).toISOString());
  const size =
    effect === null
      ? ''
      : ` by ${signed(effect.value)} (95% interval ${signed(effect.low)} to ${signed(effect.high)})`;
  return {
    ...{ id, monitor: name, version, kind: 'judge', severity: content.severity ?? 'warning' },
    status: 'open',
    title: `${subjectOf(definition)}: the judge moved`,
    summary: `The judge scores the ${namedAnchors(saved)} otherwise than before${size}.`,
    raisedAt: new Date(nowMs).toISOString(),
    since: timeOf(change?.at.startMs),
    sinceEarliest: timeOf(change?.earliest.startMs),
    sinceLatest: timeOf(change?.latest.startMs),
    ...{ at: place, changeAt: null },
    direction: effect === null ? null : effect.value < 0 ? 'decrease' : 'increase',
    ...{ before: null, after: null, effect, threshold: null },
    ...{ attribution: null, causes: [], examples: [] },
    ...{ overAt: null, acknowledgedAt: null, acknowledgedBy: null },
  };
}

function namedAnchors({ anchors, dataset }: SavedAnchors): string {
  return dataset === null
    ? `${anchors.length} frozen verdicts`
    : `${anchors.length} anchors of ${dataset}`;
}

/** Gaps are half as far apart as scores. */
function doubled({ value, low, high }: { value: number; low: number; high: number }) {
  return { value: 2 * value, low: 2 * low, high: 2 * high };
}

const signed = (value: number) => `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(3)}`;

const SENTENCES: Record<WhoMoved, string> = {
  none: '',
  application: ' By the anchors, the application moved, not the judge.',
  judge: ' By the anchors, the judge moved, not the application.',
  both: ' By the anchors, both the judge and the application moved.',
  undecided: '',
};

function sentenceOf({ moved, reason }: MonitorAttribution): string {
  return moved === 'undecided' && reason !== null
    ? ` Who moved is undecided. ${reason}`
    : SENTENCES[moved];
}

/** The alarm with who moved, as the anchors say now; the same one if nothing else is known. */
export function attributed(alarm: MonitorAlarm, attribution: MonitorAttribution): MonitorAlarm {
  const before = alarm.attribution;
  if (before?.moved === attribution.moved && before.reason === attribution.reason) return alarm;
  const said = before === null ? '' : sentenceOf(before);
  const summary = said === '' ? alarm.summary : alarm.summary.replace(said, '');
  return { ...alarm, attribution, summary: `${summary}${sentenceOf(attribution)}` };
}
